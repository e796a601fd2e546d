import { closenessOf } from '../../music/closeness';
import type { Note } from '../../music/note';
import type { Brief } from './brief';
import * as terms from './terms';

/** What each respect counts: what is asked for above what is only good manners. */
const WEIGHTS: readonly (readonly [terms.Term, number])[] = [
	[terms.inChords, 4],
	[terms.fitsCall, 4],
	[terms.register, 3],
	[terms.density, 3],
	[terms.inKey, 3],
	[terms.cadence, 1.5],
	[terms.variety, 1.5],
	[terms.freshness, 1]
];
const CLOSENESS_WEIGHT = 4;

/** How good an answer is by itself; the most is the sum of the weights. Silence is the worst. */
export function scoreOf(answer: readonly Note[], brief: Brief): number {
	if (answer.length === 0) return -1;
	return WEIGHTS.reduce((sum, [term, weight]) => sum + weight * term(answer, brief), 0);
}

/** For each candidate how near its place among all, by closeness to the call, is to the one wished: 0–1. */
function closenessFits(candidates: readonly (readonly Note[])[], { call, closeness }: Brief) {
	if (closeness === undefined || candidates.length < 2) return candidates.map(() => 0);
	const values = candidates.map((answer) => closenessOf(call, answer));
	const sorted = [...values].sort((one, other) => one - other);
	return values.map(
		(value) => 1 - Math.abs(sorted.indexOf(value) / (values.length - 1) - closeness)
	);
}

/** The indexes of the candidates, the best first; of equals the one that was made first. */
export function rank(candidates: readonly (readonly Note[])[], brief: Brief): number[] {
	const fits = closenessFits(candidates, brief);
	const scores = candidates.map(
		(answer, index) => scoreOf(answer, brief) + CLOSENESS_WEIGHT * fits[index]!
	);
	return [...candidates.keys()].sort((one, other) => scores[other]! - scores[one]! || one - other);
}
