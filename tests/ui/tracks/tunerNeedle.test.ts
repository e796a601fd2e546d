import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TunerNeedle, tunerCall, tunerWords } from '../../../src/ui/tracks/tunerNeedle';

/** What the needle shows after pitches that come every 20 ms. */
function shownAfter(pitches: readonly number[]) {
	const needle = new TunerNeedle();
	pitches.forEach((pitch, index) => {
		needle.hear(pitch, 20 * index);
	});
	return needle.shown;
}
const times = (count: number, pitch: number) => Array.from({ length: count }, () => pitch);

test.each([
	[40, 'E2', 0, 6],
	[44.93, 'A2', -7, 5],
	[50.4, 'D3', 40, 4],
	[55, 'G3', 0, 3],
	[58.6, 'B3', -40, 2],
	[64.02, 'E4', 2, 1],
	[60, 'C4', 0, 2]
])('%f is %s, %i cents off, near string %i', (pitch, note, cents, string) => {
	expect(shownAfter(times(20, pitch))).toEqual({ note, cents, string });
});

test('nothing is shown before a string sounds', () => {
	expect(shownAfter(times(20, NaN))).toBeNull();
});

test('the needle stays for a second when the string has died away, and not for two', () => {
	expect(shownAfter([...times(20, 45), ...times(50, NaN)])?.note).toBe('A2');
	expect(shownAfter([...times(20, 45), ...times(100, NaN)])).toBeNull();
});

test('one overtone between is not shown, another string is', () => {
	expect(shownAfter([...times(20, 45), 57, 57, ...times(5, 45)])?.note).toBe('A2');
	expect(shownAfter([...times(20, 45), ...times(10, 50)])?.note).toBe('D3');
});

test('a string that trembles by 10 cents moves the needle by no more than 3', () => {
	const needle = new TunerNeedle();
	for (let time = 0; time < 2000; time += 20) {
		needle.hear(45 + 0.1 * Math.sin(2 * Math.PI * 0.006 * time), time);
		if (time > 500) expect(Math.abs(needle.shown!.cents)).toBeLessThanOrEqual(3);
	}
});

test('what is shown lies within 50 cents of a note, whatever is heard', () => {
	const heard = fc.array(fc.oneof(fc.constant(NaN), fc.double({ min: 20, max: 110, noNaN: true })));
	fc.assert(
		fc.property(heard, (pitches) => {
			const shown = shownAfter(pitches);
			if (shown === null) return;
			expect(Math.abs(shown.cents)).toBeLessThanOrEqual(50);
			expect(shown.note).toMatch(/^[A-G]♯?-?\d$/);
			expect(shown.string).toBeGreaterThanOrEqual(1);
			expect(shown.string).toBeLessThanOrEqual(6);
		})
	);
});

test('words say what to do', () => {
	expect(tunerWords(null)).toBe('Play one string.');
	expect(tunerWords({ note: 'A2', cents: -7, string: 5 })).toBe('A2, 7 cents flat: tighten');
	expect(tunerWords({ note: 'A2', cents: 12, string: 5 })).toBe('A2, 12 cents sharp: loosen');
	expect(tunerWords({ note: 'A2', cents: 3, string: 5 })).toBe('A2, in tune');
});

test('what is read out names no cents, and is silent in silence', () => {
	expect(tunerCall(null)).toBe('');
	expect(tunerCall({ note: 'A2', cents: -7, string: 5 })).toBe('A2, flat: tighten');
	expect(tunerCall({ note: 'A2', cents: 12, string: 5 })).toBe('A2, sharp: loosen');
	expect(tunerCall({ note: 'A2', cents: -4, string: 5 })).toBe('A2, in tune');
});
