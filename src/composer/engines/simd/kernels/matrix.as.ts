import { mostOf, rounded, sumOf } from './lanes.as';

/**
 * A matrix [inputs][outputs], both filled up with zeros to a multiple of 8, as weightsLayout.ts lays
 * it: panels of 8 outputs, in each of them input after input, int8 with two inputs side by side.
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
}

/**
 * Rows of inputs as a matrix takes them: f32, or integers with a factor a row. An input is then the
 * sum of two numbers of 16 bits, a coarse one and a fine one, which lie in pairs: coarse, coarse,
 * fine, fine. One alone would leave an error of 5e-3 in the logits.
 */
@unmanaged
export class Prepared {
	rows: usize;
	factors: usize;
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
const PANEL: i32 = 8;
const F32_BYTES: usize = 4;
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
	for (let row = 0; row < count; row++) {
		const from = rows + <usize>row * bytes;
		const norm: f32 = width > 0 ? normOf(from, bytes, width) : 1;
		if (matrix.scales == 0) {
			scaleRow(from, bytes, norm, prepared.rows + <usize>row * bytes);
		} else {
			const into = prepared.rows + <usize>row * bytes;
			const step = quantiseRow(from, bytes, matrix.mostInput, into);
			store<f32>(prepared.factors + <usize>row * F32_BYTES, step * norm);
		}
	}
}

function scaleRow(from: usize, bytes: usize, factor: f32, into: usize): void {
	for (let at: usize = 0; at < bytes; at += 16) {
		v128.store(into + at, f32x4.mul(v128.load(from + at), f32x4.splat(factor)));
	}
}

/** Writes a row as integers; returns what a coarse 1 stands for. */
function quantiseRow(from: usize, bytes: usize, most: f32, into: usize): f32 {
	let largest = f32x4.splat(0);
	for (let at: usize = 0; at < bytes; at += 16) {
		largest = f32x4.pmax(largest, f32x4.abs(v128.load(from + at)));
	}
	const reach = mostOf(largest);
	const factor = f32x4.splat(reach > 0 ? most / reach : 0);
	const fineFactor = f32x4.splat(2 * most);
	for (let at: usize = 0; at < bytes; at += 16) {
		const scaled = f32x4.mul(v128.load(from + at), factor);
		const coarse = f32x4.nearest(scaled);
		const fine = f32x4.mul(f32x4.sub(scaled, coarse), fineFactor);
		const both = i16x8.narrow_i32x4_s(rounded(coarse), rounded(fine));
		v128.store(into + at, i32x4.shuffle(both, both, 0, 2, 1, 3));
	}
	return reach / most;
}

/**
 * Multiplies so many prepared rows, from `first` on, by the outputs [from, to) of a matrix, which are
 * multiples of 8.
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
	const rows = prepared.rows + <usize>(first * matrix.inputs) * F32_BYTES;
	if (matrix.scales == 0) {
		multiplyFloats(matrix, from, to, rows, count, output);
		return;
	}
	const factors = prepared.factors + <usize>first * F32_BYTES;
	const even = count & ~1;
	if (even > 0) multiplyPairs(matrix, from, to, rows, factors, even, output);
	if (even == count) return;
	const last = rows + <usize>(even * matrix.inputs) * F32_BYTES;
	const factor = load<f32>(factors + <usize>even * F32_BYTES);
	multiplyRow(matrix, from, to, last, factor, output.at + <usize>even * output.rowBytes, output);
}

/** An even number of rows: each panel by all of them. */
function multiplyPairs(
	matrix: Matrix,
	from: i32,
	to: i32,
	rows: usize,
	factors: usize,
	count: i32,
	output: Output
): void {
	const rowBytes = <usize>matrix.inputs * F32_BYTES;
	for (let column = from; column < to; column += PANEL) {
		const panel = matrix.weights + <usize>column * <usize>matrix.inputs;
		const scales = matrix.scales + <usize>column * F32_BYTES;
		let at = output.at + <usize>(column - from) * F32_BYTES;
		let x = rows;
		for (let row = 0; row < count; row += 2) {
			const factor = factors + <usize>row * F32_BYTES;
			twoRows(x, panel, rowBytes, factor, matrix.mostInput, scales, at, output);
			x += 2 * rowBytes;
			at += 2 * output.rowBytes;
		}
	}
}

function multiplyRow(
	matrix: Matrix,
	from: i32,
	to: i32,
	row: usize,
	factor: f32,
	at: usize,
	output: Output
): void {
	const rowBytes = <usize>matrix.inputs * F32_BYTES;
	const panelBytes = <usize>(matrix.inputs * PANEL);
	let panel = matrix.weights + <usize>from * <usize>matrix.inputs;
	let scales = matrix.scales + <usize>from * F32_BYTES;
	let column = from;
	for (; column + 2 * PANEL <= to; column += 2 * PANEL) {
		twoPanels(row, panel, rowBytes, factor, matrix.mostInput, scales, at, output.manner);
		panel += 2 * panelBytes;
		scales += 2 * PANEL * F32_BYTES;
		at += 2 * PANEL * F32_BYTES;
	}
	if (column < to)
		onePanel(row, panel, rowBytes, factor, matrix.mostInput, scales, at, output.manner);
}

