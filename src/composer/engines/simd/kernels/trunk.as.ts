import { gather, scoreKeys, soften } from './attention.as';
import { ADDED, Matrix, multiply, Output, PANEL, Prepared, RECTIFIED, SET } from './matrix.as';
import { normOf, prepare, scaleRow } from './prepare.as';

const F32_BYTES: usize = 4;
const POINTER_BYTES: usize = 4;
const LAYER_BYTES: usize = 4 * POINTER_BYTES;
const PLACE_BYTES: usize = 16;

/** Pointers to the matrices of a layer. */
@unmanaged
class Layer {
	queryKeyValue: Matrix;
	attended: Matrix;
	widen: Matrix;
	narrow: Matrix;
}

/** Where an event is read: the first `shared` events of its past lie in another slot than the others. */
@unmanaged
class Place {
	sharedSlot: usize;
	shared: i32;
	slot: usize;
	/** How many events it follows. */
	before: i32;
}

/** A network and the room that it works in; the numbers of plan.ts, in its order. */
@unmanaged
class Plan {
	/** As the model has it; all other sizes are filled up. */
	width: i32;
	layers: i32;
	heads: i32;
	/** Of one head's query, whose halves are filled up each. */
	headBytes: usize;
	/** Events that a slot has room for. */
	context: i32;
	/** [layers] */
	layer: usize;
	/** [rows][width] what goes into the trunk, and from layer to layer. */
	x: usize;
	/** [rows][2][width of a head / 2] cosines and sines. */
	turns: usize;
	/** [rows][3][heads][width of a head] queries, keys and values. */
	joint: usize;
	/** [rows][heads][width of a head] */
	heard: usize;
	/** [rows][hidden] */
	wide: usize;
	/** [context + 3] */
	scores: usize;
	/** [rows] */
	places: usize;
	/** What `product` multiplies. */
	vector: usize;
	/** What it makes. */
	result: usize;
	prepared: Prepared;
	output: Output;
}

function layerOf(plan: Plan, index: i32): Layer {
	return changetype<Layer>(plan.layer + <usize>index * LAYER_BYTES);
}

function placeOf(plan: Plan, row: i32): Place {
	return changetype<Place>(plan.places + <usize>row * PLACE_BYTES);
}

/** Where the keys (0) or values (1) of a head lie in a slot: [layers][2][heads][context][width]. */
function memoryOf(plan: Plan, slot: usize, layer: i32, kind: i32, head: i32): usize {
	const index = <usize>((layer * 2 + kind) * plan.heads + head);
	return slot + index * <usize>plan.context * plan.headBytes;
}

/**
 * Reads rows of `x`, each at its place; a row may follow others of the same slot. Those from `first` on
 * become the hidden states after their events; of the others only keys and values are wanted.
 */
export function read(plan: Plan, rows: i32, first: i32): void {
	const lastLayer = plan.layers - 1;
	for (let layer = 0; layer < lastLayer; layer++) {
		project(plan, layer, rows, 0);
		remember(plan, layer, rows);
		addHeard(plan, layer, rows, 0);
		addWidened(plan, layer, rows, 0);
	}
	project(plan, lastLayer, rows, first);
	remember(plan, lastLayer, rows);
	if (first == rows) return;
	addHeard(plan, lastLayer, rows, first);
	addWidened(plan, lastLayer, rows, first);
	const bytes = <usize>layerOf(plan, lastLayer).queryKeyValue.inputs * F32_BYTES;
	for (let row = first; row < rows; row++) {
		const at = plan.x + <usize>row * bytes;
		scaleRow(at, bytes, normOf(at, bytes, plan.width), at);
	}
}

/** Makes the keys and values of all rows, and the queries of those from `first` on. */
function project(plan: Plan, layer: i32, rows: i32, first: i32): void {
	const matrix = layerOf(plan, layer).queryKeyValue;
	const output = plan.output;
	const queries = <i32>((<usize>plan.heads * plan.headBytes) / F32_BYTES);
	output.rowBytes = <usize>matrix.outputs * F32_BYTES;
	output.manner = SET;
	prepare(matrix, plan.x, rows, plan.width, plan.prepared);
	if (first == 0 || queries % PANEL) {
		output.at = plan.joint;
		multiply(matrix, 0, matrix.outputs, plan.prepared, 0, rows, output);
		return;
	}
	output.at = plan.joint + <usize>queries * F32_BYTES;
	multiply(matrix, queries, matrix.outputs, plan.prepared, 0, rows, output);
	output.at = plan.joint + <usize>first * output.rowBytes;
	multiply(matrix, 0, queries, plan.prepared, first, rows - first, output);
}

