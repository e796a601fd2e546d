import { mostOf, powersOfE, sumOf, sumsOf } from './lanes.as';

const F32_BYTES: usize = 4;

/**
 * What a query [bytes] finds in the first `events` of one head's keys and values: their mean by the
 * softmax of their scores. `scores` has room for all events and three more.
 */
export function attend(
	query: usize,
	keys: usize,
	values: usize,
	bytes: usize,
	events: i32,
	scores: usize,
	into: usize
): void {
	const end = scores + <usize>events * F32_BYTES;
	scoreKeys(query, keys, bytes, scores, end);
	for (let at = end; at & 15; at += F32_BYTES) store<f32>(at, -Infinity);
	const share: f32 = <f32>1 / softenScores(scores, end);
	let column: usize = 0;
	for (; column + 128 <= bytes; column += 128) {
		gather32(values + column, bytes, scores, end, share, into + column);
	}
	for (; column < bytes; column += 32) {
		gather8(values + column, bytes, scores, end, share, into + column);
	}
}

/** Scores four events at a time, so that it may read past the last one. */
function scoreKeys(query: usize, keys: usize, bytes: usize, scores: usize, end: usize): void {
	for (; scores < end; scores += 16) {
		const second = keys + bytes;
		const third = second + bytes;
		const fourth = third + bytes;
		let a = f32x4.splat(0);
		let b = a;
		let c = a;
		let d = a;
		for (let at: usize = 0; at < bytes; at += 32) {
			const low = v128.load(query + at);
			const high = v128.load(query + at, 16);
			a = f32x4.add(a, f32x4.mul(low, v128.load(keys + at)));
			b = f32x4.add(b, f32x4.mul(low, v128.load(second + at)));
			c = f32x4.add(c, f32x4.mul(low, v128.load(third + at)));
			d = f32x4.add(d, f32x4.mul(low, v128.load(fourth + at)));
			a = f32x4.add(a, f32x4.mul(high, v128.load(keys + at, 16)));
			b = f32x4.add(b, f32x4.mul(high, v128.load(second + at, 16)));
			c = f32x4.add(c, f32x4.mul(high, v128.load(third + at, 16)));
			d = f32x4.add(d, f32x4.mul(high, v128.load(fourth + at, 16)));
		}
		v128.store(scores, sumsOf(a, b, c, d));
		keys = fourth + bytes;
	}
}

/** Turns scores into chances that need not be normal; returns their sum. */
function softenScores(scores: usize, end: usize): f32 {
	let most = v128.load(scores);
	for (let at = scores + 16; at < end; at += 16) most = f32x4.pmax(most, v128.load(at));
	const highest = f32x4.splat(mostOf(most));
	let sum = f32x4.splat(0);
	for (; scores < end; scores += 16) {
		const chances = powersOfE(f32x4.sub(v128.load(scores), highest));
		sum = f32x4.add(sum, chances);
		v128.store(scores, chances);
	}
	return sumOf(sum);
}

/** Adds up 32 columns of the values by their chances. */
function gather32(
	values: usize,
	bytes: usize,
	scores: usize,
	end: usize,
	share: f32,
	into: usize
): void {
	let a = f32x4.splat(0);
	let b = a;
	let c = a;
	let d = a;
	let e = a;
	let f = a;
	let g = a;
	let h = a;
	for (; scores < end; scores += F32_BYTES) {
		const chance = v128.load32_splat(scores);
		a = f32x4.add(a, f32x4.mul(chance, v128.load(values)));
		b = f32x4.add(b, f32x4.mul(chance, v128.load(values, 16)));
		c = f32x4.add(c, f32x4.mul(chance, v128.load(values, 32)));
		d = f32x4.add(d, f32x4.mul(chance, v128.load(values, 48)));
		e = f32x4.add(e, f32x4.mul(chance, v128.load(values, 64)));
		f = f32x4.add(f, f32x4.mul(chance, v128.load(values, 80)));
		g = f32x4.add(g, f32x4.mul(chance, v128.load(values, 96)));
		h = f32x4.add(h, f32x4.mul(chance, v128.load(values, 112)));
		values += bytes;
	}
	const shares = f32x4.splat(share);
	v128.store(into, f32x4.mul(a, shares));
	v128.store(into, f32x4.mul(b, shares), 16);
	v128.store(into, f32x4.mul(c, shares), 32);
	v128.store(into, f32x4.mul(d, shares), 48);
	v128.store(into, f32x4.mul(e, shares), 64);
	v128.store(into, f32x4.mul(f, shares), 80);
	v128.store(into, f32x4.mul(g, shares), 96);
	v128.store(into, f32x4.mul(h, shares), 112);
}

/** The same for 8 columns. */
function gather8(
	values: usize,
	bytes: usize,
	scores: usize,
	end: usize,
	share: f32,
	into: usize
): void {
	let a = f32x4.splat(0);
	let b = a;
	for (; scores < end; scores += F32_BYTES) {
		const chance = v128.load32_splat(scores);
		a = f32x4.add(a, f32x4.mul(chance, v128.load(values)));
		b = f32x4.add(b, f32x4.mul(chance, v128.load(values, 16)));
		values += bytes;
	}
	v128.store(into, f32x4.mul(a, f32x4.splat(share)));
	v128.store(into, f32x4.mul(b, f32x4.splat(share)), 16);
}
