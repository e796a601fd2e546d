import { rounded } from '../table';
import type { Goal } from './goals';
import type { Size } from './modelFolder';
import type { Rechecked } from './recheck';
import { RUNGS, type By, type Interval, type Report } from './report';

export interface Table {
	readonly headings: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

const NONE = '–';

export const cell = (value: number | undefined, digits = 3): string =>
	value === undefined || Number.isNaN(value) ? NONE : String(rounded(value, digits));

/** A value and its 95 % interval. */
export const intervalCell = (interval: Interval | undefined, digits = 2): string =>
	interval === undefined || Number.isNaN(interval[0])
		? NONE
		: `${interval[0].toFixed(digits)} (${interval[1].toFixed(digits)}–${interval[2].toFixed(digits)})`;

export const bitsTable = ({ bits = {} }: Report): Table => ({
	headings: ['bits a note', ...RUNGS],
	rows: Object.entries(bits).map(([task, byRung]) => [
		task,
		...RUNGS.map((rung) => intervalCell(byRung[rung]))
	])
});

export const futureTable = ({ future_gain = {} }: Report): Table => ({
	headings: ['future', 'known', 'hidden', 'gain'],
	rows: Object.entries(future_gain).map(([task, { known, hidden, gain }]) => [
		task,
		intervalCell(known),
		intervalCell(hidden),
		intervalCell(gain, 3)
	])
});

/** Over all sets, then what each set says of the ratio. */
export function harmonyTable({ harmony }: Report, { harmony: again }: Rechecked): Table {
	const sets = Object.keys(harmony?.ours.sets ?? {});
	const here = { ours: cell(again.ours), human: cell(again.human), live: NONE };
	return {
		headings: [
			...['harmony', 'ratio', 'silence misses', 'diversity', 'entropy', 'classes'],
			...['excerpts here', ...sets]
		],
		rows: Object.entries(harmony ?? {})
			.filter((entry): entry is [keyof typeof here, (typeof entry)[1]] => entry[0] in here)
			.map(([who, scores]) => [
				who,
				intervalCell(scores.ratio, 3),
				intervalCell(scores.strict_ratio, 3),
				cell(scores.diversity),
				cell(scores.chord_entropy),
				cell(scores.pitch_classes),
				here[who],
				...sets.map((set) => cell(scores.sets[set]?.ratio[0]))
			])
	};
}

/** Distances of the distributions; in brackets of each prompt from its own true answer. */
export function shapeTable({ shape = {} }: Report): Table {
	const metrics = Object.keys(Object.values(shape)[0] ?? {});
	return {
		headings: ['shape', ...metrics],
		rows: Object.entries(shape).map(([rung, distances]) => [
			rung,
			...metrics.map((metric) => {
				const { distribution, paired } = distances[metric] ?? {};
				return `${cell(distribution)} (${cell(paired)})`;
			})
		])
	};
}

export function obedienceTable({ obedience = {} }: Report, { obedience: again }: Rechecked): Table {
	const here: By<number> = { density: again.density, register: again.register };
	return {
		headings: ['obedience', 'rho', 'here'],
		rows: Object.entries(obedience).map(([control, rho]) => [
			control,
			intervalCell(rho, 3),
			cell(here[control])
		])
	};
}

export const recitationTable = ({ recitation = {} }: Report): Table => ({
	headings: ['longest copied run', 'ours median', 'ours p95', 'human median', 'human p95'],
	rows: Object.entries(recitation).map(([temperature, runs]) => [
		`at ${temperature}`,
		cell(runs.ours_median),
		cell(runs.ours_p95),
		cell(runs.human_median),
		cell(runs.human_p95)
	])
});

export const networkTable = (sizes: By<Size>, { parity, bits }: Rechecked): Table => ({
	headings: ['model', 'parameters', 'bytes', 'parity', 'bits a note here', 'PyTorch', 'apart'],
	rows: Object.entries(sizes).map(([name, { parameters, bytes }]) => [
		name,
		parameters.toLocaleString('en'),
		bytes.toLocaleString('en'),
		parity[name]?.toExponential(1) ?? NONE,
		cell(bits[name]?.here, 4),
		cell(bits[name]?.python, 4),
		cell(bits[name]?.max_difference, 5)
	])
});

export const goalsTable = (goals: readonly Goal[]): Table => ({
	headings: ['goal', 'asked', 'is', ''],
	rows: goals.map(({ what, value, goal, isMet }) => [
		what,
		goal,
		Number.isNaN(value) ? NONE : String(Number(value.toPrecision(3))),
		isMet ? '' : 'short'
	])
});
