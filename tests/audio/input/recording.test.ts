import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameCounter, QUANTUM } from '../../../src/lib/frameCounter';
import { Recording } from '../../../src/audio/input/recording';
import { frames } from '../../../src/music/units';

/** Blocks from frame 0 on, whose samples are their frames' numbers; the right channel's are negative. */
function record(from: number, length: number, isStereo: boolean): Recording {
	const recording = new Recording({ from: frames(from), length });
	for (let frame = 0; ; frame += QUANTUM) {
		const left = Float32Array.from({ length: QUANTUM }, (_, index) => frame + index);
		const channels = isStereo ? [left, left.map((sample) => -sample)] : [left];
		if (!recording.take(frame, channels, QUANTUM)) return recording;
	}
}

test('exactly what was asked for is recorded, wherever it lies in the blocks', () => {
	const spans = [fc.nat(1000), fc.integer({ min: 1, max: 1000 }), fc.boolean()] as const;
	fc.assert(
		fc.property(...spans, (from, length, isStereo) => {
			const { left, right } = record(from, length, isStereo);
			const wanted = Float32Array.from({ length }, (_, index) => from + index);
			expect(left).toEqual(wanted);
			expect(right).toEqual(isStereo ? wanted.map((sample) => -sample) : wanted);
		})
	);
});

test('without an input it records silence', () => {
	const recording = new Recording({ from: frames(0), length: 200 });
	expect(recording.take(0, [], QUANTUM)).toBe(true);
	expect(recording.take(QUANTUM, [], QUANTUM)).toBe(false);
	expect(recording.left.every((sample) => sample === 0)).toBe(true);
});

test('frames are counted right while the browser’s counter lags by whole blocks', () => {
	fc.assert(
		fc.property(fc.nat(100), fc.array(fc.nat(5), { minLength: 1 }), (start, lags) => {
			const counter = new FrameCounter();
			const origin = start * QUANTUM;
			expect(counter.next(origin)).toBe(origin);
			lags.forEach((lag, index) => {
				const frame = origin + (index + 1) * QUANTUM;
				expect(counter.next(frame - lag * QUANTUM)).toBe(frame);
			});
		})
	);
});

test('blocks that were left out are counted', () => {
	const counter = new FrameCounter();
	counter.next(0);
	expect(counter.next(10 * QUANTUM)).toBe(10 * QUANTUM);
	expect(counter.next(11 * QUANTUM)).toBe(11 * QUANTUM);
});
