import { mostOf, rounded, sumOf } from './lanes.as';
import {
	F32_BYTES,
	INPUT_BYTES,
	inputsOf,
	Matrix,
	PAIR_BYTES,
	PLACED_BYTES,
	Prepared,
	Row,
	rowOf,
	WEIGHTS_BYTES
} from './matrix.as';

const EPSILON: f32 = 1e-6;

/** What makes the mean square of a row [width] 1: RMSNorm without gain. */
export function normOf(row: usize, bytes: usize, width: i32): f32 {
	let squares = f32x4.splat(0);
	for (let at: usize = 0; at < bytes; at += 16) {
		const lanes = v128.load(row + at);
		squares = f32x4.add(squares, f32x4.mul(lanes, lanes));
	}
	return <f32>1 / sqrt<f32>(sumOf(squares) / <f32>width + EPSILON);
}

/**
 * Prepares rows of inputs for a matrix. `width` is how many of them count for the norm, 0 for rows
 * that are taken as they are.
 */
export function prepare(
	matrix: Matrix,
	rows: usize,
	count: i32,
	width: i32,
	prepared: Prepared
): void {
	const bytes = <usize>matrix.inputs * F32_BYTES;
	for (let index = 0; index < count; index++) {
		const from = rows + <usize>index * bytes;
		const norm: f32 = width > 0 ? normOf(from, bytes, width) : 1;
		const into = inputsOf(matrix, prepared, index);
		if (matrix.scales == 0) {
			scaleRow(from, bytes, norm, into);
			continue;
		}
		const row = rowOf(prepared, index);
		const isPaired = !matrix.isSparse && (index | 1) < count;
		row.apart = isPaired ? 2 * PAIR_BYTES : PAIR_BYTES;
		row.from = into;
		if (isPaired && index & 1) row.from = rowOf(prepared, index - 1).from + PAIR_BYTES;
		// `compact` then writes no further than it has read.
		const integers = matrix.isSparse ? into + bytes : row.from;
		quantiseRow(from, bytes, matrix.mostInput, integers, row);
		row.factor *= norm;
		row.to = matrix.isSparse
			? compact(integers, bytes, into)
			: row.from + ((<usize>matrix.inputs) >> 1) * row.apart;
	}
}

export function scaleRow(from: usize, bytes: usize, factor: f32, into: usize): void {
	for (let at: usize = 0; at < bytes; at += 16) {
		v128.store(into + at, f32x4.mul(v128.load(from + at), f32x4.splat(factor)));
	}
}

/** Writes a row as integers, by pairs. */
function quantiseRow(from: usize, bytes: usize, most: f32, into: usize, row: Row): void {
	let largest = f32x4.splat(0);
	for (let at: usize = 0; at < bytes; at += 16) {
		largest = f32x4.pmax(largest, f32x4.abs(v128.load(from + at)));
	}
	const reach = mostOf(largest);
	const factor = f32x4.splat(reach > 0 ? most / reach : 0);
	const fineFactor = f32x4.splat(2 * most);
	let sums = i32x4.splat(0);
	for (let at: usize = 0; at < bytes; at += 16) {
		const scaled = f32x4.mul(v128.load(from + at), factor);
		const coarse = f32x4.nearest(scaled);
		const fine = f32x4.mul(f32x4.sub(scaled, coarse), fineFactor);
		const both = i16x8.narrow_i32x4_s(rounded(coarse), rounded(fine));
		sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(both));
		const pairs = i32x4.shuffle(both, both, 0, 2, 1, 3);
		v128.store64_lane(into, pairs, 0);
		v128.store64_lane(into + row.apart, pairs, 1);
		into += 2 * row.apart;
	}
	row.factor = reach / most;
	row.coarse = (i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1)) << 7;
	row.fine = (i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3)) << 7;
}

/**
 * Leaves the inputs that are not 0, by pairs with their places; the last may have a 0 beside it. Returns
 * where they end.
 */
function compact(integers: usize, bytes: usize, into: usize): usize {
	let end = into;
	let place: usize = 0;
	for (let at: usize = 0; at < bytes; at += 16) {
		const four = v128.load(integers + at);
		if (v128.any_true(four)) {
			const words = i16x8.shuffle(four, four, 0, 2, 1, 3, 4, 6, 5, 7);
			end = keep(i32x4.extract_lane(words, 0), place, end);
			end = keep(i32x4.extract_lane(words, 1), place + WEIGHTS_BYTES, end);
			end = keep(i32x4.extract_lane(words, 2), place + 2 * WEIGHTS_BYTES, end);
			end = keep(i32x4.extract_lane(words, 3), place + 3 * WEIGHTS_BYTES, end);
		}
		place += 4 * WEIGHTS_BYTES;
	}
	if ((end - into) & INPUT_BYTES) {
		store<u64>(end, 0);
		end += INPUT_BYTES;
	}
	for (let at = into; at < end; at += PLACED_BYTES) {
		const two = v128.load(at);
		v128.store(at, i16x8.shuffle(two, two, 0, 4, 1, 5, 2, 3, 6, 7));
	}
	return end;
}

/** Puts an input and its place at `end`, which it moves on if the input is not 0. */
function keep(word: i32, place: usize, end: usize): usize {
	store<i32>(end, word);
	store<usize>(end, place, 4);
	return end + <usize>(word != 0) * INPUT_BYTES;
}
