import type { Matrix, Quantised } from '../../transformer/weights';
import type { KernelMemory } from './kernelMemory';
import { inOrder, type Places } from './places';

/** Outputs of a panel, as matrix.as.ts multiplies it. */
const PANEL = 16;
const F32_BYTES = 4;
const MATRIX_BYTES = 24;
/** Added to the weight in the lower half of a word. */
const LOWER_OFFSET = 128;
/** The largest number of 16 and of 32 bits. */
const MOST_I16 = 2 ** 15 - 1;
const MOST_I32 = 2 ** 31 - 1;

/** A matrix where the kernels find it. */
export interface LaidMatrix {
	/** Of the numbers of matrix.as.ts's Matrix. */
	readonly at: number;
	readonly inputs: number;
	/** Places, of which `columns` hold something. */
	readonly outputs: number;
	readonly columns: number;
}

/** How a matrix is laid. */
interface Laying {
	readonly rows: Places;
	readonly columns: Places;
	/** Whether many of its inputs are 0, as they are after a ReLU. */
	readonly isSparse?: boolean;
}

/**
 * Lays a matrix in panels of 16 outputs, so that a product reads it once from front to back. int8 with
 * a scale a column stays int8; all else is f32.
 */
export function layMatrix(
	memory: KernelMemory,
	matrix: Matrix,
	laying: Laying = { rows: inOrder(matrix.rows), columns: inOrder(matrix.columns) }
): LaidMatrix {
	const { rows, columns, isSparse = false } = laying;
	const at = memory.take(MATRIX_BYTES);
	const { quantised } = matrix;
	const laid =
		quantised?.scaleAxis === 1
			? layIntegers(memory, { ...matrix, quantised }, laying)
			: layFloats(memory, matrix, laying);
	memory.integers.set([rows.count, columns.count, laid.weights, laid.scales], at / 4);
	memory.floats[at / F32_BYTES + 4] = laid.mostInput;
	memory.integers[at / 4 + 5] = isSparse ? 1 : 0;
	return { at, inputs: rows.count, outputs: columns.count, columns: matrix.columns };
}

/** Where each column begins: its panel, in weights, then its place in it by `placeOf`. */
const columnStarts = (
	count: number,
	inputs: number,
	columns: Places,
	placeOf: (column: number) => number
) =>
	Int32Array.from({ length: count }, (_, index) => {
		const column = columns.of(index);
		return Math.floor(column / PANEL) * PANEL * inputs + placeOf(column % PANEL);
	});

/**
 * [panels][inputs / 2][2 vectors][4 lanes][2 inputs][2 halves], or for a sparse one
 * [panels][inputs][2 vectors][4 lanes][2 halves]. The halves of a word are outputs four apart.
 */
function layIntegers(
	memory: KernelMemory,
	matrix: { rows: number; columns: number; quantised: Quantised },
	{ rows, columns, isSparse = false }: Laying
) {
	const { values, scales } = matrix.quantised;
	const size = rows.count * columns.count;
	const weights = memory.take(size);
	const scalesAt = memory.take(columns.count * F32_BYTES);
	const [vector, lane] = isSparse ? [8, 2] : [16, 4];
	const halfOf = (column: number) => (column >> 2) & 1;
	const starts = columnStarts(
		matrix.columns,
		rows.count,
		columns,
		(column) => (column >> 3) * vector + (column & 3) * lane + halfOf(column)
	);
	const { bytes, floats } = memory;
	for (let at = weights; at < weights + size; at += 2) bytes[at] = LOWER_OFFSET;
	const sums = new Float64Array(matrix.columns);
	for (let row = 0; row < matrix.rows; row++) {
		const place = rows.of(row);
		const into = weights + (isSparse ? place * PANEL : (place >> 1) * 2 * PANEL + (place & 1) * 2);
		for (let column = 0; column < matrix.columns; column++) {
			const value = values[row * matrix.columns + column]!;
			const offset = halfOf(columns.of(column)) === 0 ? LOWER_OFFSET : 0;
			bytes[into + starts[column]!] = value + offset;
			sums[column]! += Math.abs(value);
		}
	}
	for (const [column, scale] of scales.entries()) {
		floats[scalesAt / F32_BYTES + columns.of(column)] = scale;
	}
	const largest = sums.reduce((most, sum) => Math.max(most, sum), 1);
	const mostInput = Math.min(MOST_I16, Math.floor(MOST_I32 / largest));
	return { weights, scales: scalesAt, mostInput };
}

/** [panels][inputs][16] */
function layFloats(memory: KernelMemory, matrix: Matrix, { rows, columns }: Laying) {
	const weights = memory.take(rows.count * columns.count * F32_BYTES);
	const starts = columnStarts(matrix.columns, rows.count, columns, (column) => column);
	const { floats } = memory;
	for (let row = 0; row < matrix.rows; row++) {
		const into = weights / F32_BYTES + rows.of(row) * PANEL;
		for (let column = 0; column < matrix.columns; column++) {
			floats[into + starts[column]!] = matrix.values[row * matrix.columns + column]!;
		}
	}
	return { weights, scales: 0, mostInput: 0 };
}
