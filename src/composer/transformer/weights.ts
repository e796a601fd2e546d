import type { TensorEntry } from './tensorEntries';

/** A weight [in][out] or a table [rows][width], row by row. */
export interface Matrix {
	readonly rows: number;
	readonly columns: number;
	readonly values: Float32Array;
}

/** The value of an IEEE 754 half-precision number. */
export function halfToNumber(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 0x1f;
	const fraction = bits & 0x3ff;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const halves = (bytes: DataView, offset: number, count: number) =>
	Float32Array.from({ length: count }, (_, index) =>
		halfToNumber(bytes.getUint16(offset + 2 * index, true))
	);

/** One tensor of the file in full precision. Its entry was checked to lie within the bytes. */
export function readTensor(bytes: ArrayBuffer, entry: TensorEntry): Matrix {
	const [rows, columns] = entry.shape;
	const view = new DataView(bytes);
	if (entry.type === 'float16') {
		return { rows, columns, values: halves(view, entry.offset, rows * columns) };
	}
	const isByRow = entry.scaleAxis === 0;
	const scales = halves(view, entry.scalesOffset, isByRow ? rows : columns);
	const quantised = new Int8Array(bytes, entry.offset, rows * columns);
	const values = new Float32Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			const at = row * columns + column;
			values[at] = quantised[at]! * scales[isByRow ? row : column]!;
		}
	}
	return { rows, columns, values };
}
