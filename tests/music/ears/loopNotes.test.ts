import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loopNotes } from '../../../src/music/ears/loopNotes';
import { barLength, COMMON_TIME } from '../../../src/music/metre';
import { seconds } from '../../../src/music/units';

const note = (onset: number, end: number, pitch = 60) => ({
	onset,
	end,
	pitch,
	strength: 0.5,
	likelihood: 0.9
});
/** Two bars at 120 BPM: 4 s, 960 ticks a second. */
const LOOP = { seconds: 4, metre: COMMON_TIME };

test('places are counted from the first bar line, in ticks', () => {
	const reading = { bars: 2, downbeat: seconds(0.05) };
	expect(loopNotes([note(0.55, 1.05), note(0.05, 0.5)], reading, LOOP)).toMatchObject([
		{ start: 0, duration: 432 },
		{ start: 480, duration: 480, pitch: 60, velocity: 0.5 }
	]);
});

test('what is struck just before the bar line was meant for it, at either end of the loop', () => {
	const reading = { bars: 2, downbeat: seconds(0.03) };
	const starts = loopNotes([note(0, 0.5), note(3.99, 4)], reading, LOOP).map(({ start }) => start);
	expect(starts).toEqual([0, 0]);
});

test('what comes well before the bar line is at the end of the round', () => {
	const reading = { bars: 2, downbeat: seconds(0.1) };
	expect(loopNotes([note(0, 0.09)], reading, LOOP)).toMatchObject([{ start: 3840 - 96 }]);
});

test('what is struck after the round is where the round brings it', () => {
	const reading = { bars: 2, downbeat: seconds(0) };
	const starts = loopNotes([note(4.5, 5), note(9.25, 9.5), note(7.98, 8.2)], reading, LOOP).map(
		({ start }) => start
	);
	expect(starts).toEqual([0, 480, 1200]);
});

test('every note lies within the loop', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 8 }),
			fc.double({ min: -0.06, max: 0.14, noNaN: true }),
			fc.array(
				fc.tuple(
					fc.double({ min: 0, max: 12, noNaN: true }),
					fc.double({ min: 0, max: 2, noNaN: true })
				)
			),
			(bars, downbeat, spans) => {
				const heard = spans.map(([onset, long]) => note(onset, onset + long));
				const notes = loopNotes(heard, { bars, downbeat: seconds(downbeat) }, LOOP);
				const length = bars * barLength(COMMON_TIME);
				expect(notes).toHaveLength(heard.length);
				for (const { start, duration } of notes) {
					expect(start).toBeGreaterThanOrEqual(0);
					expect(start).toBeLessThan(length);
					expect(duration).toBeGreaterThan(0);
					expect(start + duration).toBeLessThanOrEqual(length);
				}
			}
		)
	);
});
