import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationSignal } from '../../../src/audio/input/calibrationSignal';
import { Correlation, Correlator } from '../../../src/audio/input/correlation';
import { fourier, powerOfTwo } from '../../../src/audio/input/fourier';
import { delayed } from './acoustics';

const RATE = 8000;
const { burst, maxDelay } = calibrationSignal(RATE);
const correlator = new Correlator(burst, maxDelay, RATE);

function heardAfter(frames: number): Float32Array {
	const padded = new Float32Array(burst.length + maxDelay);
	padded.set(burst);
	return delayed(padded, frames);
}

test('a delay is found between the samples, upside down too', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 0, max: maxDelay - 1, noNaN: true }),
			fc.boolean(),
			(delay, isUp) => {
				const heard = heardAfter(delay).map((sample) => (isUp ? sample : -sample));
				const correlation = correlator.correlate(heard);
				const peak = correlation.refine(correlation.highest());
				expect(Math.abs(peak.lag - delay)).toBeLessThan(0.01);
				expect(Math.sign(peak.value)).toBe(isUp ? 1 : -1);
				expect(Math.abs(peak.value)).toBeGreaterThan(0.75);
				expect(Math.abs(peak.value)).toBeLessThan(1.05);
			}
		),
		{ numRuns: 30 }
	);
});

test('the highest peak far from another leaves that one out', () => {
	const correlation = correlator.correlate(heardAfter(200));
	expect(correlation.highest().lag).toBe(200);
	const next = correlation.highest(200, 5);
	expect(Math.abs(next.lag - 200)).toBeGreaterThanOrEqual(5);
	expect(Math.abs(next.value)).toBeLessThan(0.1);
});

test('silence is like nothing', () => {
	expect(correlator.correlate(new Float32Array(4000)).highest().value).toBe(0);
});

test('the mean of correlations has the mean of their values', () => {
	const one = correlator.correlate(heardAfter(100));
	const other = correlator.correlate(heardAfter(300));
	const mean = Correlation.mean([one, other]);
	expect(mean.highest().value).toBeCloseTo(one.highest().value / 2, 1);
	expect(() => Correlation.mean([])).toThrow('no correlations');
});

test('a transform there and back changes nothing', () => {
	const transform = fourier(16);
	const samples = Float64Array.from({ length: 16 }, (_, index) => Math.sin(index * index));
	const spectrum = new Float64Array(32);
	transform.realTransform(spectrum, samples);
	for (let bin = 1; bin < 8; bin++) {
		spectrum[2 * (16 - bin)] = spectrum[2 * bin]!;
		spectrum[2 * (16 - bin) + 1] = -spectrum[2 * bin + 1]!;
	}
	const result = new Float64Array(32);
	transform.inverseTransform(result, spectrum);
	for (let index = 0; index < 16; index++) {
		expect(result[2 * index]).toBeCloseTo(samples[index]!, 12);
	}
});

test('transforms have sizes that are powers of two', () => {
	expect([2, 3, 4, 1000].map(powerOfTwo)).toEqual([2, 4, 4, 1024]);
	expect(() => fourier(1000)).toThrow('1000');
	expect(() => fourier(1)).toThrow('1');
});
