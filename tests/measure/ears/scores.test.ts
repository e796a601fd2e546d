import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countsOf, f1Of, ONSET_TOLERANCE } from './scores';

test('each note is found at most once, within 50 ms and at its pitch', () => {
	const played = [
		{ onset: 1, pitch: 60 },
		{ onset: 1.5, pitch: 60 },
		{ onset: 2, pitch: 64 }
	];
	const found = [
		{ onset: 1.04, pitch: 60 },
		{ onset: 1.02, pitch: 60 },
		{ onset: 1.56, pitch: 60 },
		{ onset: 2, pitch: 65 }
	];
	expect(countsOf(played, found)).toEqual({ hits: 1, found: 4, played: 3 });
});

test('as many pairs as there can be: shifting all notes alike within the tolerance loses none', () => {
	const onsets = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 15 });
	const shifts = fc.double({
		min: -0.99 * ONSET_TOLERANCE,
		max: 0.99 * ONSET_TOLERANCE,
		noNaN: true
	});
	fc.assert(
		fc.property(onsets, shifts, (all, shift) => {
			const played = all.map((onset) => ({ onset, pitch: 60 }));
			const found = all.map((onset) => ({ onset: onset + shift, pitch: 60 }));
			expect(f1Of(countsOf(played, found))).toBe(1);
		})
	);
});
