import { expect, test } from 'vitest';
import { endsOfBars, hear, placeOf } from '../../../src/music/harmony/heard';
import { COMMON_TIME } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import { note } from '../notes';

const BAR = 1920;
const LENGTH = ticks(2 * BAR);
const of = (weights: Float64Array, beat: number, pitchClass: number) =>
	weights[12 * beat + pitchClass];

test('a note a little beside its beat was meant for it; the last one may be the first of the next round', () => {
	const late = hear([note(480 + 40, 400, 62), note(2 * BAR - 30, 30, 60)], LENGTH, COMMON_TIME);
	const exact = hear([note(480, 400, 62)], LENGTH, COMMON_TIME);
	expect(of(late.on, 1, 2)).toBe(of(exact.on, 1, 2));
	expect(of(late.off, 1, 2)).toBe(0);
	expect(of(late.on, 0, 0)).toBeGreaterThan(0);
});

test('what is not near a beat begins off it, and sounds as long as it lasts', () => {
	const { on, off, long } = hear([note(240, 720, 67)], LENGTH, COMMON_TIME);
	expect([of(on, 0, 7), of(off, 1, 7)]).toEqual([0, 0]);
	expect(of(off, 0, 7)).toBeGreaterThan(0);
	expect(of(long, 1, 7)).toBeCloseTo(2 * of(long, 0, 7)!);
	expect(of(long, 2, 7)).toBe(0);
});

test('a bass is what sounds below something', () => {
	const heard = hear([note(0, 480, 40), note(0, 480, 64), note(480, 480, 40)], LENGTH, COMMON_TIME);
	expect(heard.lowest.slice(0, 3)).toEqual([40, null, null]);
});

test('bars begin and end with their top notes', () => {
	const notes = [note(0, 480, 60), note(0, 480, 64), note(960, 480, 65), note(960, 480, 57)];
	const { first, last } = endsOfBars(hear(notes, LENGTH, COMMON_TIME));
	expect([first, last]).toEqual([
		[4, -1],
		[5, -1]
	]);
});

test('beats have their places', () => {
	const places = (beats: number, unit: number) =>
		Array.from({ length: beats }, (_, beat) => placeOf(beat, { beats, unit }));
	expect(places(4, 4)).toEqual(['bar', 'beat', 'half', 'beat']);
	expect(places(2, 4)).toEqual(['bar', 'beat']);
	expect(places(6, 8)).toEqual(['bar', 'off', 'off', 'half', 'off', 'off']);
});
