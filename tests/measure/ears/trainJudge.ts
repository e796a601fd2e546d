import { seededRandom } from '../../../src/lib/random';
import type { TanhNetwork } from '../../../src/lib/tanhNetwork';

const RATE = 0.003;
const BATCH = 64;
/** Weights shrink by so much a step, relative to the rate: AdamW's decay. */
const DECAY = 0.01;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** How a network is trained. */
interface Plan {
	readonly units: number;
	readonly epochs: number;
	readonly seed: number;
}

/** Trains a judge on features and labels, 1 for a note: logistic loss. */
export const trainJudge = (
	inputs: readonly (readonly number[])[],
	labels: readonly number[],
	plan: Plan
): TanhNetwork =>
	trainNetwork(
		inputs.map((row) => [row]),
		([logit], index) => [1 / (1 + Math.exp(-logit!)) - labels[index]!],
		plan
	);

/** Trains a network to choose the right row of each group: a conditional logit (McFadden, 1974). */
export const trainChoice = (
	groups: readonly (readonly (readonly number[])[])[],
	right: readonly number[],
	plan: Plan
): TanhNetwork =>
	trainNetwork(
		groups,
		(scores, index) => {
			const best = Math.max(...scores);
			const worths = scores.map((score) => Math.exp(score - best));
			const sum = worths.reduce((all, worth) => all + worth, 0);
			return worths.map((worth, row) => worth / sum - Number(row === right[index]));
		},
		plan
	);

/**
 * Trains a network on groups of rows. `errorsOf` tells from what the network says of a group's rows how its
 * loss falls with each. AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019), the
 * same weights for the same seed.
 */
function trainNetwork(
	groups: readonly (readonly (readonly number[])[])[],
	errorsOf: (outputs: readonly number[], group: number) => readonly number[],
	{ units, epochs, seed }: Plan
): TanhNetwork {
	const random = seededRandom(seed);
	const width = groups[0]![0]!.length;
	const { means, scales } = momentsOf(groups.flat(), width);
	const scaled = groups.map((group) =>
		group.map((row) =>
			Float64Array.from(row, (value, index) => (value - means[index]!) / scales[index]!)
		)
	);
	// All weights in one array: [units][width], biases, output, bias.
	const biases = units * width;
	const output = biases + units;
	const weights = Float64Array.from({ length: output + units + 1 }, (_, index) =>
		index < biases ? (random() - 0.5) * Math.sqrt(6 / width) : (random() - 0.5) * 0.5
	);
	weights.fill(0, biases, output);
	const [first, second] = [new Float64Array(weights.length), new Float64Array(weights.length)];
	const gradient = new Float64Array(weights.length);
	const active = new Float64Array(units);
	const order = scaled.map((_, index) => index);
	let step = 0;
	for (let epoch = 0; epoch < epochs; epoch++) {
		shuffle(order, random);
		const rate = RATE * (1 - epoch / epochs);
		for (let from = 0; from < order.length; from += BATCH) {
			gradient.fill(0);
			const batch = order.slice(from, from + BATCH);
			for (const index of batch) {
				const rows = scaled[index]!;
				const errors = errorsOf(rows.map(through), index);
				for (const [at, row] of rows.entries()) addGradient(row, errors[at]!);
			}
			step++;
			descend(rate, batch.length);
		}
	}
	const row = (unit: number) => [...weights.subarray(unit * width, (unit + 1) * width)].map(short);
	return {
		means: means.map(short),
		scales: scales.map(short),
		hidden: Array.from({ length: units }, (_, unit) => row(unit)),
		hiddenBiases: [...weights.subarray(biases, output)].map(short),
		output: [...weights.subarray(output, output + units)].map(short),
		outputBias: short(weights[output + units]!)
	};

	/** Leaves what its units say in `active`. */
	function through(input: Float64Array): number {
		let sum = weights[output + units]!;
		for (let unit = 0; unit < units; unit++) {
			let drive = weights[biases + unit]!;
			for (let index = 0; index < width; index++) {
				drive += weights[unit * width + index]! * input[index]!;
			}
			active[unit] = Math.tanh(drive);
			sum += weights[output + unit]! * active[unit]!;
		}
		return sum;
	}

	function addGradient(input: Float64Array, error: number): void {
		through(input);
		gradient[output + units]! += error;
		for (let unit = 0; unit < units; unit++) {
			gradient[output + unit]! += error * active[unit]!;
			const back = error * weights[output + unit]! * (1 - active[unit]! ** 2);
			gradient[biases + unit]! += back;
			for (let index = 0; index < width; index++) {
				gradient[unit * width + index]! += back * input[index]!;
			}
		}
	}

	function descend(rate: number, count: number): void {
		for (let index = 0; index < weights.length; index++) {
			const slope = gradient[index]! / count;
			first[index] = BETA1 * first[index]! + (1 - BETA1) * slope;
			second[index] = BETA2 * second[index]! + (1 - BETA2) * slope * slope;
			const [mean, spread] = [
				first[index]! / (1 - BETA1 ** step),
				second[index]! / (1 - BETA2 ** step)
			];
			weights[index]! -= rate * (mean / (Math.sqrt(spread) + EPSILON) + DECAY * weights[index]!);
		}
	}
}

const short = (value: number) => Number(value.toPrecision(4));

function momentsOf(rows: readonly (readonly number[])[], width: number) {
	const columns = Array.from({ length: width }, (_, index) => rows.map((row) => row[index]!));
	const means = columns.map(
		(column) => column.reduce((sum, value) => sum + value, 0) / rows.length
	);
	const scales = columns.map((column, index) => {
		const spread =
			column.reduce((sum, value) => sum + (value - means[index]!) ** 2, 0) / rows.length;
		return Math.max(0.01, Math.sqrt(spread));
	});
	return { means, scales };
}

function shuffle(order: number[], random: () => number): void {
	for (let last = order.length - 1; last > 0; last--) {
		const other = Math.floor(random() * (last + 1));
		[order[last], order[other]] = [order[other]!, order[last]!];
	}
}
