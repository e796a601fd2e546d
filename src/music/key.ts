import { Scale } from 'tonal';
import type { Note } from './note';

/** A key as far as pitch classes go. */
export interface Key {
	/** `C major`, `A minor`. */
	readonly name: string;
	/** Pitch class of the tonic, 0–11. */
	readonly tonic: number;
	/** Which of the 12 pitch classes belong to the scale. */
	readonly has: readonly boolean[];
}

/** How well each pitch class fits a key on C, from listeners' ratings: Krumhansl and Kessler, 1982. */
const PROFILES = {
	major: [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
	minor: [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17]
} as const;
const NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'] as const;

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
	if (weights.filter((weight) => weight > 0).length < 3) return null;
	let best = { fit: -Infinity, tonic: 0, mode: 'major' };
	for (const [mode, profile] of Object.entries(PROFILES)) {
		for (let tonic = 0; tonic < 12; tonic++) {
			const turned = weights.map((_, index) => weights[(index + tonic) % 12]!);
			const fit = correlation(turned, profile);
			if (fit > best.fit) best = { fit, tonic, mode };
		}
	}
	return keyNamed(best.tonic, best.mode);
}

function keyNamed(tonic: number, mode: string): Key {
	const name = `${NAMES[tonic]!} ${mode}`;
	const { chroma } = Scale.get(name);
	// Tonal counts a scale's chroma from its tonic.
	const has = Array.from(chroma, (_, at) => chroma[(at - tonic + 12) % 12] === '1');
	return { name, tonic, has };
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
