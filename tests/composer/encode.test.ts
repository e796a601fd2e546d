import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeCall, folded, octavesInto, skyline } from '../../src/composer/encode';
import { fittingGrid } from '../../src/composer/grid';
import { eventsOf, melodyOf, NO_EVENT, NOTE_OFF } from '../../src/composer/melodyEvents';
import { barLength, COMMON_TIME, METRES } from '../../src/music/metre';
import { ticks } from '../../src/music/units';
import { note, requestOf } from './calls';

const RANGE = { lowest: 48, highest: 83 };
const BAR = barLength(COMMON_TIME);
const SIXTEENTHS = fittingGrid([], BAR);
const heard = (difference: Parameters<typeof requestOf>[0]) =>
	encodeCall(requestOf(difference), RANGE);

describe('the line that is heard in a call', () => {
	test('is the highest of the notes that begin together', () => {
		const chords = [note(0, 480, 60), note(4, 480, 67), note(0, 480, 64), note(480, 480, 59)];
		expect(skyline(chords, SIXTEENTHS)).toEqual([
			{ start: 0, end: 4, pitch: 67 },
			{ start: 4, end: 8, pitch: 59 }
		]);
	});

	test('lets no note sound when the next begins, and none last less than a step', () => {
		const legato = [note(0, 1000, 60), note(240, 10, 62), note(960, 480, 64)];
		expect(skyline(legato, SIXTEENTHS)).toEqual([
			{ start: 0, end: 2, pitch: 60 },
			{ start: 2, end: 3, pitch: 62 },
			{ start: 8, end: 12, pitch: 64 }
		]);
	});

	test('says rests with a note-off', () => {
		const { events } = heard({ call: [note(0, 240, 60), note(960, 480, 62)] });
		expect(events.slice(0, 13)).toEqual([14, 0, NOTE_OFF, 0, 0, 0, 0, 0, 16, 0, 0, 0, NOTE_OFF]);
	});

	test('begins a bar earlier for a pickup', () => {
		const { events } = heard({ call: [note(-240, 240, 55), note(0, 1920, 60)] });
		expect(events).toHaveLength(32);
		expect(events[14]).toBe(55 - 48 + 2);
		expect(events[16]).toBe(60 - 48 + 2);
	});

	test('leaves out empty bars at either end, and all but the last 64 steps', () => {
		const late = heard({ call: [note(3 * BAR, 480, 60)], callLength: ticks(8 * BAR) });
		expect(late.events).toHaveLength(16);
		expect(late.events[0]).toBe(14);
		const call = Array.from({ length: 8 }, (_, bar) => note(bar * BAR, 480, 60 + bar));
		const long = heard({ call, callLength: ticks(8 * BAR) });
		expect(long.events).toHaveLength(64);
		expect(long.events[0]).toBe(64 - 48 + 2);
	});

	test('is a silent bar for a silent call', () => {
		expect(heard({ call: [] }).events).toEqual(new Array(16).fill(NO_EVENT));
	});

	test('does not reach into the answer', () => {
		const { events } = heard({ call: [note(0, 480, 60), note(1900, 480, 62)] });
		expect(events).toHaveLength(16);
		expect(events.filter((event) => event > NOTE_OFF)).toEqual([14]);
	});
});

describe('the grid', () => {
	const starts = (...at: number[]) => at.map((start) => note(start, 100, 60));
	test.each([
		['quarters', starts(0, 480, 960), 4],
		['sixteenths', starts(0, 120, 240, 360), 4],
		['eighth triplets', starts(0, 160, 320, 480), 3],
		['a shuffle, loosely played', starts(5, 310, 490, 812, 960, 1290), 3],
		['eighths, loosely played', starts(10, 225, 495, 735, 950, 1190), 4],
		['one stray onset', starts(0, 480, 960, 1280), 4]
	])('fits %s', (_, notes, steps) => {
		expect(fittingGrid(notes, BAR).stepsPerQuarter).toBe(steps);
	});

	test('divides the bar of every metre', () => {
		for (const metre of METRES) {
			for (const notes of [starts(0, 160, 320), []]) {
				const { barSteps, stepTicks } = fittingGrid(notes, barLength(metre));
				expect(barSteps * stepTicks).toBe(barLength(metre));
			}
		}
	});
});

describe('the register', () => {
	test.each([
		[[60, 64, 67], 0],
		[[36, 40, 43], 1],
		[[24, 28], 2],
		[[96, 100], -2],
		[[47, 60, 71], 1],
		[[40, 60, 83], 0],
		[[], 0]
	])('of %j is moved by %i octaves', (pitches, octaves) => {
		const melody = pitches.map((pitch, start) => ({ start, end: start + 1, pitch }));
		expect(octavesInto(RANGE, melody)).toBe(octaves);
	});

	test('of a stray note is folded by octaves', () => {
		expect([35, 48, 83, 84, 127].map((pitch) => folded(pitch, RANGE))).toEqual([
			59, 48, 83, 72, 79
		]);
	});
});

const anyCall = fc.array(
	fc
		.record({
			start: fc.integer({ min: -1920, max: 4 * 1920 }),
			duration: fc.integer({ min: 1, max: 4000 }),
			pitch: fc.integer({ min: 0, max: 127 })
		})
		.map(({ start, duration, pitch }) => note(start, duration, pitch)),
	{ maxLength: 200 }
);

test('any call at all becomes whole bars of events that the model knows', () => {
	fc.assert(
		fc.property(
			anyCall,
			fc.constantFrom(...METRES),
			fc.integer({ min: 1, max: 4 }),
			(call, metre, bars) => {
				const callLength = ticks(bars * barLength(metre));
				const { events, grid } = heard({ call, metre, callLength });
				expect(events.length).toBeGreaterThan(0);
				expect(events.length % grid.barSteps).toBe(0);
				expect(events.length).toBeLessThanOrEqual(Math.max(64, grid.barSteps));
				expect(events.every((event) => Number.isInteger(event) && event >= 0 && event < 38)).toBe(
					true
				);
			}
		)
	);
});

test('events and melodies say the same', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 48, max: 83 }))
			),
			(spans) => {
				let step = 0;
				const melody = spans.map(([rest, length, pitch]) => {
					const start = step + rest;
					step = start + length;
					return { start, end: step, pitch };
				});
				expect(melodyOf(eventsOf(melody, step, RANGE), RANGE)).toEqual(melody);
			}
		)
	);
});
