import type { Matrix } from '../../../../src/composer/transformer/weights';

const LANES = 4;

/** A matrix [out][in], so that each number of a product is one sum over a row. */
export interface Turned {
	readonly inputs: number;
	readonly outputs: number;
	readonly values: Float32Array;
}

export function turned({ rows, columns, values }: Matrix): Turned {
	const out = new Float32Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			out[column * rows + row] = values[row * columns + column]!;
		}
	}
	return { inputs: rows, outputs: columns, values: out };
}

/** Writes `vector` [in] · `matrix` into `out` [out]. Four sums at a time; `in` is a multiple of 4. */
export function multiply(vector: Float32Array, matrix: Turned, out: Float32Array): void {
	const { inputs, outputs, values } = matrix;
	let at = 0;
	for (let output = 0; output < outputs; output++) {
		let [a, b, c, d] = [0, 0, 0, 0];
		for (let input = 0; input < inputs; input += LANES, at += LANES) {
			a += values[at]! * vector[input]!;
			b += values[at + 1]! * vector[input + 1]!;
			c += values[at + 2]! * vector[input + 2]!;
			d += values[at + 3]! * vector[input + 3]!;
		}
		out[output] = a + b + c + d;
	}
}

/** Writes RMSNorm without gain of `x` into `out`. */
export function norm(x: Float32Array, out: Float32Array, epsilon: number): void {
	let sum = 0;
	for (let index = 0; index < x.length; index++) sum += x[index]! * x[index]!;
	const factor = 1 / Math.sqrt(sum / x.length + epsilon);
	for (let index = 0; index < x.length; index++) out[index] = x[index]! * factor;
}

/** Turns each pair (i, i + half) of each head, in place. */
export function turnPairs(
	x: Float32Array,
	headWidth: number,
	cosines: Float32Array,
	sines: Float32Array
): void {
	const half = headWidth / 2;
	for (let head = 0; head < x.length; head += headWidth) {
		for (let first = head; first < head + half; first++) {
			const [one, other] = [x[first]!, x[first + half]!];
			x[first] = one * cosines[first]! - other * sines[first]!;
			x[first + half] = other * cosines[first + half]! + one * sines[first + half]!;
		}
	}
}
