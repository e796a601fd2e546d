import type { Matrix } from './weights';

/** Adds `vector` [in] · `matrix` [in][out] to `out` [out]. */
export function addProduct(vector: Float32Array, matrix: Matrix, out: Float32Array): void {
	const { rows, columns, values } = matrix;
	for (let row = 0; row < rows; row++) {
		const factor = vector[row]!;
		if (factor === 0) continue;
		const start = row * columns;
		for (let column = 0; column < columns; column++) {
			out[column]! += factor * values[start + column]!;
		}
	}
}

/** `vector` [in] · `matrix` [in][out]. */
export function product(vector: Float32Array, matrix: Matrix): Float32Array {
	const out = new Float32Array(matrix.columns);
	addProduct(vector, matrix, out);
	return out;
}

/** Adds a row of a table to `out`. */
export function addRow({ columns, values }: Matrix, row: number, out: Float32Array): void {
	const start = row * columns;
	for (let column = 0; column < columns; column++) out[column]! += values[start + column]!;
}

/** Negative numbers become 0, in place. */
export function rectify(vector: Float32Array): Float32Array {
	for (let index = 0; index < vector.length; index++) {
		if (vector[index]! < 0) vector[index] = 0;
	}
	return vector;
}

/** Adds `vector` to `out`, which it returns. */
export function addTo(out: Float32Array, vector: Float32Array): Float32Array {
	for (let index = 0; index < out.length; index++) out[index]! += vector[index]!;
	return out;
}
