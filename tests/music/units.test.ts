import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	bpm,
	MAX_BPM,
	MIN_BPM,
	pitch,
	PPQ,
	seconds,
	secondsToTicks,
	ticks,
	ticksToSeconds,
	velocity
} from '../../src/music/units';

test('a quarter divides into halves, triplets and fifths', () => {
	for (const parts of [2, 3, 4, 5, 6, 8, 12, 16, 32]) expect(PPQ % parts).toBe(0);
});

describe('a tempo', () => {
	test.each([
		[100, 100],
		[97.5, 97.5],
		[40, 40],
		[240, 240],
		[39.9, MIN_BPM],
		[-3, MIN_BPM],
		[1e9, MAX_BPM]
	])('of %d is played at %d', (asked, played) => {
		expect(bpm(asked)).toBe(played);
	});

	test.each([NaN, Infinity, -Infinity])('of %d is refused with the value', (asked) => {
		expect(() => bpm(asked)).toThrow(new RangeError(`no tempo: ${asked}`));
	});
});

describe('a pitch', () => {
	test('is a whole number from 0 to 127', () => {
		for (let number = 0; number < 128; number++) expect(pitch(number)).toBe(number);
	});

	test.each([-1, 128, 60.5, NaN, Infinity])('of %d is refused with the value', (number) => {
		expect(() => pitch(number)).toThrow(new RangeError(`no MIDI note number: ${number}`));
	});
});

test.each([
	[0.5, 0.5],
	[0, 0],
	[1, 1],
	[-0.1, 0],
	[1.1, 1]
])('a velocity of %d counts as %d', (strength, counted) => {
	expect(velocity(strength)).toBe(counted);
});

test.each([
	[60, 1, 480],
	[120, 1, 960],
	[120, 2.5, 2400],
	[97, 60, 97 * 480],
	[240, 0.25, 480],
	[100, 0, 0]
])('at %d BPM %d seconds are %d ticks', (tempo, length, count) => {
	expect(secondsToTicks(seconds(length), bpm(tempo))).toBeCloseTo(count, 9);
	expect(ticksToSeconds(ticks(count), bpm(tempo))).toBeCloseTo(length, 9);
});

test('ticks come back from seconds as they went, at every tempo', () => {
	const tempo = fc.double({ min: MIN_BPM, max: MAX_BPM, noNaN: true });
	fc.assert(
		fc.property(tempo, fc.integer({ min: -1e7, max: 1e7 }), (played, count) => {
			const there = ticksToSeconds(ticks(count), bpm(played));
			expect(secondsToTicks(there, bpm(played))).toBeCloseTo(count, 6);
		})
	);
});
