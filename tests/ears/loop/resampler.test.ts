import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Resampler } from '../../../src/ears/loop/resampler';

const sine = (hertz: number, rate: number, length: number) =>
	Float32Array.from({ length }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / rate));

function resampled(input: Float32Array, step: number, cuts: readonly number[] = []): Float32Array {
	const resampler = new Resampler(step);
	const pieces: Float32Array[] = [];
	let at = 0;
	for (const cut of [...cuts, input.length]) {
		const to = Math.min(input.length, at + cut);
		pieces.push(resampler.push(input.slice(at, to)));
		at = to;
	}
	pieces.push(resampler.end());
	return Float32Array.from(pieces.flatMap((piece) => [...piece]));
}

test.each([44_100, 48_000, 96_000])('a tone keeps its pitch, place and size from %i Hz', (rate) => {
	const step = rate / 22_050;
	const output = resampled(sine(440, rate, rate / 4), step);
	const wanted = sine(440, 22_050, output.length);
	const inside = [...output].slice(50, -50);
	const error = Math.max(...inside.map((value, index) => Math.abs(value - wanted[index + 50]!)));
	expect(error).toBeLessThan(2e-3);
});

test('what is above the new band is silent', () => {
	const output = resampled(sine(15_000, 48_000, 12_000), 48_000 / 22_050);
	expect(Math.max(...[...output].slice(50, -50).map(Math.abs))).toBeLessThan(1e-3);
});

test('the pieces do not show, however the sound is cut', () => {
	const input = sine(700, 48_000, 1500);
	const whole = resampled(input, 2.177);
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), (cuts) => {
			expect(resampled(input, 2.177, cuts)).toEqual(whole);
		})
	);
});

test('silence at the end is not added to the sound: as many samples as the sound is long', () => {
	const output = resampled(new Float32Array(4800), 2);
	expect(output.length).toBeGreaterThanOrEqual(2400);
	expect(output.length).toBeLessThan(2402);
});
