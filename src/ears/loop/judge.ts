import { outputOf, type TanhNetwork } from '../../lib/tanhNetwork';

/** The weights of a judge. */
export type JudgeWeights = TanhNetwork;

/** How likely it is, 0–1, that what has these features is a note. */
export const judged = (weights: JudgeWeights, features: readonly number[]): number =>
	1 / (1 + Math.exp(-outputOf(weights, features)));
