import type { TensorEntry } from './tensorEntries';

/** A weight [in][out] or a table [rows][width], row by row. */
export interface Matrix {
	readonly rows: number;
	readonly columns: number;
	readonly values: Float32Array;
}

/** A matrix as it is written: value[r][c] = values[r][c] · scales[r, or c when the axis is 1]. */
export interface QuantisedMatrix {
	readonly rows: number;
	readonly columns: number;
	readonly values: Int8Array;
	readonly scales: Float32Array;
	readonly scaleAxis: 0 | 1;
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

/** One tensor of the file as int8; null for what is written in halves. Its values are the file's. */
export function readQuantised(bytes: ArrayBuffer, entry: TensorEntry): QuantisedMatrix | null {
	if (entry.type === 'float16') return null;
	const [rows, columns] = entry.shape;
	const { scaleAxis, offset, scalesOffset } = entry;
	const values = new Int8Array(bytes, offset, rows * columns);
	const scales = halves(new DataView(bytes), scalesOffset, entry.shape[scaleAxis]);
	return { rows, columns, values, scales, scaleAxis };
}

/** One tensor of the file in full precision. Its entry was checked to lie within the bytes. */
export function readTensor(bytes: ArrayBuffer, entry: TensorEntry): Matrix {
	const [rows, columns] = entry.shape;
	const quantised = readQuantised(bytes, entry);
	if (quantised === null) {
		return { rows, columns, values: halves(new DataView(bytes), entry.offset, rows * columns) };
	}
	const isByRow = quantised.scaleAxis === 0;
	const values = new Float32Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			const at = row * columns + column;
			values[at] = quantised.values[at]! * quantised.scales[isByRow ? row : column]!;
		}
	}
	return { rows, columns, values };
}
