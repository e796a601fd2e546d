import { parseArgs } from 'node:util';
import { machine, printTable } from '../table';
import { readExcerpts } from './excerpts';
import { goalsOf, type Goal } from './goals';
import { folderOf, hasModel, melodyRnnSize, originOf, sizeOf, type Size } from './modelFolder';
import { recheck, type Rechecked } from './recheck';
import {
	joinedReport,
	missingQuestions,
	MODELS,
	readReport,
	ReportMissing,
	type By,
	type Report
} from './report';
import { resultOf } from './result';
import * as tables from './tables';

/**
 * What models/training/evaluate.py reported of our Music Transformers, with a sample of it counted
 * again by the browser's code. `--model small` or `base` says whose answers are meant, the largest
 * unless said; `--report PATH` reads another report of it.
 */
export async function measure(options: readonly string[]): Promise<Record<string, unknown>> {
	const { values } = parseArgs({
		args: [...options],
		options: { model: { type: 'string' }, report: { type: 'string' } }
	});
	const models = MODELS.filter(hasModel);
	const ours = values.model ?? models.at(-1) ?? MODELS[0];
	const reports = readReports(models, ours, values.report);
	const report = joinedReport(reports, ours);
	const rechecked = await recheck(models, ours);
	const sizes = {
		...Object.fromEntries(models.map((name) => [name, sizeOf(name)])),
		'melody-rnn': melodyRnnSize()
	};
	const result = resultOf(report, sizes, rechecked);
	const violations = result.lock_violations ?? NaN;
	const goals = goalsOf(report, result.parity_max_error, violations, sizes);
	print(report, rechecked, sizes, goals);
	for (const sentence of doubts(reports, ours, rechecked)) console.log(sentence);
	console.log(`The answers are of ${ours}. ${machine()}.`);
	return { ...result, short: goals.filter(({ isMet }) => !isMet).map(({ what }) => what) };
}

/** Ends the program with a sentence where a report is missing. */
function readReports(
	models: readonly string[],
	ours: string,
	path: string | undefined
): Map<string, Report> {
	try {
		const usual = (name: string) => `${folderOf(name)}/report.json`;
		const pathOf = (name: string) => (name === ours && path ? path : usual(name));
		return new Map(
			[...new Set([...models, ours])].map((name) => [name, readReport(pathOf(name), name)])
		);
	} catch (error) {
		if (!(error instanceof ReportMissing)) throw error;
		console.error(error.message);
		process.exit(1);
	}
}

function print(
	report: Report,
	rechecked: Rechecked,
	sizes: By<Size>,
	goals: readonly Goal[]
): void {
	for (const { headings, rows } of [
		tables.bitsTable(report),
		tables.futureTable(report),
		tables.harmonyTable(report, rechecked),
		tables.shapeTable(report),
		tables.obedienceTable(report, rechecked),
		tables.recitationTable(report),
		tables.networkTable(sizes, rechecked),
		tables.goalsTable(goals)
	]) {
		printTable(headings, rows);
		console.log();
	}
	const { key, chord } = report.lock_violations ?? { key: NaN, chord: NaN };
	const { locks, harmony, obedience } = rechecked;
	console.log(
		`Real or ours: AUC ${tables.intervalCell(report.real_or_ours_auc, 3)}. Notes outside of locks: ` +
			`key ${tables.cell(key)}, chord ${tables.cell(chord)}; here ${locks.violations} of ` +
			`${locks.notes}. "here" is the browser's code on wasm in Node: harmony of ` +
			`${harmony.windows} excerpts (${tables.cell(harmony.human_python, 6)} in the real ones by ` +
			`Python, ${tables.cell(harmony.human, 6)} here), obedience of ${obedience.answers} answers.`
	);
}

/** What speaks against the numbers, a sentence each. */
function doubts(
	reports: ReadonlyMap<string, Report>,
	ours: string,
	{ bits }: Rechecked
): readonly string[] {
	const excerpts = readExcerpts();
	return [...reports].flatMap(([name, report]) => {
		const trained = originOf(name).training.split_hash;
		const missing = missingQuestions(report);
		return [
			report.split_hash !== trained &&
				`The report of ${name} is of the split ${report.split_hash}, but ${name} was trained on ` +
					`${trained}: its test pieces may have been learnt from.`,
			name === ours &&
				excerpts.split_hash !== trained &&
				`The excerpts are of the split ${excerpts.split_hash}, not of ${trained}.`,
			missing.length > 0 && `The report of ${name} does not answer ${missing.join(', ')}.`,
			Number.isNaN(bits[name]?.python) &&
				`PyTorch's bits of the excerpts are of other weights than those of ${name}: run ` +
					'`python -m training.excerpts` with --models.'
		].filter((sentence) => sentence !== false);
	});
}
