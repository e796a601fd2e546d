import type { Matrix, Quantised } from '../../transformer/weights';
import type { KernelMemory } from './kernelMemory';
import { inOrder, type Places } from './places';

/** Outputs of a panel, as matrix.as.ts multiplies it. */
const PANEL = 8;
const F32_BYTES = 4;
const MATRIX_BYTES = 20;
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

/**
 * Lays a matrix in panels of 8 outputs, so that a product reads it once from front to back. int8 with
 * a scale a column stays int8; all else is f32.
 */
export function layMatrix(
	memory: KernelMemory,
	matrix: Matrix,
	rows: Places = inOrder(matrix.rows),
	columns: Places = inOrder(matrix.columns)
): LaidMatrix {
	const at = memory.take(MATRIX_BYTES);
	const { quantised } = matrix;
	const laid =
		quantised?.scaleAxis === 1
			? layIntegers(memory, { ...matrix, quantised }, rows, columns)
			: layFloats(memory, matrix, rows, columns);
	memory.integers.set([rows.count, columns.count, laid.weights, laid.scales], at / 4);
	memory.floats[at / F32_BYTES + 4] = laid.mostInput;
	return { at, inputs: rows.count, outputs: columns.count, columns: matrix.columns };
}

/** Where each column begins, in weights: its panel, then its place in it, `apart` from the next. */
const columnStarts = (count: number, inputs: number, columns: Places, apart: number) =>
	Int32Array.from({ length: count }, (_, index) => {
		const column = columns.of(index);
		const place = column % PANEL;
		return (column - place) * inputs + place * apart;
	});

/** [panels][inputs / 2][8][2]: the instruction that multiplies adds two inputs up. */
function layIntegers(
	memory: KernelMemory,
	matrix: { rows: number; columns: number; quantised: Quantised },
	rows: Places,
	columns: Places
) {
	const { values, scales } = matrix.quantised;
	const weights = memory.take(rows.count * columns.count);
	const scalesAt = memory.take(columns.count * F32_BYTES);
	const starts = columnStarts(matrix.columns, rows.count, columns, 2);
	const sums = new Float64Array(matrix.columns);
	const { bytes, floats } = memory;
	for (let row = 0; row < matrix.rows; row++) {
		const place = rows.of(row);
		const into = weights + (place >> 1) * 2 * PANEL + (place & 1);
		for (let column = 0; column < matrix.columns; column++) {
			const value = values[row * matrix.columns + column]!;
			bytes[into + starts[column]!] = value;
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

/** [panels][inputs][8] */
function layFloats(memory: KernelMemory, matrix: Matrix, rows: Places, columns: Places) {
	const weights = memory.take(rows.count * columns.count * F32_BYTES);
	const starts = columnStarts(matrix.columns, rows.count, columns, 1);
	const { floats } = memory;
	for (let row = 0; row < matrix.rows; row++) {
		const into = weights / F32_BYTES + rows.of(row) * PANEL;
		for (let column = 0; column < matrix.columns; column++) {
			floats[into + starts[column]!] = matrix.values[row * matrix.columns + column]!;
		}
	}
	return { weights, scales: 0, mostInput: 0 };
}
