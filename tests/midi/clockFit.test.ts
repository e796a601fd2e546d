import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/lib/random';
import { fitClocks, type CountedClock } from '../../src/midi/clockFit';
import { perfTime } from '../../src/music/units';

const clocks = (count: number, timeOf: (index: number) => number): readonly CountedClock[] =>
	Array.from({ length: count }, (_, index) => ({ index, at: perfTime(timeOf(index)) }));

const anyPeriod = fc.double({ min: 8, max: 70, noNaN: true });
const anyStart = fc.double({ min: 0, max: 1e7, noNaN: true });

test('a clock without jitter is found exactly, wherever it begins', () => {
	fc.assert(
		fc.property(anyPeriod, anyStart, fc.integer({ min: 2, max: 300 }), (period, start, count) => {
			const fit = fitClocks(
				clocks(count, (index) => start + index * period),
				null
			);
			expect(fit.period).toBeCloseTo(period, 6);
			expect(fit.origin).toBeCloseTo(start, 4);
		})
	);
});

test('a known period is taken as it is', () => {
	const known = fitClocks(
		clocks(9, (index) => index * 20),
		null
	);
	const fit = fitClocks(
		clocks(9, (index) => 5 + index * 21),
		known
	);
	expect(fit.period).toBe(known.period);
	expect(fit.doubt).toBe(known.doubt);
});

test('a few clocks that come much too late move nothing', () => {
	const random = seededRandom(3);
	const fit = fitClocks(
		clocks(192, (index) => index * 20 + random() + (index % 40 === 7 ? 15 : 0)),
		null
	);
	expect(fit.period).toBeCloseTo(20, 2);
	expect(fit.spread).toBeLessThan(0.4);
});

test('jitter between edges is told from jitter without', () => {
	const random = seededRandom(1);
	const flat = clocks(192, (index) => index * 20 + 2 * random());
	const bell = clocks(192, (index) => {
		const sum = random() + random() + random() + random() + random() + random();
		return index * 20 + sum;
	});
	expect(fitClocks(flat, null).isFlat).toBe(true);
	expect(fitClocks(bell, null).isFlat).toBe(false);
});

test('the doubt tells how far the period may be off', () => {
	for (let seed = 0; seed < 50; seed++) {
		const random = seededRandom(seed);
		const fit = fitClocks(
			clocks(193, (index) => index * 12 + 2 * random()),
			null
		);
		expect(Math.abs(fit.period - 12)).toBeLessThan(6 * fit.doubt);
	}
});

test('without clocks there is nothing to fit', () => {
	expect(() => fitClocks([], null)).toThrow('no clocks');
});
