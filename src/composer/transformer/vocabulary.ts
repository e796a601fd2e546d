import type { PartName, TaskName } from '../protocol';

export const PARTS: readonly PartName[] = ['melody', 'lead', 'harmony', 'comp', 'bass', 'drums'];
export const DRUMS = PARTS.indexOf('drums');
export const TASKS: readonly TaskName[] = [
	'continue',
	'answer',
	'harmonise',
	'comp',
	'bass',
	'lead',
	'drums',
	'complete'
];
/** What an event can be, in the order of the vocabulary's `kinds`. */
export const CALL_BEGINS = 0;
export const CALL_NOTE = 1;
export const ANSWER_BEGINS = 2;
export const ANSWER_NOTE = 3;
export const KINDS = 4;

/** Symbols below are MIDI pitches, those from here on drum sounds. */
export const PITCHES = 128;
/** Onset classes below are steps after the last event; the next two are no notes. */
export const ONSET_STEPS = 192;
/** A whole bar goes by without a note. */
export const BAR_PASSES = 192;
export const ANSWER_ENDS = ONSET_STEPS + 1;
export const ONSETS = ONSET_STEPS + 2;
/** Bars of more steps are refused. */
export const MAX_BAR_STEPS = 192;
export const TICKS_PER_STEP = 20;
export const STEPS_PER_QUARTER = 24;

/** The shared numbers of the recipe, as the manifest of a model gives them. */
export interface Vocabulary {
	/** MIDI pitches by drum sound; the first is how the sound is played. */
	readonly drumSounds: readonly (readonly number[])[];
	/** Steps by duration class. */
	readonly durations: readonly number[];
	/** Classes; 0 stands for music without dynamics. */
	readonly velocities: number;
	readonly midiPerVelocity: number;
	readonly metres: readonly (readonly [beats: number, unit: number])[];
	readonly styles: readonly string[];
	/** The upper edges of all classes but the last, by control. Class 0 stands for "not asked". */
	readonly controls: readonly { readonly name: string; readonly edges: readonly number[] }[];
}

export const symbolsOf = ({ drumSounds }: Vocabulary) => PITCHES + drumSounds.length;

const isPitch = (pitch: number) => Number.isInteger(pitch) && pitch >= 0 && pitch < PITCHES;

/** The symbol of a MIDI pitch or drum; null for what has none. */
export function symbolOf(pitch: number, part: number, { drumSounds }: Vocabulary): number | null {
	if (part !== DRUMS) return isPitch(pitch) ? pitch : null;
	const sound = drumSounds.findIndex((pitches) => pitches.includes(pitch));
	return sound < 0 ? null : PITCHES + sound;
}

/** The MIDI pitch that plays a symbol. */
export const pitchOf = (symbol: number, { drumSounds }: Vocabulary) =>
	symbol < PITCHES ? symbol : (drumSounds[symbol - PITCHES]?.[0] ?? 0);

/** The class whose length is nearest to a length in steps, the shorter of two. */
export function durationClass(steps: number, { durations }: Vocabulary): number {
	let best = 0;
	for (const [index, length] of durations.entries()) {
		if (Math.abs(length - steps) < Math.abs(durations[best]! - steps)) best = index;
	}
	return best;
}

/** The class, 1.., of a velocity 0–1. */
export const velocityClass = (velocity: number, vocabulary: Vocabulary) =>
	Math.min(
		vocabulary.velocities,
		1 + Math.floor(Math.max(0, Math.round(velocity * 127)) / vocabulary.midiPerVelocity)
	);

/** The velocity, 0–1, in the middle of a class 1... */
export const velocityOf = (velocity: number, { midiPerVelocity }: Vocabulary) =>
	(midiPerVelocity * (velocity - 0.5)) / 127;

/** The index of a metre; one past the last for a metre that is not listed. */
export function metreClass(beats: number, unit: number, { metres }: Vocabulary): number {
	const index = metres.findIndex(([top, bottom]) => top === beats && bottom === unit);
	return index < 0 ? metres.length : index;
}

/** Steps of the felt beat, a dotted quarter in compound time; a quarter for a metre not listed. */
export function beatStepsOf(metre: number, { metres }: Vocabulary): number {
	const [beats, unit] = metres[metre] ?? [4, 4];
	const whole = 4 * STEPS_PER_QUARTER;
	return unit === 8 && beats % 3 === 0 ? (3 * whole) / 8 : whole / unit;
}
