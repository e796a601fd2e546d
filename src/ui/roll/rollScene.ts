import type { ChairView } from '../../jam/band/face';
import type { JamFace, LayerView, LoopView } from '../../jam/face';
import { heardIn, type HeardLayer } from '../../jam/heardMusic';
import { barLength, type Metre } from '../../music/metre';
import type { LoopRegion } from '../../music/loopRegion';
import type { LoopNote } from '../../music/ears/loopNotes';
import type { Note } from '../../music/note';
import { ticks, type Pitch, type Ticks } from '../../music/units';
import { CHAIR_WORDS } from '../band/bandWords';
import { turnEnd } from '../words';
import { bandVoices } from './bandVoices';
import type { Voice } from './voice';

/** What the piano roll shows but for the playhead and the notes that are being played. */
export interface RollScene {
	/** The cycle that is one roll wide. */
	readonly cycle: LoopRegion;
	readonly metre: Metre;
	readonly voices: readonly Voice[];
	/** What was heard, as it is drawn. */
	readonly heard: readonly HeardVoice[];
	/** Kept, since it takes time to ask the band. */
	readonly chairs: readonly ChairView[];
	/** What the player plays lies in the drum lane. */
	readonly doesPlayerDrum: boolean;
	readonly hasDrumLane: boolean;
}

/** The notes heard in one layer; starts lie in [0, length of the cycle). */
export interface HeardVoice {
	/** Its id in what is heard. */
	readonly layer: number;
	readonly label: string;
	readonly notes: readonly LoopNote[];
}

/** A free loop has no length yet: the roll grows in these steps, in bars. */
const FREE_BARS = 4;

function openEndedCycle(start: Ticks, position: Ticks, bar: Ticks): LoopRegion {
	let bars = FREE_BARS;
	while (position - start >= bars * bar) bars *= 2;
	return { start, length: ticks(bars * bar) };
}

/** The cycle that the roll is wide. Without a loop it is the form of typed chords, what is heard of audio, or the stretch that call and answer trade. */
export function shownCycle(jam: JamFace): LoopRegion {
	const { loop, settings, plan, turn } = jam;
	const bar = barLength(settings.metre);
	const fixed = settings.loopBars === 'free' ? null : ticks(settings.loopBars * bar);
	if (loop.region !== null) return loop.region;
	if (loop.recordingFrom !== null) {
		const { recordingFrom } = loop;
		if (fixed !== null) return { start: recordingFrom, length: fixed };
		return openEndedCycle(recordingFrom, jam.heardPosition(), bar);
	}
	if (jam.heard !== null && jam.chords.formBars === null) return jam.heard.region;
	// The chords come round from the beginning of the music, whoever has the turn.
	if (jam.chords.length > 0) return { start: ticks(0), length: jam.chords.length };
	if (plan !== null) return { start: plan.start, length: plan.length };
	return { start: turnEnd(turn) ?? ticks(0), length: fixed ?? ticks(FREE_BARS * bar) };
}

/** A note that is held has no end yet, so its layer lets it last a whole round: the roll draws it as heard. */
function withoutHeld(layer: LayerView, length: Ticks, held: ReadonlySet<Pitch>): readonly Note[] {
	if (!layer.isOpen || held.size === 0) return layer.notes;
	return layer.notes.filter(
		({ pitch, start, duration }) =>
			!held.has(pitch) || (start + duration < length && !(start === 0 && duration > length / 2))
	);
}

/** Layers are numbered through, from the first. */
export function layerLabel({ by, chair }: LayerView, index: number): string {
	if (by === 'player') return `You ${index + 1}`;
	return `${chair === null ? 'Partner' : CHAIR_WORDS[chair]} ${index + 1}`;
}

function layerVoices({ layers }: LoopView, length: Ticks, held: ReadonlySet<Pitch>): Voice[] {
	return layers.map((layer, index) => ({
		look: layer.by,
		chair: layer.chair,
		label: layerLabel(layer, index),
		isFirm: true,
		isFaint: false,
		isDrums: layer.sound === 'drums',
		notes: withoutHeld(layer, length, held)
	}));
}

/** Tracks are numbered as the rack numbers them. */
export const heardLabel = ({ track }: HeardLayer) => `Heard, track ${track + 1}`;

const heardVoices = ({ heard }: JamFace, cycle: LoopRegion): readonly HeardVoice[] =>
	(heard?.layers ?? []).map((layer) => ({
		layer: layer.id,
		label: heardLabel(layer),
		notes: heardIn(heard, cycle, [layer])
	}));

const drawnHeard = ({ label, notes }: HeardVoice): Voice => ({
	look: 'heard',
	chair: null,
	label,
	isFirm: true,
	isFaint: false,
	isDrums: false,
	notes
});

export function rollScene(jam: JamFace): RollScene {
	const { loop, settings } = jam;
	const { chairs } = jam.band;
	const cycle = shownCycle(jam);
	const position = jam.heardPosition();
	const recent = jam.heardNotes(ticks(position - cycle.length));
	const held = new Set(recent.filter(({ end }) => end === null).map(({ pitch }) => pitch));
	const heard = heardVoices(jam, cycle);
	const voices = [
		...layerVoices(loop, cycle.length, held),
		...heard.map(drawnHeard),
		...bandVoices(jam, { chairs, position }, cycle)
	];
	const doesPlayerDrum = settings.playerSound === 'drums';
	const isDrummerIn = chairs.some(
		({ name, settings: { mode } }) => name === 'drums' && mode !== 'out'
	);
	const hasDrumLane = doesPlayerDrum || isDrummerIn || voices.some(({ isDrums }) => isDrums);
	return { cycle, metre: settings.metre, voices, heard, chairs, doesPlayerDrum, hasDrumLane };
}
