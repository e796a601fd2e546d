import { pitchClassWeights } from './key';
import type { Note } from './note';
import { PPQ } from './units';

/** Shared part of two histograms, each scaled to the sum 1. */
function overlap(left: readonly number[], right: readonly number[]): number {
	const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
	const [sumLeft, sumRight] = [sum(left), sum(right)];
	if (sumLeft === 0 || sumRight === 0) return 0;
	return left.reduce(
		(shared, value, index) => shared + Math.min(value / sumLeft, (right[index] ?? 0) / sumRight),
		0
	);
}

/** Onsets by sixteenth of a half note: enough to tell one rhythm from another in any metre. */
function rhythm(notes: readonly Note[]): number[] {
	const places = new Array<number>(8).fill(0);
	for (const { start } of notes) {
		places[((Math.round((start * 4) / PPQ) % 8) + 8) % 8]! += 1;
	}
	return places;
}

/** Melodic steps from an octave down to an octave up. */
function steps(notes: readonly Note[]): number[] {
	const counts = new Array<number>(25).fill(0);
	for (let index = 1; index < notes.length; index++) {
		const step = notes[index]!.pitch - notes[index - 1]!.pitch;
		counts[Math.min(24, Math.max(0, step + 12))]! += 1;
	}
	return counts;
}

/** How alike two phrases are in pitch classes, rhythm and melodic steps: 0–1. */
export function closenessOf(call: readonly Note[], answer: readonly Note[]): number {
	return (
		(overlap(pitchClassWeights(call), pitchClassWeights(answer)) +
			overlap(rhythm(call), rhythm(answer)) +
			overlap(steps(call), steps(answer))) /
		3
	);
}
