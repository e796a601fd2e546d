import { existsSync, readFileSync } from 'node:fs';

/** The least first. */
export const MODELS = ['small', 'base'] as const;
export const RUNGS = ['unigram', 'fivegram', 'lstm', ...MODELS] as const;

/** A value with its 95 % interval; NaN where there was nothing to measure. */
export type Interval = readonly [value: number, low: number, high: number];
/** By name, in the report's order. */
export type By<Value> = Readonly<Record<string, Value>>;

export interface HarmonyScores {
	readonly ratio: Interval;
	/** Where the accompaniment is silent it misses. */
	readonly strict_ratio: Interval;
	readonly diversity: number;
	readonly chord_entropy: number;
	readonly pitch_classes: number;
}

export interface ShapeDistance {
	readonly distribution: number;
	readonly paired: number;
}

export interface Recitation {
	readonly ours_median: number;
	readonly ours_p95: number;
	readonly human_median: number;
	readonly human_p95: number;
}

/** What models/training/evaluate.py writes; a question that it was not asked is missing. */
export interface Report {
	readonly split_hash: string;
	readonly bits?: By<By<Interval>>;
	readonly future_gain?: By<Readonly<Record<'known' | 'hidden' | 'gain', Interval>>>;
	readonly harmony?: Readonly<
		Record<'ours' | 'human' | 'live', HarmonyScores & { readonly sets: By<HarmonyScores> }>
	>;
	readonly shape?: By<By<ShapeDistance>>;
	readonly real_or_ours_auc?: Interval;
	readonly obedience?: By<Interval>;
	readonly lock_violations?: { readonly key: number; readonly chord: number };
	readonly recitation?: By<Recitation>;
}

const QUESTIONS = [
	'bits',
	'future_gain',
	'harmony',
	'shape',
	'real_or_ours_auc',
	'obedience',
	'lock_violations',
	'recitation'
] as const satisfies readonly (keyof Report)[];

/** Python writes NaN, which is no JSON. */
export const parseReport = (text: string) =>
	JSON.parse(text.replace(/\bNaN\b/g, 'null'), (_key, value: unknown) =>
		value === null ? NaN : value
	) as Report;

/** A plain sentence is all that there is to say when a report is not there. */
export class ReportMissing extends Error {}

export function readReport(path: string, model: string): Report {
	if (!existsSync(path)) {
		throw new ReportMissing(
			`There is no report of ${model} at ${path}: write it with \`python -m training.evaluate\`, ` +
				'as models/training/README.md says.'
		);
	}
	return parseReport(readFileSync(path, 'utf8'));
}

/** What of the report nobody asked for yet. */
export const missingQuestions = (report: Report) =>
	QUESTIONS.filter((question) => report[question] === undefined);

/** The report of `ours`, with the bits and shapes of all models beside each other. */
export function joinedReport(reports: ReadonlyMap<string, Report>, ours: string): Report {
	const all = [...reports.values()];
	const { bits, shape } = reports.get(ours)!;
	const joined = bits === undefined ? {} : { bits: joinedRungs(bits, all) };
	const shapes = Object.assign({}, ...all.map((report) => report.shape ?? {})) as By<
		By<ShapeDistance>
	>;
	return { ...reports.get(ours)!, ...joined, ...(shape === undefined ? {} : { shape: shapes }) };
}

const joinedRungs = (bits: By<By<Interval>>, reports: readonly Report[]) =>
	Object.fromEntries(
		Object.keys(bits).map((task) => [
			task,
			Object.assign({}, ...reports.map((report) => report.bits?.[task] ?? {})) as By<Interval>
		])
	);
