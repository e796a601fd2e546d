import { keyOf, pitchClassWeights } from '../key';
import type { Note } from '../note';

/** What is known of the harmony at one instant, in pitch classes, 0–11. */
export interface Harmony {
	/** The chord that sounds; null where there is none. */
	readonly chord: readonly number[] | null;
	/** The scale around it; null while none is known. */
	readonly scale: readonly number[] | null;
	/** On a beat, where chord tones belong; passing notes belong between. */
	readonly isStrong: boolean;
}

const OCTAVE = 12;
/** What leaves a wider gap than a fifth is too little to play on. */
const WIDEST_GAP = 7;
/** No two of its notes rub: anything goes with anything. */
const MAJOR_PENTATONIC = [0, 2, 4, 7, 9] as const;
/** Tonics in the order in which ties between pentatonic scales are decided: from C both ways by fifths. */
const NEAREST_TO_C = [0, 7, 5, 2, 10, 9, 3, 4, 8, 11, 1, 6] as const;

const classOf = (number: number) => ((number % OCTAVE) + OCTAVE) % OCTAVE;
const pentatonicOn = (tonic: number) => MAJOR_PENTATONIC.map((step) => classOf(tonic + step));

/** The pitch classes in order, or null where they are too few to play on. */
function playable(pitchClasses: readonly number[] | null): readonly number[] | null {
	if (pitchClasses === null) return null;
	const sorted = [...new Set(pitchClasses.map(classOf))].sort((a, b) => a - b);
	const isWide = sorted.some(
		(pitchClass, at) => (sorted[at + 1] ?? sorted[0]! + OCTAVE) - pitchClass > WIDEST_GAP
	);
	return sorted.length === 0 || isWide ? null : sorted;
}

/** Whether the pitch belongs to the chord or to the scale; with neither, to the pentatonic scale on C. */
export function fits(pitch: number, harmony: Harmony): boolean {
	const chord = playable(harmony.chord);
	const scale = playable(harmony.scale) ?? (chord === null ? MAJOR_PENTATONIC : []);
	const pitchClass = classOf(pitch);
	return scale.includes(pitchClass) || (chord?.includes(pitchClass) ?? false);
}

/** Which of the 12 pitch classes are offered now, and which of them are chord tones. */
export interface Offer {
	readonly has: readonly boolean[];
	readonly isChordTone: readonly boolean[];
}

/** All that fits, but for scale notes that rub: a semitone beside a chord tone from outside the scale. */
export function offerOf({ chord, scale }: Harmony): Offer {
	const tones = playable(chord) ?? [];
	const passing = playable(scale) ?? (tones.length === 0 ? MAJOR_PENTATONIC : []);
	const foreign = tones.filter((tone) => !passing.includes(tone));
	const rubs = (pitchClass: number) =>
		foreign.some((tone) => [1, OCTAVE - 1].includes(classOf(pitchClass - tone)));
	const isChordTone = Array.from({ length: OCTAVE }, (_, pitchClass) => tones.includes(pitchClass));
	const has = isChordTone.map(
		(isTone, pitchClass) => isTone || (passing.includes(pitchClass) && !rubs(pitchClass))
	);
	return { has, isChordTone };
}

/**
 * The scale that a loop suggests: of its key, or while too little is played to tell one, the major
 * pentatonic scale that holds most of it, nearest to C.
 */
export function suggestedScale(notes: readonly Note[]): readonly number[] {
	const key = keyOf(notes);
	if (key !== null) return key.has.flatMap((isIn, pitchClass) => (isIn ? [pitchClass] : []));
	const weights = pitchClassWeights(notes);
	let best = { weight: -1, scale: pentatonicOn(0) };
	for (const tonic of NEAREST_TO_C) {
		const scale = pentatonicOn(tonic);
		const weight = scale.reduce((sum, pitchClass) => sum + weights[pitchClass]!, 0);
		if (weight > best.weight) best = { weight, scale };
	}
	return best.scale;
}