/** Turns the keys of all rows and puts them and the values where they are remembered. */
function remember(plan: Plan, layer: i32, rows: i32): void {
	const bytes = plan.headBytes;
	const queryBytes = <usize>plan.heads * bytes;
	const jointBytes = <usize>layerOf(plan, layer).queryKeyValue.outputs * F32_BYTES;
	for (let row = 0; row < rows; row++) {
		const turns = plan.turns + <usize>row * bytes;
		const place = placeOf(plan, row);
		const into = <usize>(place.before - place.shared) * bytes;
		let key = plan.joint + <usize>row * jointBytes + queryBytes;
		for (let head = 0; head < plan.heads; head++) {
			turn(key, turns, bytes, memoryOf(plan, place.slot, layer, 0, head) + into);
			const value = memoryOf(plan, place.slot, layer, 1, head) + into;
			memory.copy(value, key + queryBytes, bytes);
			key += bytes;
		}
	}
}

/** Rotates the pairs (i, i + half) of a query or a key. */
function turn(from: usize, turns: usize, bytes: usize, into: usize): void {
	const half = bytes >> 1;
	for (let at: usize = 0; at < half; at += 16) {
		const cosines = v128.load(turns + at);
		const sines = v128.load(turns + half + at);
		const one = v128.load(from + at);
		const other = v128.load(from + half + at);
		v128.store(into + at, f32x4.sub(f32x4.mul(one, cosines), f32x4.mul(other, sines)));
		v128.store(into + half + at, f32x4.add(f32x4.mul(other, cosines), f32x4.mul(one, sines)));
	}
}

/** Adds to the rows from `first` on what they find in themselves and all before them. */
function addHeard(plan: Plan, layer: i32, rows: i32, first: i32): void {
	const bytes = plan.headBytes;
	const attended = layerOf(plan, layer).attended;
	const jointBytes = <usize>layerOf(plan, layer).queryKeyValue.outputs * F32_BYTES;
	const heardBytes = <usize>attended.inputs * F32_BYTES;
	for (let head = 0; head < plan.heads; head++) {
		const column = <usize>head * bytes;
		for (let row = first; row < rows; row++) {
			const query = plan.joint + <usize>row * jointBytes + column;
			turn(query, plan.turns + <usize>row * bytes, bytes, query);
			const past = placeOf(plan, row);
			const end = plan.scores + <usize>(past.before + 1) * F32_BYTES;
			const own = plan.scores + <usize>past.shared * F32_BYTES;
			if (past.shared > 0) {
				scoreKeys(query, memoryOf(plan, past.sharedSlot, layer, 0, head), bytes, plan.scores, own);
			}
			scoreKeys(query, memoryOf(plan, past.slot, layer, 0, head), bytes, own, end);
			const share = soften(plan.scores, end);
			gather(
				memoryOf(plan, past.sharedSlot, layer, 1, head),
				memoryOf(plan, past.slot, layer, 1, head),
				bytes,
				plan.scores,
				own,
				end,
				share,
				plan.heard + <usize>row * heardBytes + column
			);
		}
	}
	const from = plan.heard + <usize>first * heardBytes;
	prepare(attended, from, rows - first, 0, plan.prepared);
	addProduct(plan, attended, first, rows);
}

/** Adds to the rows from `first` on what the ReLU layer makes of them. */
function addWidened(plan: Plan, layer: i32, rows: i32, first: i32): void {
	const widen = layerOf(plan, layer).widen;
	const narrow = layerOf(plan, layer).narrow;
	const output = plan.output;
	const count = rows - first;
	const xBytes = <usize>widen.inputs * F32_BYTES;
	prepare(widen, plan.x + <usize>first * xBytes, count, plan.width, plan.prepared);
	output.at = plan.wide;
	output.rowBytes = <usize>widen.outputs * F32_BYTES;
	output.manner = RECTIFIED;
	multiply(widen, 0, widen.outputs, plan.prepared, 0, count, output);
	prepare(narrow, plan.wide, count, 0, plan.prepared);
	addProduct(plan, narrow, first, rows);
}

/** Adds the product of what is prepared to the rows of `x` from `first` on. */
function addProduct(plan: Plan, matrix: Matrix, first: i32, rows: i32): void {
	const output = plan.output;
	output.rowBytes = <usize>matrix.outputs * F32_BYTES;
	output.at = plan.x + <usize>first * output.rowBytes;
	output.manner = ADDED;
	multiply(matrix, 0, matrix.outputs, plan.prepared, 0, rows - first, output);
}

/** `result` becomes the product of `vector`, which is filled up as the matrix's inputs are. */
export function product(plan: Plan, matrix: Matrix): void {
	const output = plan.output;
	output.at = plan.result;
	output.rowBytes = 0;
	output.manner = SET;
	prepare(matrix, plan.vector, 1, 0, plan.prepared);
	multiply(matrix, 0, matrix.outputs, plan.prepared, 0, 1, output);
}

/** Copies so many events from the front of a slot to that of another. */
export function copyEvents(plan: Plan, from: usize, to: usize, events: i32): void {
	const bytes = <usize>events * plan.headBytes;
	const stride = <usize>plan.context * plan.headBytes;
	for (let left = plan.layers * 2 * plan.heads; left > 0; left--) {
		memory.copy(to, from, bytes);
		from += stride;
		to += stride;
	}
}
