import type { Size } from './modelFolder';
import type { By, Report } from './report';

/** A number that issue 3 asks for. */
export interface Goal {
	readonly what: string;
	readonly value: number;
	readonly goal: string;
	readonly isMet: boolean;
}

const OBEYED = ['density', 'register', 'syncopation', 'chord_rate'] as const;
const MEGABYTE = 1e6;

const atLeast = (what: string, value: number, least: number): Goal => ({
	what,
	value,
	goal: `≥ ${least}`,
	isMet: value >= least
});

const atMost = (what: string, value: number, most: number): Goal => ({
	what,
	value,
	goal: `≤ ${most}`,
	isMet: value <= most
});

/** What was measured beside what was asked for. What was not measured counts as short. */
export function goalsOf(
	report: Report,
	parity: number,
	violations: number,
	sizes: By<Size>
): Goal[] {
	return [
		...bitsGoals(report),
		...harmonyGoals(report),
		atMost('real or ours, AUC', report.real_or_ours_auc?.[0] ?? NaN, 0.75),
		...OBEYED.map((name) => atLeast(`obeys ${name}`, report.obedience?.[name]?.[0] ?? NaN, 0.9)),
		atMost('lock violations', violations, 0),
		...recitationGoals(report),
		atMost('megabytes of small', (sizes['small']?.bytes ?? NaN) / MEGABYTE, 2),
		...(sizes['base'] ? [atMost('megabytes of base', sizes['base'].bytes / MEGABYTE, 12)] : []),
		atMost('parity', parity, 1e-3)
	];
}

function bitsGoals({ bits, future_gain }: Report): Goal[] {
	const onwards = bits?.['continue'];
	const under = (rung: string) =>
		1 - (onwards?.['small']?.[0] ?? NaN) / (onwards?.[rung]?.[0] ?? NaN);
	return [
		atLeast('continue: small under the LSTM', under('lstm'), 0.05),
		atLeast('continue: small under the 5-gram', under('fivegram'), 0.15),
		...['comp', 'bass'].map((task) =>
			atLeast(`${task}: what the future pays`, future_gain?.[task]?.gain[0] ?? NaN, 0.1)
		)
	];
}

function harmonyGoals({ harmony }: Report): Goal[] {
	const { ours, human } = harmony ?? {};
	const diversity = (ours?.diversity ?? NaN) / (human?.diversity ?? NaN);
	return [
		atLeast('harmony', ours?.ratio[0] ?? NaN, 0.64),
		atLeast("of human accompaniments' diversity", diversity, 0.9),
		atMost('pitch classes a chord', ours?.pitch_classes ?? NaN, 3.3)
	];
}

const recitationGoals = ({ recitation = {} }: Report): Goal[] =>
	Object.entries(recitation).flatMap(([temperature, runs]) => [
		atMost(`recites at ${temperature}, median`, runs.ours_median, runs.human_median),
		atMost(`recites at ${temperature}, p95`, runs.ours_p95, runs.human_p95)
	]);
