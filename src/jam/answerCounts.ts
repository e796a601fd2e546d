import type { Counts, PlanSource } from './face';

export const NO_COUNTS: Counts = {
	answers: 0,
	misses: 0,
	bySource: {
		model: 0,
		variation: 0,
		rules: 0,
		'cached plan': 0,
		'transposed phrase': 0,
		phrase: 0
	}
};

/** An answer more, from this source. */
export const counted = ({ answers, bySource, misses }: Counts, source: PlanSource): Counts => ({
	misses,
	answers: answers + 1,
	bySource: { ...bySource, [source]: bySource[source] + 1 }
});
