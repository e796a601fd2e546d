import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/lib/random';
import type { Struck } from '../../../src/music/ears/barEvidence';
import { readBars } from '../../../src/music/ears/readBars';
import { barLength, COMMON_TIME, METRES, type Metre } from '../../../src/music/metre';
import { MAX_BPM, MIN_BPM, PPQ } from '../../../src/music/units';

const strokeAt = (onset: number): Struck => ({ onset, end: onset + 0.2, pitch: 60, strength: 0.8 });

/** Beats of a bar that are struck, repeated; the first bar line lies at `downbeat` seconds. */
function played(
	beats: readonly number[],
	{ bars, bpm, metre, downbeat = 0 }: { bars: number; bpm: number; metre: Metre; downbeat?: number }
) {
	const beat = (60 / bpm) * (4 / metre.unit);
	const seconds = bars * metre.beats * beat;
	const struck: Struck[] = Array.from({ length: bars }, (_, bar) =>
		beats.map((at) => strokeAt((bar * metre.beats + at) * beat + downbeat))
	).flat();
	return { struck, loop: { seconds, metre } };
}

const THREE_FOUR: Metre = { beats: 3, unit: 4 };
const SIX_EIGHT: Metre = { beats: 6, unit: 8 };

test.each([
	['quarters', [0, 1, 2, 3], COMMON_TIME, 4, 100],
	['eighths', [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5], COMMON_TIME, 2, 96],
	['a strum with upbeats', [0, 1, 1.5, 2.5, 3, 3.5], COMMON_TIME, 4, 120],
	['a slow tune', [0, 1.5, 2, 3], COMMON_TIME, 4, 80],
	['swung eighths', [0, 2 / 3, 1, 2, 2 + 2 / 3, 3], COMMON_TIME, 4, 130],
	['a waltz', [0, 1, 2], THREE_FOUR, 4, 120],
	['a jig', [0, 1, 2, 3, 4, 5], SIX_EIGHT, 4, 100]
] as const)('%s: the bars are counted', (_, beats, metre, bars, bpm) => {
	const { struck, loop } = played(beats, { bars, bpm, metre });
	const [likeliest] = readBars(struck, loop);
	expect(likeliest?.bars).toBe(bars);
	expect(likeliest?.bpm).toBeCloseTo(bpm, 5);
	expect(Math.abs(likeliest!.downbeat)).toBeLessThan(0.003);
});

test.each([-0.015, 0.02, 0.045, 0.06])(
	'the first bar line is found, %d s from the press',
	(downbeat) => {
		const { struck, loop } = played([0, 1, 1.5, 2, 3, 3.5], {
			bars: 4,
			bpm: 104,
			metre: COMMON_TIME,
			downbeat
		});
		const heard = struck.map((one) => ({ ...one, onset: Math.max(0, one.onset) }));
		expect(Math.abs(readBars(heard, loop)[0]!.downbeat - downbeat)).toBeLessThan(0.01);
	}
);

test('where chords change, bars begin', () => {
	const [apart, strokes] = [0.36, 32];
	const chords = [48, 53, 55, 50];
	/** How likely it is that four strokes are a bar, when the chord changes after so many. */
	const isFour = (strokesOfChord: number) => {
		const struck = Array.from({ length: strokes }, (_, at) =>
			[0, 7, 16].map((step) => ({
				...strokeAt(at * apart),
				end: (at + 1) * apart,
				pitch: chords[Math.floor(at / strokesOfChord) % chords.length]! + step
			}))
		).flat();
		const readings = readBars(struck, { seconds: strokes * apart, metre: COMMON_TIME });
		return readings.find(({ bars }) => bars === strokes / 4)!.likelihood;
	};
	expect(isFour(4)).toBeGreaterThan(1.3 * isFour(8));
});

test('what has no pulse is told from what has one', () => {
	const random = seededRandom(3);
	const loops = Array.from({ length: 30 }, () =>
		Array.from({ length: 20 }, () => strokeAt(8 * random()))
	);
	const taken = loops.filter(
		(struck) => readBars(struck, { seconds: 8, metre: COMMON_TIME })[0]?.isSteady
	);
	expect(taken.length).toBeLessThan(3);
	const { struck, loop } = played([0, 1, 1.5, 2.5, 3], { bars: 4, bpm: 90, metre: COMMON_TIME });
	expect(readBars(struck, loop)[0]?.isSteady).toBe(true);
});

describe('always', () => {
	const strokes = fc.array(
		fc.record({
			onset: fc.double({ min: 0, max: 12, noNaN: true }),
			end: fc.double({ min: 0, max: 40, noNaN: true }),
			pitch: fc.integer({ min: 0, max: 127 }),
			strength: fc.double({ min: 0.05, max: 1, noNaN: true })
		}),
		{ minLength: 1, maxLength: 40 }
	);
	const loops = fc.record({
		seconds: fc.double({ min: 1, max: 30, noNaN: true }),
		metre: fc.constantFrom(...METRES)
	});

	test('every reading fills the loop at a tempo that can be played, and likelihoods add up to 1', () => {
		fc.assert(
			fc.property(strokes, loops, (struck, loop) => {
				const readings = readBars(struck, loop);
				for (const { bars, bpm } of readings) {
					expect(bpm).toBeGreaterThanOrEqual(MIN_BPM);
					expect(bpm).toBeLessThanOrEqual(MAX_BPM);
					const seconds = (bars * barLength(loop.metre) * 60) / (PPQ * bpm);
					expect(Math.abs(seconds - loop.seconds)).toBeLessThan(1e-6);
				}
				const sum = readings.reduce((all, { likelihood }) => all + likelihood, 0);
				if (readings.length > 0) expect(sum).toBeCloseTo(1, 9);
				const sorted = readings.map(({ likelihood }) => likelihood);
				expect(sorted).toEqual([...sorted].sort((one, other) => other - one));
			})
		);
	});

	test('a loop without onsets, or without length, has no reading', () => {
		expect(readBars([], { seconds: 8, metre: COMMON_TIME })).toEqual([]);
		expect(readBars([strokeAt(0)], { seconds: 0, metre: COMMON_TIME })).toEqual([]);
	});
});
