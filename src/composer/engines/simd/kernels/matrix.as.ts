/**
 * A matrix [inputs][outputs], both filled up with zeros to a multiple of 16, as panels.ts lays it:
 * panels of 16 outputs, in each of them input after input. A word of 16 bits holds the int8 weights
 * of two outputs, four apart: 128 + the first and 256 · the second. Multiplied whole, and then by its
 * upper half alone, it gives both, because sums of 32 bits wrap around: one shift widens 16 weights.
 */
@unmanaged
export class Matrix {
	inputs: i32;
	outputs: i32;
	weights: usize;
	/** [outputs] f32 that int8 weights are multiplied by; 0 where the weights are f32. */
	scales: usize;
	/** The largest integer that stands for an input: no sum of products leaves 32 bits. */
	mostInput: f32;
	/** Whether its inputs lie one by one, so that those which are 0 are skipped; else by pairs. */
	isSparse: i32;
}

/**
 * Rows of inputs as a matrix takes them: f32, or integers. An input is then the sum of two numbers of
 * 16 bits, a coarse one and a fine one, which lie in pairs: coarse, coarse, fine, fine; for a sparse
 * matrix follows where the weights of both lie in a panel. One number alone would leave an error of
 * 5e-3 in the logits.
 */
@unmanaged
export class Prepared {
	/** [rows][inputs] of 8 bytes. */
	inputs: usize;
	/** [rows] */
	rows: usize;
}

/** A row of integers. */
@unmanaged
export class Row {
	/** Where its first pair is, and where one more would be. */
	from: usize;
	to: usize;
	/** From pair to pair: those of two rows that are multiplied together take turns. */
	apart: usize;
	/** What a coarse 1 stands for. */
	factor: f32;
	/** 128 times the sums of its numbers. */
	coarse: i32;
	fine: i32;
}

/** What becomes of a product. */
export const SET: i32 = 0;
export const ADDED: i32 = 1;
export const RECTIFIED: i32 = 2;

/** A row of outputs beside the next one, and what becomes of them. */
@unmanaged
export class Output {
	at: usize;
	rowBytes: usize;
	manner: i32;
}

/** Outputs of a panel. */
export const PANEL: i32 = 16;
export const F32_BYTES: usize = 4;
/** Of a prepared input. */
export const INPUT_BYTES: usize = 8;
const ROW_BYTES: usize = 24;
/** Of a pair of inputs, and of one with its places. */
export const PAIR_BYTES: usize = 8;
export const PLACED_BYTES: usize = 16;
/** Of the weights of an input in a panel. */
export const WEIGHTS_BYTES: usize = 16;

export function inputsOf(matrix: Matrix, prepared: Prepared, row: i32): usize {
	return prepared.inputs + <usize>(row * matrix.inputs) * INPUT_BYTES;
}

export function rowOf(prepared: Prepared, row: i32): Row {
	return changetype<Row>(prepared.rows + <usize>row * ROW_BYTES);
}

/**
 * Multiplies so many prepared rows, from `first` on, by the outputs [from, to) of a matrix, which are
 * multiples of 16.
 */
export function multiply(
	matrix: Matrix,
	from: i32,
	to: i32,
	prepared: Prepared,
	first: i32,
	count: i32,
	output: Output
): void {
	if (matrix.scales == 0) {
		multiplyFloats(matrix, from, to, prepared, first, count, output);
		return;
	}
	const even = matrix.isSparse || first & 1 ? 0 : count & ~1;
	if (even > 0) multiplyPairs(matrix, from, to, prepared, first, even, output);
	for (let row = even; row < count; row++) {
		const at = output.at + <usize>row * output.rowBytes;
		multiplyRow(matrix, from, to, rowOf(prepared, first + row), at, output.manner);
	}
}

/** An even number of rows, from an even one on: each panel by all of them. */
function multiplyPairs(
	matrix: Matrix,
	from: i32,
	to: i32,
	prepared: Prepared,
	first: i32,
	count: i32,
	output: Output
): void {
	for (let column = from; column < to; column += PANEL) {
		const panel = matrix.weights + <usize>(column * matrix.inputs);
		const scales = matrix.scales + <usize>column * F32_BYTES;
		let at = output.at + <usize>(column - from) * F32_BYTES;
		for (let index = first; index < first + count; index += 2) {
			const row = rowOf(prepared, index);
			const next = rowOf(prepared, index + 1);
			twoRows(matrix, row, next, panel, scales, at, output);
			twoRows(matrix, row, next, panel + WEIGHTS_BYTES, scales + 32, at + 32, output);
			at += 2 * output.rowBytes;
		}
	}
}

