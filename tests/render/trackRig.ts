import { EffectMaker } from '../../src/audio/tracks/effectMaker';
import { SWEEP_HERTZ, type EffectTuning } from '../../src/audio/tracks/effectUnit';
import type { Later } from '../../src/audio/tracks/insert';
import type { Stereo } from '../../src/audio/tracks/renderTracks';
import { TrackStrip } from '../../src/audio/tracks/trackStrip';
import { adoptContext, wrapContext } from '../../src/audio/toneContext';
import { DEFAULT_TRACK, type TrackEffect, type TrackSettings } from '../../src/music/looper';
import { bpm } from '../../src/music/units';
import { RATE } from './sounds';

/** As in the page, Tone has another context than the one that is rendered. */
adoptContext(new OfflineAudioContext(1, 1, RATE));

export const TUNING: EffectTuning = { bpm: bpm(120), sweepHertz: SWEEP_HERTZ };

/** A track's settings with these effects on. */
export const withEffects = (
	effects: Partial<Record<TrackEffect, number>>,
	settings: Partial<TrackSettings> = {}
): TrackSettings => ({
	...DEFAULT_TRACK,
	...settings,
	effects: { ...DEFAULT_TRACK.effects, ...effects }
});

/** For a strip whose effects stay as they are. */
export const never: Later = () => () => undefined;

/** What is rendered through a strip. */
export interface StripPlan {
	readonly seconds: number;
	readonly sound: Stereo;
	readonly isLooped?: boolean;
	readonly settings?: TrackSettings;
	readonly tuning?: EffectTuning;
}

/** A strip with all effects loaded and the sound on its way into it. */
export function buildStrip(plan: StripPlan, later: Later) {
	const { seconds, sound, isLooped = false, settings = DEFAULT_TRACK, tuning = TUNING } = plan;
	const native = new OfflineAudioContext(2, Math.round(seconds * RATE), RATE);
	const context = wrapContext(native);
	const { destination } = native;
	const strip = new TrackStrip({ context, destination, tuning, later });
	strip.set(settings, 'at-once');
	strip.equip(new EffectMaker(context, destination), 'at-once');
	// Like a looper's track, the source never ends: Chromium puts effects to sleep when theirs has.
	const length = isLooped ? sound.left.length : Math.max(native.length, sound.left.length);
	const buffer = native.createBuffer(2, length, RATE);
	buffer.copyToChannel(sound.left, 0);
	buffer.copyToChannel(sound.right, 1);
	const source = new AudioBufferSourceNode(native, { buffer, loop: isLooped });
	source.connect(strip.input);
	source.start();
	return { native, strip };
}

export async function renderAll(native: OfflineAudioContext): Promise<Stereo> {
	const rendered = await native.startRendering();
	return { left: rendered.getChannelData(0), right: rendered.getChannelData(1) };
}

/** What comes out of a strip that nobody touches while it sounds. */
export const renderStrip = (plan: StripPlan): Promise<Stereo> =>
	renderAll(buildStrip(plan, never).native);