/** A row by two panels. */
function twoPanels(
	x: usize,
	panel: usize,
	rowBytes: usize,
	factor: f32,
	most: f32,
	scales: usize,
	at: usize,
	manner: i32
): void {
	// Half the bytes of a row are a pair's, and a pair has 16 weights in a panel.
	let second = panel + rowBytes * 2;
	let a = i32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let g = a;
	let h = a;
	for (const end = x + rowBytes; x < end; x += 8) {
		const coarse = v128.load32_splat(x);
		const fine = v128.load32_splat(x, 4);
		let weights = v128.load8x8_s(panel);
		a = i32x4.add(a, i32x4.dot_i16x8_s(coarse, weights));
		b = i32x4.add(b, i32x4.dot_i16x8_s(fine, weights));
		weights = v128.load8x8_s(panel, 8);
		c = i32x4.add(c, i32x4.dot_i16x8_s(coarse, weights));
		d = i32x4.add(d, i32x4.dot_i16x8_s(fine, weights));
		weights = v128.load8x8_s(second);
		e = i32x4.add(e, i32x4.dot_i16x8_s(coarse, weights));
		f = i32x4.add(f, i32x4.dot_i16x8_s(fine, weights));
		weights = v128.load8x8_s(second, 8);
		g = i32x4.add(g, i32x4.dot_i16x8_s(coarse, weights));
		h = i32x4.add(h, i32x4.dot_i16x8_s(fine, weights));
		panel += 16;
		second += 16;
	}
	putIntegers(a, b, factor, most, scales, at, manner);
	putIntegers(c, d, factor, most, scales + 16, at + 16, manner);
	putIntegers(e, f, factor, most, scales + 32, at + 32, manner);
	putIntegers(g, h, factor, most, scales + 48, at + 48, manner);
}

/** A row by a panel. */
function onePanel(
	x: usize,
	panel: usize,
	rowBytes: usize,
	factor: f32,
	most: f32,
	scales: usize,
	at: usize,
	manner: i32
): void {
	let a = i32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	for (const end = x + rowBytes; x < end; x += 8) {
		const coarse = v128.load32_splat(x);
		const fine = v128.load32_splat(x, 4);
		let weights = v128.load8x8_s(panel);
		a = i32x4.add(a, i32x4.dot_i16x8_s(coarse, weights));
		b = i32x4.add(b, i32x4.dot_i16x8_s(fine, weights));
		weights = v128.load8x8_s(panel, 8);
		c = i32x4.add(c, i32x4.dot_i16x8_s(coarse, weights));
		d = i32x4.add(d, i32x4.dot_i16x8_s(fine, weights));
		panel += 16;
	}
	putIntegers(a, b, factor, most, scales, at, manner);
	putIntegers(c, d, factor, most, scales + 16, at + 16, manner);
}

/** Two rows by a panel, whose weights are widened once for both. */
function twoRows(
	x: usize,
	panel: usize,
	rowBytes: usize,
	factors: usize,
	most: f32,
	scales: usize,
	at: usize,
	output: Output
): void {
	let y = x + rowBytes;
	let a = i32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let g = a;
	let h = a;
	for (const end = y; x < end; x += 8) {
		const low = v128.load8x8_s(panel);
		const high = v128.load8x8_s(panel, 8);
		let pair = v128.load32_splat(x);
		a = i32x4.add(a, i32x4.dot_i16x8_s(pair, low));
		c = i32x4.add(c, i32x4.dot_i16x8_s(pair, high));
		pair = v128.load32_splat(x, 4);
		b = i32x4.add(b, i32x4.dot_i16x8_s(pair, low));
		d = i32x4.add(d, i32x4.dot_i16x8_s(pair, high));
		pair = v128.load32_splat(y);
		e = i32x4.add(e, i32x4.dot_i16x8_s(pair, low));
		g = i32x4.add(g, i32x4.dot_i16x8_s(pair, high));
		pair = v128.load32_splat(y, 4);
		f = i32x4.add(f, i32x4.dot_i16x8_s(pair, low));
		h = i32x4.add(h, i32x4.dot_i16x8_s(pair, high));
		y += 8;
		panel += 16;
	}
	const manner = output.manner;
	const one = load<f32>(factors);
	const other = load<f32>(factors, 4);
	putIntegers(a, b, one, most, scales, at, manner);
	putIntegers(c, d, one, most, scales + 16, at + 16, manner);
	putIntegers(e, f, other, most, scales, at + output.rowBytes, manner);
	putIntegers(g, h, other, most, scales + 16, at + output.rowBytes + 16, manner);
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
	rows: usize,
	count: i32,
	output: Output
): void {
	const rowBytes = <usize>matrix.inputs * F32_BYTES;
	for (let column = from; column < to; column += PANEL) {
		const panel = matrix.weights + <usize>column * rowBytes;
		const at = output.at + <usize>(column - from) * F32_BYTES;
		for (let row = 0; row < count; row++) {
			const x = rows + <usize>row * rowBytes;
			floatPanel(x, panel, rowBytes, at + <usize>row * output.rowBytes, output.manner);
		}
	}
}

function floatPanel(x: usize, panel: usize, rowBytes: usize, at: usize, manner: i32): void {
	let a = f32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	for (const end = x + rowBytes; x < end; x += 8) {
		const one = v128.load32_splat(x);
		const next = v128.load32_splat(x, 4);
		a = f32x4.add(a, f32x4.mul(one, v128.load(panel)));
		b = f32x4.add(b, f32x4.mul(one, v128.load(panel, 16)));
		c = f32x4.add(c, f32x4.mul(next, v128.load(panel, 32)));
		d = f32x4.add(d, f32x4.mul(next, v128.load(panel, 48)));
		panel += 64;
	}
	put(at, f32x4.add(a, c), manner);
	put(at + 16, f32x4.add(b, d), manner);
}