function multiplyRow(matrix: Matrix, from: i32, to: i32, row: Row, at: usize, manner: i32): void {
	const most = matrix.mostInput;
	for (let column = from; column < to; column += PANEL) {
		const panel = matrix.weights + <usize>(column * matrix.inputs);
		const scales = matrix.scales + <usize>column * F32_BYTES;
		if (matrix.isSparse) sparsePanel(row, panel, most, scales, at, manner);
		else densePanel(row, panel, most, scales, at, manner);
		at += <usize>PANEL * F32_BYTES;
	}
}

/** A row by a panel. */
function densePanel(
	row: Row,
	panel: usize,
	most: f32,
	scales: usize,
	at: usize,
	manner: i32
): void {
	let a = i32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let g = a;
	let h = a;
	const end = row.to;
	const apart = row.apart;
	for (let x = row.from; x < end; x += apart) {
		const coarse = v128.load32_splat(x);
		const fine = v128.load32_splat(x, 4);
		let both = v128.load(panel);
		a = i32x4.add(a, i32x4.dot_i16x8_s(coarse, both));
		e = i32x4.add(e, i32x4.dot_i16x8_s(fine, both));
		both = i16x8.shr_s(both, 8);
		b = i32x4.add(b, i32x4.dot_i16x8_s(coarse, both));
		f = i32x4.add(f, i32x4.dot_i16x8_s(fine, both));
		both = v128.load(panel, 16);
		c = i32x4.add(c, i32x4.dot_i16x8_s(coarse, both));
		g = i32x4.add(g, i32x4.dot_i16x8_s(fine, both));
		both = i16x8.shr_s(both, 8);
		d = i32x4.add(d, i32x4.dot_i16x8_s(coarse, both));
		h = i32x4.add(h, i32x4.dot_i16x8_s(fine, both));
		panel += 2 * WEIGHTS_BYTES;
	}
	putEight(a, b, e, f, row, most, scales, at, manner);
	putEight(c, d, g, h, row, most, scales + 32, at + 32, manner);
}

/** The inputs of a row that are not 0 by a panel. */
function sparsePanel(
	row: Row,
	panel: usize,
	most: f32,
	scales: usize,
	at: usize,
	manner: i32
): void {
	let a = i32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let g = a;
	let h = a;
	const end = row.to;
	for (let x = row.from; x < end; x += PLACED_BYTES) {
		const coarse = v128.load32_splat(x);
		const fine = v128.load32_splat(x, 4);
		const one = v128.load(panel + load<usize>(x, 8));
		const other = v128.load(panel + load<usize>(x, 12));
		let both = i16x8.shuffle(one, other, 0, 8, 1, 9, 2, 10, 3, 11);
		a = i32x4.add(a, i32x4.dot_i16x8_s(coarse, both));
		e = i32x4.add(e, i32x4.dot_i16x8_s(fine, both));
		both = i16x8.shr_s(both, 8);
		b = i32x4.add(b, i32x4.dot_i16x8_s(coarse, both));
		f = i32x4.add(f, i32x4.dot_i16x8_s(fine, both));
		both = i16x8.shuffle(one, other, 4, 12, 5, 13, 6, 14, 7, 15);
		c = i32x4.add(c, i32x4.dot_i16x8_s(coarse, both));
		g = i32x4.add(g, i32x4.dot_i16x8_s(fine, both));
		both = i16x8.shr_s(both, 8);
		d = i32x4.add(d, i32x4.dot_i16x8_s(coarse, both));
		h = i32x4.add(h, i32x4.dot_i16x8_s(fine, both));
	}
	putEight(a, b, e, f, row, most, scales, at, manner);
	putEight(c, d, g, h, row, most, scales + 32, at + 32, manner);
}

