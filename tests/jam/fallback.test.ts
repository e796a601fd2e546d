import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fallbackAnswer } from '../../src/jam/fallback';
import { fitAnswer, transposeInKey } from '../../src/jam/fit';
import { keyOf } from '../../src/music/key';
import { pitch, ticks } from '../../src/music/units';
import { BAR, note } from './jamRig';

const scale = [60, 62, 64, 65, 67, 69, 71, 72];
const call = scale.map((number, index) => note(index * 240, 240, number));
const whole = ticks(BAR);

test('the ladder takes the last plan that fits, else the phrase in another light, else the phrase', () => {
	const plan = [note(0, 480, 67), note(480, 480, 64)];
	expect(fallbackAnswer(call, whole, plan)).toEqual({ notes: plan, source: 'cached plan' });
	const foreign = [note(0, 480, 66)];
	const moved = fallbackAnswer(call, whole, foreign);
	expect(moved.source).toBe('transposed phrase');
	expect(moved.notes.map(({ start }) => start)).toEqual(call.map(({ start }) => start));
	expect(moved.notes.map(({ pitch: number }) => number)).not.toEqual(scale);
	const twoNotes = [note(0, 240, 60), note(240, 240, 62)];
	expect(fallbackAnswer(twoNotes, whole, null)).toEqual({ notes: twoNotes, source: 'phrase' });
});

test('the fallback is empty only when the phrase is, and never longer than its span', () => {
	const anyNote = fc
		.tuple(fc.integer({ min: 0, max: BAR - 1 }), fc.integer({ min: 1, max: 4000 }), fc.nat(127))
		.map(([start, duration, number]) => note(start, duration, number));
	fc.assert(
		fc.property(fc.array(anyNote, { maxLength: 30 }), (notes) => {
			const answer = fallbackAnswer(notes, whole, null).notes;
			expect(answer).toHaveLength(notes.length);
			for (const { start, duration, pitch: number } of answer) {
				expect(start + duration).toBeLessThanOrEqual(BAR);
				expect(number).toBeGreaterThanOrEqual(0);
				expect(number).toBeLessThanOrEqual(127);
			}
		})
	);
});

test('what is played beside the loop is in its key, and ends with its span', () => {
	const answer = [note(-10, 100, 60), note(0, 9000, 61), note(480, 100, 66), note(BAR, 10, 60)];
	const fitted = fitAnswer(answer, { notes: call }, whole);
	expect(fitted.map(({ start, duration }) => [start, duration])).toEqual([
		[0, BAR],
		[480, 100]
	]);
	expect(fitted.every(({ pitch: number }) => scale.some((tone) => tone % 12 === number % 12))).toBe(
		true
	);
});

test('a chromatic note that the player played is allowed to the partner', () => {
	const blue = [...call, note(1900, 10, 63)];
	expect(fitAnswer([note(0, 240, 75)], { notes: blue }, whole)[0]?.pitch).toBe(75);
	expect(fitAnswer([note(0, 240, 75)], { notes: call }, whole)[0]?.pitch).not.toBe(75);
});

test.each([
	[60, 2, 64],
	[64, 1, 65],
	[60, -1, 59],
	[71, 3, 76],
	[61, 2, 65],
	[127, 7, 127]
])('in C major, %i moved by %i degrees is %i', (from, steps, to) => {
	expect(transposeInKey(pitch(from), keyOf(call)!, steps)).toBe(to);
});
