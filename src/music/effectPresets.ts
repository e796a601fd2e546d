import { DEFAULT_TRACK, TRACK_EFFECTS, type TrackSettings } from './looper';

type Effects = TrackSettings['effects'];

/** Effects that go well together, by how they sound. */
export const EFFECT_PRESETS = ['clean', 'crunch', 'lo-fi', 'echo', 'dub', 'ambient'] as const;
export type EffectPreset = (typeof EFFECT_PRESETS)[number];

/** Every effect of each, so that a preset leaves nothing of the one before. */
export const PRESET_EFFECTS: Readonly<Record<EffectPreset, Effects>> = {
	clean: DEFAULT_TRACK.effects,
	crunch: { filter: 0.12, drive: 0.55, chorus: 0, delay: 0, reverb: 0.15 },
	'lo-fi': { filter: 0.4, drive: 0.3, chorus: 0.35, delay: 0, reverb: 0.1 },
	echo: { filter: 0, drive: 0, chorus: 0, delay: 0.4, reverb: 0.1 },
	dub: { filter: 0.3, drive: 0.1, chorus: 0, delay: 0.75, reverb: 0.35 },
	ambient: { filter: 0.2, drive: 0, chorus: 0.3, delay: 0.35, reverb: 0.85 }
};

/** The preset that these effects are; null for settings of the player's own. */
export const presetOf = (effects: Effects): EffectPreset | null =>
	EFFECT_PRESETS.find((preset) =>
		TRACK_EFFECTS.every((effect) => PRESET_EFFECTS[preset][effect] === effects[effect])
	) ?? null;
