import { expect, test } from 'vitest';
import { canSimd } from '../../../../src/composer/engines/simd/kernels';
import { makeSimdEngine } from '../../../../src/composer/engines/simd/simdEngine';
import { product } from '../../../../src/composer/transformer/vectors';
import type { Matrix } from '../../../../src/composer/transformer/weights';
import { seededRandom } from '../../../../src/lib/random';
import { smallModel } from '../../transformer/smallModel';
import { wildModel } from '../../transformer/wildModel';
import { randomMatrix, type Written } from '../randomModel';
import { distance } from '../recallLaws';

const wild = await wildModel();

/** An engine whose heads are all one matrix. */
const engineOf = (matrix: Matrix) =>
	makeSimdEngine({
		...wild,
		tensorOf: (name) => (name.startsWith('heads.') ? matrix : wild.tensorOf(name))
	});

const largest = (vector: Float32Array) =>
	vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

test('is there wherever WebAssembly has vectors', () => {
	expect(canSimd()).toBe(true);
});

test.each(['by column', 'by row', 'in full'] as const)(
	'a product is that of plain JavaScript for weights written %s, whatever their shape',
	(written: Written) => {
		const random = seededRandom(5);
		const shapes = [
			[1, 1],
			[8, 8],
			[7, 9],
			[16, 24],
			[49, 160],
			[160, 3]
		].concat(
			Array.from({ length: 20 }, () => [
				1 + Math.floor(300 * random()),
				1 + Math.floor(300 * random())
			])
		);
		for (const [rows = 1, columns = 1] of shapes) {
			const matrix = randomMatrix(rows, columns, written, random);
			const vector = Float32Array.from({ length: rows }, () => 20 * random() ** 4 - 1);
			const wanted = product(vector, matrix);
			const engine = engineOf(matrix);
			const found = engine.product(vector, 'asked');
			expect(found).toHaveLength(columns);
			expect(distance(found, wanted)).toBeLessThan(1e-5 * Math.max(1, largest(wanted)));
			engine.dispose();
		}
	}
);

test('a product does not depend on the one before it', () => {
	const matrix = randomMatrix(13, 21, 'by column', seededRandom(2));
	const engine = engineOf(matrix);
	const vector = Float32Array.from({ length: 13 }, (_, index) => Math.sin(index));
	const once = engine.product(vector, 'asked');
	engine.product(new Float32Array(13).fill(1e9), 'asked');
	expect(engine.product(vector, 'asked')).toEqual(once);
	expect(engine.product(new Float32Array(13), 'asked')).toEqual(new Float32Array(21));
});

test('no sum of large inputs leaves 32 bits', () => {
	const rows = 4096;
	const quantised = {
		values: new Int8Array(rows * 8).fill(127),
		scales: new Float32Array(8).fill(1),
		scaleAxis: 1 as const
	};
	const values = new Float32Array(rows * 8).fill(127);
	const engine = engineOf({ rows, columns: 8, values, quantised });
	const found = engine.product(new Float32Array(rows).fill(3), 'asked');
	for (const value of found) expect(value / (3 * 127 * rows)).toBeCloseTo(1, 6);
});

test('the heads of the small model are those of plain JavaScript', async () => {
	const model = await smallModel();
	const engine = makeSimdEngine(model);
	const random = seededRandom(3);
	const vector = Float32Array.from({ length: model.config.width }, () => 8 * random() - 4);
	for (const head of ['asked', 'onset', 'onset_gates', 'part', 'symbol_gates'] as const) {
		const wanted = product(vector, model.tensorOf(`heads.${head}`));
		const error = distance(engine.product(vector, head), wanted);
		expect(error).toBeLessThan(1e-5 * Math.max(1, largest(wanted)));
	}
	engine.dispose();
});
