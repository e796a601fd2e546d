import type { Size } from './modelFolder';
import type { Rechecked } from './recheck';
import { RUNGS, type By, type HarmonyScores, type Interval, type Report } from './report';

const mapped = <In, Out>(values: By<In> | undefined, of: (value: In) => Out) =>
	values === undefined
		? null
		: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value)]));

const valueOf = (interval: Interval) => interval[0];
const boundsOf = ([, low, high]: Interval) => [low, high];

const byRung = <Out>(bits: By<Interval>, of: (interval: Interval) => Out) =>
	Object.fromEntries(RUNGS.map((rung) => [rung, bits[rung] ? of(bits[rung]) : null]));

const harmonyOf = ({ ratio, strict_ratio, ...scores }: HarmonyScores) => ({
	ratio: valueOf(ratio),
	strict_ratio: valueOf(strict_ratio),
	diversity: scores.diversity,
	chord_entropy: scores.chord_entropy,
	pitch_classes: scores.pitch_classes
});

/** The line of JSON that issue 3 asks for; null stands for what the report does not say. */
export function resultOf(report: Report, sizes: By<Size>, rechecked: Rechecked) {
	const { harmony, lock_violations: locks, shape } = report;
	return {
		bits: mapped(report.bits, (bits) => byRung(bits, valueOf)),
		future_gain: mapped(report.future_gain, ({ gain }) => valueOf(gain)),
		harmony: harmony
			? {
					ours: harmonyOf(harmony.ours),
					human: harmonyOf(harmony.human),
					live: harmonyOf(harmony.live)
				}
			: null,
		shape: mapped(shape, (metrics) => mapped(metrics, ({ distribution }) => distribution)),
		shape_paired: mapped(shape, (metrics) => mapped(metrics, ({ paired }) => paired)),
		real_or_ours_auc: report.real_or_ours_auc?.[0] ?? null,
		obedience: mapped(report.obedience, valueOf),
		lock_violations: locks ? locks.key + locks.chord + rechecked.locks.violations : null,
		recitation: mapped(report.recitation, (runs) => ({
			ours_median: runs.ours_median,
			ours_p95: runs.ours_p95,
			human_median: runs.human_median,
			human_p95: runs.human_p95
		})),
		sizes,
		parity_max_error: Math.max(...Object.values(rechecked.parity)),
		split_hash: report.split_hash,
		intervals: {
			bits: mapped(report.bits, (bits) => byRung(bits, boundsOf)),
			future_gain: mapped(report.future_gain, ({ gain }) => boundsOf(gain)),
			harmony_ratio: harmony
				? {
						ours: boundsOf(harmony.ours.ratio),
						human: boundsOf(harmony.human.ratio),
						live: boundsOf(harmony.live.ratio)
					}
				: null,
			real_or_ours_auc: report.real_or_ours_auc ? boundsOf(report.real_or_ours_auc) : null,
			obedience: mapped(report.obedience, boundsOf)
		},
		rechecked
	};
}
