import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EarNote } from '../../../src/music/ears/heard';
import {
	countingNotes,
	LEAST_LIKELIHOODS,
	SENSITIVITIES
} from '../../../src/music/ears/sensitivity';

const note = (onset: number, end: number, pitch: number, likelihood: number): EarNote => ({
	onset,
	end,
	pitch,
	likelihood,
	strength: 1
});

test('more counts with each step, and all of what counted before', () => {
	const share = fc.double({ min: 0, max: 1, noNaN: true });
	const notes = fc.array(fc.tuple(share, share, fc.integer({ min: 40, max: 88 }), share));
	fc.assert(
		fc.property(notes, (rows) => {
			const heard = rows.map(([onset, long, pitch, likelihood]) =>
				note(onset, onset + long, pitch, likelihood)
			);
			let before: readonly EarNote[] = [];
			for (const sensitivity of SENSITIVITIES) {
				const counting = countingNotes(heard, sensitivity);
				const least = LEAST_LIKELIHOODS[sensitivity];
				expect(counting).toHaveLength(heard.filter(({ likelihood }) => likelihood > least).length);
				const onsets = counting.map(({ onset }) => onset);
				for (const { onset } of before) expect(onsets).toContain(onset);
				for (const { onset, end } of counting) expect(end).toBeGreaterThanOrEqual(onset);
				before = counting;
			}
		})
	);
});

test('a doubtful stroke ends the note before it only where it counts', () => {
	const heard = [note(0, 2, 60, 0.9), note(1, 2, 60, 0.4), note(0.5, 1.5, 64, 0.4)];
	expect(countingNotes(heard, 'usual')).toEqual([heard[0]]);
	expect(countingNotes(heard, 'more')).toEqual([note(0, 1, 60, 0.9), heard[1], heard[2]]);
	expect(countingNotes(heard, 'fewest')).toEqual([heard[0]]);
});
