/** What is wanted of a mean. */
export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** What is less likely than this share of the likeliest class is never steered to. */
const LEAST_CHANCE = 1e-4;
/** As near as a share comes to never and always. */
const NEAREST = 0.003;
const STRONGEST = 60;
const HALVINGS = 26;

const clamp = (value: number, least: number, most: number) =>
	Math.min(Math.max(value, least), most);

/** Classes [n] with the logits that they have, and their values from 0 to 1. */
interface Draw {
	readonly own: Float64Array;
	readonly unit: Float64Array;
}

/** The greatest logit once all are tilted by so much. */
function mostAt({ own, unit }: Draw, strength: number): number {
	let most = -Infinity;
	for (let at = 0; at < own.length; at++) {
		const logit = own[at]! + strength * unit[at]!;
		if (logit > most) most = logit;
	}
	return most;
}

function logSumAt({ own, unit }: Draw, strength: number): number {
	const most = mostAt({ own, unit }, strength);
	let sum = 0;
	for (let at = 0; at < own.length; at++) sum += Math.exp(own[at]! + strength * unit[at]! - most);
	return most + Math.log(sum);
}

/** The mean value once the logits, which need not be normal, are tilted by so much. */
function meanAt({ own, unit }: Draw, strength: number): number {
	const most = mostAt({ own, unit }, strength);
	let sum = 0;
	let valued = 0;
	for (let at = 0; at < own.length; at++) {
		const chance = Math.exp(own[at]! + strength * unit[at]! - most);
		sum += chance;
		valued += chance * unit[at]!;
	}
	return valued / sum;
}

/** The tilt that brings the mean to the goal, or as near as may be. */
function strengthFor(draw: Draw, goal: number): number {
	let weak = -STRONGEST;
	let strong = STRONGEST;
	for (let halving = 0; halving < HALVINGS; halving++) {
		const middle = (weak + strong) / 2;
		if (meanAt(draw, middle) < goal) weak = middle;
		else strong = middle;
	}
	return weak;
}

/**
 * Moves the mean of `values` into the interval, in place, where it is outside of it: of all chances
 * with the mean on the interval's nearer edge those that are nearest to the network's own (Csiszár,
 * "I-divergence geometry", 1975), p(x) · exp(s · f(x)). `logits` and `values` are [classes]. A class
 * without a value (NaN) keeps its chance, and so do all the others together.
 */
export function tilt(
	logits: Float32Array,
	values: ArrayLike<number>,
	{ low, high }: Interval
): void {
	const likely = likelyOf(logits, values);
	let least = Infinity;
	let most = -Infinity;
	for (const index of likely) {
		least = Math.min(least, values[index]!);
		most = Math.max(most, values[index]!);
	}
	const width = most - least;
	if (likely.length === 0 || width === 0) return;
	const draw = {
		own: Float64Array.from(likely, (index) => logits[index]!),
		unit: Float64Array.from(likely, (index) => (values[index]! - least) / width)
	};
	const share = (edge: number) => clamp((edge - least) / width, NEAREST, 1 - NEAREST);
	const mean = meanAt(draw, 0);
	if (mean >= share(low) && mean <= share(high)) return;
	const strength = strengthFor(draw, mean < share(low) ? share(low) : share(high));
	const kept = logSumAt(draw, 0) - logSumAt(draw, strength);
	for (const [at, index] of likely.entries()) {
		logits[index] = draw.own[at]! + strength * draw.unit[at]! + kept;
	}
}

/** The classes that have a value and are likely enough to be steered to. */
function likelyOf(logits: Float32Array, values: ArrayLike<number>): number[] {
	const isInside = (index: number) =>
		Number.isFinite(values[index]) && Number.isFinite(logits[index]);
	let best = -Infinity;
	for (let index = 0; index < logits.length; index++) {
		if (logits[index]! > best && isInside(index)) best = logits[index]!;
	}
	const least = best + Math.log(LEAST_CHANCE);
	const likely: number[] = [];
	for (let index = 0; index < logits.length; index++) {
		if (logits[index]! >= least && isInside(index)) likely.push(index);
	}
	return likely;
}
