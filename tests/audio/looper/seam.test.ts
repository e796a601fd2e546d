import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockPool } from '../../../src/audio/looper/blockPool';
import { Layer } from '../../../src/audio/looper/layer';
import { BLOCK_FLOATS, FADE_FRAMES, FIRST_FILED_TAPE } from '../../../src/audio/looper/protocol';
import { arcOf, fadeOut } from '../../../src/audio/looper/seam';
import { MIN_SEAM_FRAMES, SeamSearch } from '../../../src/audio/looper/seamSearch';
import { Tape } from '../../../src/audio/looper/tape';
import { noise, RATE, sine, type Signal } from './looperRig';

const share = fc.double({ min: 0, max: 1, noNaN: true });

test('the power of a crossfade stays the same, however alike its sides are', () => {
	fc.assert(
		fc.property(share, share, (passed, likeness) => {
			const arc = arcOf(likeness);
			const away = fadeOut(passed, arc);
			const into = fadeOut(1 - passed, arc);
			expect(away ** 2 + into ** 2 + 2 * likeness * away * into).toBeCloseTo(1, 6);
		})
	);
});

test('the gains of two sides that are the same sum to 1', () => {
	fc.assert(
		fc.property(share, (passed) => {
			expect(fadeOut(passed, arcOf(1)) + fadeOut(1 - passed, arcOf(1))).toBeCloseTo(1, 9);
		})
	);
});

/** A tape of `signal`, with a loop of `span` frames behind its past. */
function tapeOf(signal: Signal, span: number, id = 1): Tape {
	const pool = new BlockPool();
	pool.supply(Array.from({ length: 20 }, () => new ArrayBuffer(BLOCK_FLOATS * 4)));
	const tape = new Tape(id, -Infinity);
	const samples = Float32Array.from({ length: FADE_FRAMES + span }, (_, frame) => signal(frame));
	tape.append(samples, samples, pool);
	return tape;
}

const layerOf = (span: number, { tape = 1, cycle = span, from = FADE_FRAMES } = {}) => {
	const window = { id: 1, tape, from, span, at: 0, rate: 1, cycle, under: 1, likeness: 0 };
	const layer = new Layer(window, tapeOf(noise, span, tape));
	return layer;
};

/** The seam of a loop of a second. */
function seamOf(signal: Signal): SeamSearch {
	const place = { from: FADE_FRAMES, span: RATE, longest: FADE_FRAMES };
	const search = new SeamSearch(tapeOf(signal, RATE), place);
	while (!search.isDone) search.advance();
	return search;
}

describe('the length of a seam', () => {
	test('is all it has for a tone, however its phase lies', () => {
		for (const frequency of [440, 440.25, 440.5, 440.75]) {
			expect(seamOf(sine(frequency)).fade).toBe(FADE_FRAMES);
		}
	});

	test('is shorter where peaks would meet, but never less than 64 frames', () => {
		const { fade } = seamOf(noise);
		expect(fade).toBeGreaterThanOrEqual(MIN_SEAM_FRAMES);
		expect(fade).toBeLessThan(FADE_FRAMES);
	});

	test.each([
		['an eighth of a short loop', 4800, {}, 600],
		['64 frames of a shorter one', 400, {}, 64],
		['half of what is shorter still', 100, {}, 50],
		['the past that there is', RATE, { from: 512 }, 512],
		['64 frames for a file, which has no past', RATE, { tape: FIRST_FILED_TAPE }, 64],
		['the edge of an overdub for a part of the round', 9600, { cycle: RATE }, 512],
		['nothing without a past', RATE, { from: 0 }, 1]
	] as const)('is at most %s', (_, span, options, most) => {
		expect(layerOf(span, options).fade).toBe(most);
	});

	test('is found little by little once the tape is whole', () => {
		const layer = layerOf(RATE);
		expect(layer.fade).toBe(FADE_FRAMES);
		while (layer.settle());
		expect(layer.isSettled).toBe(true);
		expect(layer.fade).toBe(seamOf(noise).fade);
	});
});
