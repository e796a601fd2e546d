import { mostOf, powersOfE, sumOf, sumsOf } from './lanes.as';

const F32_BYTES: usize = 4;

/**
 * Scores the keys [bytes] of one head by a query, into [scores, end). Four events at a time: it reads up to three
 * keys too many, and writes as many scores behind `end`.
 */
export function scoreKeys(
	query: usize,
	keys: usize,
	bytes: usize,
	scores: usize,
	end: usize
): void {
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

/**
 * Turns scores into chances that need not be normal; returns what makes them so. There is room for three
 * more.
 */
export function soften(scores: usize, end: usize): f32 {
	for (let at = end; at & 15; at += F32_BYTES) store<f32>(at, -Infinity);
	let most = v128.load(scores);
	for (let at = scores + 16; at < end; at += 16) most = f32x4.pmax(most, v128.load(at));
	const highest = f32x4.splat(mostOf(most));
	let sum = f32x4.splat(0);
	for (; scores < end; scores += 16) {
		const chances = powersOfE(f32x4.sub(v128.load(scores), highest));
		sum = f32x4.add(sum, chances);
		v128.store(scores, chances);
	}
	return <f32>1 / sumOf(sum);
}

/**
 * The mean of values [bytes] by their chances: of `shared` ones by those before `own`, then of `values` up to `end`.
 */
export function gather(
	shared: usize,
	values: usize,
	bytes: usize,
	chances: usize,
	own: usize,
	end: usize,
	share: f32,
	into: usize
): void {
	let column: usize = 0;
	for (; column + 128 <= bytes; column += 128) {
		gather32(shared + column, values + column, bytes, chances, own, end, share, into + column);
	}
	for (; column < bytes; column += 32) {
		gather8(shared + column, values + column, bytes, chances, own, end, share, into + column);
	}
}

/** The same for 32 columns. */
function gather32(
	from: usize,
	values: usize,
	bytes: usize,
	chances: usize,
	own: usize,
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
	let stop = own;
	while (true) {
		for (; chances < stop; chances += F32_BYTES) {
			const chance = v128.load32_splat(chances);
			a = f32x4.add(a, f32x4.mul(chance, v128.load(from)));
			b = f32x4.add(b, f32x4.mul(chance, v128.load(from, 16)));
			c = f32x4.add(c, f32x4.mul(chance, v128.load(from, 32)));
			d = f32x4.add(d, f32x4.mul(chance, v128.load(from, 48)));
			e = f32x4.add(e, f32x4.mul(chance, v128.load(from, 64)));
			f = f32x4.add(f, f32x4.mul(chance, v128.load(from, 80)));
			g = f32x4.add(g, f32x4.mul(chance, v128.load(from, 96)));
			h = f32x4.add(h, f32x4.mul(chance, v128.load(from, 112)));
			from += bytes;
		}
		if (stop == end) break;
		stop = end;
		from = values;
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
	from: usize,
	values: usize,
	bytes: usize,
	chances: usize,
	own: usize,
	end: usize,
	share: f32,
	into: usize
): void {
	let a = f32x4.splat(0);
	let b = a;
	let stop = own;
	while (true) {
		for (; chances < stop; chances += F32_BYTES) {
			const chance = v128.load32_splat(chances);
			a = f32x4.add(a, f32x4.mul(chance, v128.load(from)));
			b = f32x4.add(b, f32x4.mul(chance, v128.load(from, 16)));
			from += bytes;
		}
		if (stop == end) break;
		stop = end;
		from = values;
	}
	v128.store(into, f32x4.mul(a, f32x4.splat(share)));
	v128.store(into, f32x4.mul(b, f32x4.splat(share)), 16);
}
