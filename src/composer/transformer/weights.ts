import type { TensorEntry } from './tensorEntries';

/** A weight [in][out] or a table [rows][width], row by row. */
export interface Matrix {
	readonly rows: number;
	readonly columns: number;
	/** In full precision. */
	readonly values: Float32Array;
	/** The same, where that is how it was written. */
	readonly quantised?: Quantised;
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

/** An int8 matrix as it lies in the file: a value is `values` · the scale of its row or its column. */
export interface Quantised {
	readonly values: Int8Array;
	readonly scales: Float32Array;
	readonly scaleAxis: 0 | 1;
}

function dequantised(rows: number, columns: number, quantised: Quantised): Float32Array {
	const { values, scales, scaleAxis } = quantised;
	const full = new Float32Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			const at = row * columns + column;
			full[at] = values[at]! * scales[scaleAxis === 0 ? row : column]!;
		}
	}
	return full;
}

/** A tensor of the file; what is never asked for in full precision is never widened. */
class StoredMatrix implements Matrix {
	readonly rows: number;
	readonly columns: number;
	readonly quantised: Quantised;
	#values: Float32Array | null = null;

	constructor([rows, columns]: TensorEntry['shape'], quantised: Quantised) {
		this.rows = rows;
		this.columns = columns;
		this.quantised = quantised;
	}

	get values(): Float32Array {
		return (this.#values ??= dequantised(this.rows, this.columns, this.quantised));
	}
}

/** One tensor of the file. Its entry was checked to lie within the bytes. */
export function readTensor(bytes: ArrayBuffer, entry: TensorEntry): Matrix {
	const [rows, columns] = entry.shape;
	const view = new DataView(bytes);
	if (entry.type === 'float16') {
		return { rows, columns, values: halves(view, entry.offset, rows * columns) };
	}
	const { scaleAxis } = entry;
	return new StoredMatrix(entry.shape, {
		values: new Int8Array(bytes, entry.offset, rows * columns),
		scales: halves(view, entry.scalesOffset, scaleAxis === 0 ? rows : columns),
		scaleAxis
	});
}
