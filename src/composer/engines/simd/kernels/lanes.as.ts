/** The sum of the four lanes. */
export function sumOf(lanes: v128): f32 {
	return (
		f32x4.extract_lane(lanes, 0) +
		f32x4.extract_lane(lanes, 1) +
		(f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
	);
}

/** The greatest of the four lanes. */
export function mostOf(lanes: v128): f32 {
	return max<f32>(
		max<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
		max<f32>(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3))
	);
}

/** The sums of four vectors, one a lane. */
export function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
	const ab = f32x4.add(f32x4.shuffle(a, b, 0, 4, 1, 5), f32x4.shuffle(a, b, 2, 6, 3, 7));
	const cd = f32x4.add(f32x4.shuffle(c, d, 0, 4, 1, 5), f32x4.shuffle(c, d, 2, 6, 3, 7));
	return f32x4.add(f32x4.shuffle(ab, cd, 0, 1, 4, 5), f32x4.shuffle(ab, cd, 2, 3, 6, 7));
}

/** 1.5 · 2^23: added to a small number it leaves the nearest integer in the lowest bits. */
const ROUNDER: f32 = 12582912.0;
const ROUNDER_BITS: i32 = 0x4b400000;
/** Beside 1 a lesser power is nothing in 32 bits; what this one is multiplied by stays a normal number. */
const LEAST_POWER: f32 = -60.0;
const LOG2_E: f32 = 1.44269504;
/** The natural logarithm of 2 in two parts, the first of few bits. */
const LN2_HIGH: f32 = 0.693145752;
const LN2_LOW: f32 = 1.42860677e-6;

/** The nearest integers, as such, of lanes within ± 2^21. */
export function rounded(lanes: v128): v128 {
	return i32x4.sub(f32x4.add(lanes, f32x4.splat(ROUNDER)), i32x4.splat(ROUNDER_BITS));
}

/** e^x of lanes that are 0 or less, to 2 units in the last place (the polynomial of Cephes' expf). */
export function powersOfE(lanes: v128): v128 {
	const power = f32x4.pmax(lanes, f32x4.splat(LEAST_POWER));
	const turns = f32x4.add(f32x4.mul(power, f32x4.splat(LOG2_E)), f32x4.splat(ROUNDER));
	const whole = f32x4.sub(turns, f32x4.splat(ROUNDER));
	let rest = f32x4.sub(power, f32x4.mul(whole, f32x4.splat(LN2_HIGH)));
	rest = f32x4.sub(rest, f32x4.mul(whole, f32x4.splat(LN2_LOW)));
	let sum = f32x4.splat(1.9875691e-4);
	sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.3981999e-3));
	sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(8.3334519e-3));
	sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(4.1665796e-2));
	sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.6666665e-1));
	sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(0.5));
	sum = f32x4.add(f32x4.mul(f32x4.mul(sum, rest), rest), f32x4.add(rest, f32x4.splat(1)));
	const exponent = i32x4.shl(i32x4.sub(turns, i32x4.splat(ROUNDER_BITS - 127)), 23);
	return f32x4.mul(sum, exponent);
}
