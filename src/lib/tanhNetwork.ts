/** Two layers of a small network: inputs → tanh units → a number. */
export interface TanhNetwork {
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

/** What the network says of these inputs. */
export function outputOf(network: TanhNetwork, values: readonly number[]): number {
	const { means, scales, hidden, hiddenBiases, output, outputBias } = network;
	const inputs = values.map((value, index) => (value - means[index]!) / scales[index]!);
	return hidden.reduce((sum, row, unit) => {
		const drive = row.reduce((of, weight, index) => of + weight * inputs[index]!, 0);
		return sum + output[unit]! * Math.tanh(drive + hiddenBiases[unit]!);
	}, outputBias);
}
