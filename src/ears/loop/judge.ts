/** Two layers of a small network: inputs → tanh units → the logit of a likelihood. */
export interface JudgeWeights {
	/** Subtracted from the inputs, which are then divided. */
	readonly means: readonly number[];
	readonly scales: readonly number[];
	/** [units][inputs], then a bias a unit. */
	readonly hidden: readonly (readonly number[])[];
	readonly hiddenBiases: readonly number[];
	/** [units] and a bias. */
	readonly output: readonly number[];
	readonly outputBias: number;
}

/** How likely it is, 0–1, that what has these features is a note. */
export function judged(weights: JudgeWeights, features: readonly number[]): number {
	const { means, scales, hidden, hiddenBiases, output, outputBias } = weights;
	const inputs = features.map((value, index) => (value - means[index]!) / scales[index]!);
	const logit = hidden.reduce((sum, row, unit) => {
		const drive = row.reduce((of, weight, index) => of + weight * inputs[index]!, 0);
		return sum + output[unit]! * Math.tanh(drive + hiddenBiases[unit]!);
	}, outputBias);
	return 1 / (1 + Math.exp(-logit));
}
