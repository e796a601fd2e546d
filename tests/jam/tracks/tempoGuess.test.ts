import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOOP_GRAIN } from '../../../src/audio/looper/protocol';
import {
	barFramesAt,
	bpmOfBar,
	canHaveBars,
	COMFORTABLE_BPM,
	guessBars,
	tempoWith
} from '../../../src/jam/tracks/tempoGuess';
import { barLength, COMMON_TIME, METRES } from '../../../src/music/metre';
import { bpm, frames, PPQ } from '../../../src/music/units';

const loop = (length: number, metre = COMMON_TIME, sampleRate = 48_000) => ({
	length: frames(length),
	metre,
	sampleRate
});

test.each([
	[2, 1, 120],
	[4, 2, 120],
	[8, 4, 120],
	[2.4, 1, 100],
	[6.4, 2, 75],
	[10, 4, 96],
	[60, 32, 128],
	[0.5, 0.25, 120]
])('a loop of %d s in 4/4 is taken for %d bars, %d BPM', (length, bars, tempo) => {
	const measured = loop(length * 48_000);
	expect(guessBars(measured)).toBe(bars);
	expect(tempoWith(measured, bars)).toBeCloseTo(tempo, 9);
});

test('any loop of whole grains gets a power of two of bars at a comfortable tempo', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 25, max: 60 * 250 }),
			fc.constantFrom(...METRES),
			fc.constantFrom(44_100, 48_000, 96_000),
			(grains, metre, sampleRate) => {
				const measured = loop(grains * LOOP_GRAIN, metre, sampleRate);
				const bars = guessBars(measured)!;
				expect(Number.isInteger(Math.log2(bars))).toBe(true);
				expect(canHaveBars(measured, bars)).toBe(true);
				const tempo = tempoWith(measured, bars);
				expect(tempo).toBeGreaterThanOrEqual(COMFORTABLE_BPM.from - 1e-9);
				expect(tempo).toBeLessThan(COMFORTABLE_BPM.to + 1e-9);
			}
		),
		{ seed: 3 }
	);
});

test('a loop of whole grains can have the bars that it was played with: a blues has twelve', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 16, 24, 32),
			fc.double({ min: 45, max: 230, noNaN: true }),
			fc.constantFrom(...METRES),
			fc.constantFrom(44_100, 48_000, 96_000),
			(bars, tempo, metre, sampleRate) => {
				const seconds = (bars * barLength(metre) * 60) / (PPQ * tempo);
				const grains = Math.round((seconds * sampleRate) / LOOP_GRAIN);
				expect(canHaveBars(loop(grains * LOOP_GRAIN, metre, sampleRate), bars)).toBe(true);
			}
		),
		{ seed: 5 }
	);
});

test('a guess of any length is one whose bars are whole frames, or none', () => {
	fc.assert(
		fc.property(fc.integer({ min: 25, max: 600 * 250 }), (grains) => {
			const bars = guessBars(loop(grains * LOOP_GRAIN));
			if (bars !== null) expect(canHaveBars(loop(grains * LOOP_GRAIN), bars)).toBe(true);
		}),
		{ seed: 4 }
	);
});

test('a tempo is moved by less than 0.005 BPM to where a bar is a whole number of frames', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 40, max: 230, noNaN: true }),
			fc.constantFrom(...METRES),
			fc.constantFrom(44_100, 48_000, 96_000),
			(tempo, metre, sampleRate) => {
				const barFrames = barFramesAt(metre, bpm(tempo), sampleRate);
				const snapped = bpmOfBar(metre, barFrames, sampleRate);
				expect(Number.isInteger(barFrames)).toBe(true);
				expect(Math.abs(snapped - tempo)).toBeLessThan(0.005);
				expect(barFramesAt(metre, snapped, sampleRate)).toBe(barFrames);
			}
		),
		{ seed: 5 }
	);
});
