import { expect, test } from 'vitest';
import {
	calibrationSignal,
	maximumLengthSequence
} from '../../../src/audio/input/calibrationSignal';

const RATES = [3000, 8000, 16_000, 44_100, 48_000, 96_000, 192_000];

const isSame = (some: Float32Array, others: Float32Array) =>
	some.length === others.length && some.every((sample, index) => sample === others[index]);

test.each([10, 11, 12, 13, 14, 15, 16, 17, 18])(
	'the sequence of %i bits runs through every state once',
	(order) => {
		const sequence = maximumLengthSequence(order);
		const states = new Set<number>();
		let state = 0;
		for (let index = 0; index < sequence.length + order; index++) {
			state = ((state << 1) | Number(sequence[index % sequence.length]! > 0)) % 2 ** order;
			if (index >= order) states.add(state);
		}
		expect(states.size).toBe(2 ** order - 1);
		expect(states.has(0)).toBe(false);
	}
);

test('there is no sequence of other lengths', () => {
	expect(() => maximumLengthSequence(9)).toThrow('9');
	expect(() => maximumLengthSequence(14.5)).toThrow('14.5');
});

test.each(RATES)('at %i Hz it is bounded, begins and ends softly and lasts seconds', (rate) => {
	const { samples, burst, starts, maxDelay } = calibrationSignal(rate);
	expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBe(0.25);
	expect(Math.abs(burst[0]!)).toBeLessThan(0.01);
	expect(Math.abs(burst.at(-1)!)).toBeLessThan(0.01);
	expect(samples.length / rate).toBeGreaterThan(2.5);
	expect(samples.length / rate).toBeLessThan(5);
	expect(maxDelay / rate).toBeCloseTo(0.5);
	for (const start of starts) {
		expect(isSame(samples.subarray(start, start + burst.length), burst)).toBe(true);
		const pause = samples.subarray(start + burst.length, start + burst.length + maxDelay);
		expect(pause.every((sample) => sample === 0)).toBe(true);
	}
});

test('no two bursts are as far apart as any other two', () => {
	const { starts } = calibrationSignal(48_000);
	const distances = starts.flatMap((from, index) => starts.slice(index + 1).map((to) => to - from));
	expect(new Set(distances).size).toBe(distances.length);
});

test('it is the same each time', () => {
	const [one, other] = [calibrationSignal(44_100), calibrationSignal(44_100)];
	expect(isSame(one.samples, other.samples)).toBe(true);
	expect(one.starts).toEqual(other.starts);
});

test('what is no sample rate is refused', () => {
	expect(() => calibrationSignal(0)).toThrow('0');
	expect(() => calibrationSignal(NaN)).toThrow('NaN');
});