/** Two rows by half a panel, whose weights are brought and widened once for both. */
function twoRows(
	matrix: Matrix,
	row: Row,
	next: Row,
	panel: usize,
	scales: usize,
	at: usize,
	output: Output
): void {
	let a = i32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let g = a;
	let h = a;
	const end = row.to;
	for (let x = row.from; x < end; x += 2 * PAIR_BYTES) {
		const both = v128.load(panel);
		const upper = i16x8.shr_s(both, 8);
		let pair = v128.load32_splat(x);
		a = i32x4.add(a, i32x4.dot_i16x8_s(pair, both));
		b = i32x4.add(b, i32x4.dot_i16x8_s(pair, upper));
		pair = v128.load32_splat(x, 4);
		c = i32x4.add(c, i32x4.dot_i16x8_s(pair, both));
		d = i32x4.add(d, i32x4.dot_i16x8_s(pair, upper));
		pair = v128.load32_splat(x, 8);
		e = i32x4.add(e, i32x4.dot_i16x8_s(pair, both));
		f = i32x4.add(f, i32x4.dot_i16x8_s(pair, upper));
		pair = v128.load32_splat(x, 12);
		g = i32x4.add(g, i32x4.dot_i16x8_s(pair, both));
		h = i32x4.add(h, i32x4.dot_i16x8_s(pair, upper));
		panel += 2 * WEIGHTS_BYTES;
	}
	const most = matrix.mostInput;
	putEight(a, b, c, d, row, most, scales, at, output.manner);
	putEight(e, f, g, h, next, most, scales, at + output.rowBytes, output.manner);
}

/**
 * Puts eight outputs: of the coarse and of the fine inputs there are sums by both weights of a word,
 * and by the upper one alone.
 */
function putEight(
	coarseBoth: v128,
	coarseUpper: v128,
	fineBoth: v128,
	fineUpper: v128,
	row: Row,
	most: f32,
	scales: usize,
	at: usize,
	manner: i32
): void {
	const coarse = lowerOf(coarseBoth, coarseUpper, row.coarse);
	const fine = lowerOf(fineBoth, fineUpper, row.fine);
	putIntegers(coarse, fine, row.factor, most, scales, at, manner);
	putIntegers(coarseUpper, fineUpper, row.factor, most, scales + 16, at + 16, manner);
}

function lowerOf(both: v128, upper: v128, offset: i32): v128 {
	return i32x4.sub(both, i32x4.add(i32x4.shl(upper, 8), i32x4.splat(offset)));
}

/** Puts four outputs, of which there are sums of the coarse inputs and of the fine ones. */
function putIntegers(
	coarse: v128,
	fine: v128,
	factor: f32,
	most: f32,
	scales: usize,
	at: usize,
	manner: i32
): void {
	const rest = f32x4.mul(f32x4.convert_i32x4_s(fine), f32x4.splat(<f32>0.5 / most));
	const sums = f32x4.add(f32x4.convert_i32x4_s(coarse), rest);
	put(at, f32x4.mul(sums, f32x4.mul(v128.load(scales), f32x4.splat(factor))), manner);
}

function put(at: usize, lanes: v128, manner: i32): void {
	if (manner == ADDED) lanes = f32x4.add(v128.load(at), lanes);
	else if (manner == RECTIFIED) lanes = f32x4.pmax(lanes, f32x4.splat(0));
	v128.store(at, lanes);
}

/** The plain way, for what is not int8: a panel at a time, row by row. */
function multiplyFloats(
	matrix: Matrix,
	from: i32,
	to: i32,
	prepared: Prepared,
	first: i32,
	count: i32,
	output: Output
): void {
	const rowBytes = <usize>matrix.inputs * F32_BYTES;
	for (let column = from; column < to; column += PANEL) {
		const panel = matrix.weights + <usize>column * rowBytes;
		const at = output.at + <usize>(column - from) * F32_BYTES;
		for (let row = 0; row < count; row++) {
			const x = inputsOf(matrix, prepared, first + row);
			floatPanel(x, panel, rowBytes, at + <usize>row * output.rowBytes, output.manner);
		}
	}
}

function floatPanel(x: usize, panel: usize, rowBytes: usize, at: usize, manner: i32): void {
	let a = f32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	for (const end = x + rowBytes; x < end; x += F32_BYTES) {
		const input = v128.load32_splat(x);
		a = f32x4.add(a, f32x4.mul(input, v128.load(panel)));
		b = f32x4.add(b, f32x4.mul(input, v128.load(panel, 16)));
		c = f32x4.add(c, f32x4.mul(input, v128.load(panel, 32)));
		d = f32x4.add(d, f32x4.mul(input, v128.load(panel, 48)));
		panel += 64;
	}
	put(at, a, manner);
	put(at + 16, b, manner);
	put(at + 32, c, manner);
	put(at + 48, d, manner);
}
