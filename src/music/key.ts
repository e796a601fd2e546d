import { Scale } from 'tonal';
import type { Note } from './note';

/** A key as far as pitch classes go. */
export interface Key {
	/** `C major`, `A minor`. */
	readonly name: string;
	/** Pitch class of the tonic, 0–11. */
	readonly tonic: number;
	readonly mode: Mode;
	/** Which of the 12 pitch classes belong to the scale. */
	readonly has: readonly boolean[];
}

export type Mode = 'major' | 'minor';

/** A key, and how well notes fit it: a correlation. */
interface RankedKey {
	readonly key: Key;
	readonly fit: number;
}

/**
 * How well each pitch class fits a key on C: David Temperley, "What's key for key?", Music Perception
 * 17 (1999). On loops of folk tunes these tell a quarter more keys rightly than Krumhansl and
 * Kessler's ratings, which confuse a key with its dominant.
 */
const PROFILES: Readonly<Record<Mode, readonly number[]>> = {
	major: [5, 2, 3.5, 2, 4.5, 4, 2, 4.5, 2, 3.5, 1.5, 4],
	minor: [5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4]
};
/** The tonics as keys are called, from C. */
export const TONICS: Readonly<Record<Mode, readonly string[]>> = {
	major: ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'],
	minor: ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
};
const MODES: readonly Mode[] = ['major', 'minor'];
/** Fewer pitch classes tell no key. */
const FEWEST_CLASSES = 3;

/** How long each of the 12 pitch classes sounds, in ticks. */
export function pitchClassWeights(notes: readonly Note[]): number[] {
	const weights = new Array<number>(12).fill(0);
	for (const { pitch, duration } of notes) weights[pitch % 12]! += duration;
	return weights;
}

/**
 * The major or minor key whose profile correlates best with the notes' lengths (Krumhansl and
 * Schmuckler's algorithm); null when fewer than three pitch classes are there to tell by.
 */
export function keyOf(notes: readonly Note[]): Key | null {
	const weights = pitchClassWeights(notes);
	if (weights.filter((weight) => weight > 0).length < FEWEST_CLASSES) return null;
	return rankedKeys(weights)[0]!.key;
}

/** All 24 keys, the best first, by how much is heard of each pitch class. */
function rankedKeys(weights: readonly number[]): readonly RankedKey[] {
	const ranked = MODES.flatMap((mode) =>
		Array.from({ length: 12 }, (_, tonic) => {
			const turned = weights.map((_, index) => weights[(index + tonic) % 12]!);
			return { mode, tonic, fit: correlation(turned, PROFILES[mode]) };
		})
	).sort((one, other) => other.fit - one.fit);
	return ranked.map(({ mode, tonic, fit }) => ({ key: keyOn(tonic, mode), fit }));
}

const keys = new Map<string, Key>();

/** The key on a pitch class. */
export function keyOn(tonic: number, mode: Mode): Key {
	const name = `${TONICS[mode][tonic]!} ${mode}`;
	const key = keys.get(name) ?? newKey(name, tonic, mode);
	keys.set(name, key);
	return key;
}

/** The key that is called so, as `Key` and TONICS write it; null for what is none. */
export function keyCalled(name: string): Key | null {
	const [tonic = '', mode] = name.split(' ');
	if (mode !== 'major' && mode !== 'minor') return null;
	const place = TONICS[mode].indexOf(tonic);
	return place < 0 ? null : keyOn(place, mode);
}

function newKey(name: string, tonic: number, mode: Mode): Key {
	const { chroma } = Scale.get(name);
	// Tonal counts a scale's chroma from its tonic.
	const has = Array.from(chroma, (_, at) => chroma[(at - tonic + 12) % 12] === '1');
	return { name, tonic, mode, has };
}

function correlation(left: readonly number[], right: readonly number[]): number {
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / 12;
	const [meanLeft, meanRight] = [mean(left), mean(right)];
	let [product, squaresLeft, squaresRight] = [0, 0, 0];
	for (let index = 0; index < 12; index++) {
		const [a, b] = [left[index]! - meanLeft, right[index]! - meanRight];
		product += a * b;
		squaresLeft += a * a;
		squaresRight += b * b;
	}
	return squaresLeft === 0 ? 0 : product / Math.sqrt(squaresLeft * squaresRight);
}

/** The pitch classes of a key's scale, from C upwards. */
export const pitchClassesOf = ({ has }: Key): number[] =>
	has.flatMap((isIn, pitchClass) => (isIn ? [pitchClass] : []));
