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

function logSum(logits: readonly number[]): number {
	const most = Math.max(...logits);
	return most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
}

/** The mean of `values` under chances `logits` [n], which need not be normal. */
function meanOf(logits: readonly number[], values: readonly number[]): number {
	const whole = logSum(logits);
	return logits.reduce((sum, logit, index) => sum + Math.exp(logit - whole) * values[index]!, 0);
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
	const reached = likely.map((index) => values[index]!);
	const least = Math.min(...reached);
	const width = Math.max(...reached) - least;
	if (likely.length === 0 || width === 0) return;
	const unit = reached.map((value) => (value - least) / width);
	const share = (edge: number) => clamp((edge - least) / width, NEAREST, 1 - NEAREST);
	const own = likely.map((index) => logits[index]!);
	const strengthened = (strength: number) =>
		own.map((logit, index) => logit + strength * unit[index]!);
	const mean = meanOf(own, unit);
	if (mean >= share(low) && mean <= share(high)) return;
	const goal = mean < share(low) ? share(low) : share(high);
	let weak = -STRONGEST;
	let strong = STRONGEST;
	for (let halving = 0; halving < HALVINGS; halving++) {
		const middle = (weak + strong) / 2;
		if (meanOf(strengthened(middle), unit) < goal) weak = middle;
		else strong = middle;
	}
	const tilted = strengthened(weak);
	const kept = logSum(own) - logSum(tilted);
	for (const [at, index] of likely.entries()) logits[index] = tilted[at]! + kept;
}

/** The classes that have a value and are likely enough to be steered to. */
function likelyOf(logits: Float32Array, values: ArrayLike<number>): number[] {
	const inside = [...logits.keys()].filter(
		(index) => Number.isFinite(values[index]) && Number.isFinite(logits[index])
	);
	const best = inside.reduce((most, index) => Math.max(most, logits[index]!), -Infinity);
	return inside.filter((index) => logits[index]! >= best + Math.log(LEAST_CHANCE));
}
