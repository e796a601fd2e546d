import { serveBuild } from '../../browser/chromium';
import { machine, printTable } from '../table';
import { measureCutOff } from './cutOff';
import { measureKeys } from './keys';
import { measureStuck } from './monkey';
import { allPhrases, type PhraseFixture } from './phrases';
import { Session, type RunPlan, type RunResult } from './session';

const TEMPI = [60, 97, 120, 180, 240] as const;
/**
 * The share of the time that the main thread is blocked, 50–200 ms at once; at how many of the tempi
 * each phrase is played, other ones for each; and how many pages play at once, in browsers of their
 * own, so that the run takes half an hour and not two.
 */
const CONDITIONS = [
	{ name: 'idle', stalls: 0, tempi: 5, pages: 3 },
	{ name: 'stalled', stalls: 0.3, tempi: 3, pages: 3 },
	{ name: 'stalled_heavy', stalls: 0.75, tempi: 1, pages: 3 }
] as const;
type Condition = (typeof CONDITIONS)[number];
/** The bar for the model's share holds up to here, for loops of one bar. */
const SHARE_BPM = 180;

/**
 * Plays every phrase through the real page, idle and under stalls. `--quick` takes each phrase at one
 * tempo only; `--phrase=NAME` takes one phrase at all tempi.
 */
export async function measure(options: readonly string[]): Promise<Record<string, unknown>> {
	const site = await serveBuild();
	const chosen = options.find((option) => option.startsWith('--phrase='))?.split('=')[1];
	const phrases = allPhrases().filter(({ name }) => chosen === undefined || name === chosen);
	const results = new Map<string, RunResult[]>();
	for (const condition of CONDITIONS) {
		const tempi = chosen !== undefined ? TEMPI.length : condition.tempi;
		const plans = plansFor(phrases, condition, options.includes('--quick') ? 1 : tempi);
		results.set(condition.name, await runAll(site.url, condition.pages, plans));
		console.error(`${condition.name}: ${plans.length} runs`);
	}
	const session = await Session.open(site.url);
	const keys = await measureKeys(session);
	const cutOff = await measureCutOff(session);
	await session.close();
	const monkey = await measureStuck(site.url);
	await site.close();
	printRows(results);
	console.log(`Machine: ${machine()}; ${phrases.length} phrases; monkey seed ${monkey.seed}.`);
	const idle = results.get('idle')!;
	return {
		late_idle: misplaced(idle),
		late_stalled: misplaced(results.get('stalled')!),
		late_stalled_heavy: misplaced(results.get('stalled_heavy')!),
		notes: [...results.values()].flat().reduce((sum, run) => sum + notesOf(run), 0),
		wrong_bar: [...results.values()].flat().reduce((sum, run) => sum + run.wrongBar, 0),
		model_share: modelShare(idle.filter(isShareRun)),
		model_share_stalled: modelShare(results.get('stalled')!.filter(isShareRun)),
		cutoff_ms: cutOff,
		key_to_sound_median_ms: keys.medianMs,
		key_to_sound_p99_ms: keys.p99Ms,
		stuck: monkey.stuck,
		late_monkey: monkey.late,
		engine: idle[0]?.engine ?? null
	};
}

function plansFor(
	phrases: readonly PhraseFixture[],
	{ stalls }: Condition,
	tempi: number
): RunPlan[] {
	return phrases.flatMap((phrase, index) =>
		Array.from({ length: tempi }, (_, at) => ({
			phrase,
			bpm: TEMPI[(index + at) % TEMPI.length]!,
			stalls,
			mode: (index + at) % 3 === 2 ? ('along' as const) : ('answer' as const)
		}))
	);
}

/** Hands the plans out to whichever page is free, the longest first. */
async function runAll(url: string, pages: number, plans: RunPlan[]): Promise<RunResult[]> {
	const queue = [...plans].sort(
		(left, right) => left.bpm / left.phrase.bars - right.bpm / right.phrase.bars
	);
	const results: RunResult[] = [];
	const work = async () => {
		const session = await Session.open(url);
		for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
			const result = await session.run(plan);
			if (misplaced([result]) + result.wrongBar > 0) report(result);
			results.push(result);
		}
		await session.close();
	};
	await Promise.all(Array.from({ length: pages }, work));
	return results;
}

function report({ plan, loop, partner, wrongBar }: RunResult): void {
	console.error(
		`${plan.phrase.name} at ${plan.bpm} BPM, ${plan.mode}, ${plan.stalls * 100} % stalls: ` +
			`loop ${loop.misplaced} of ${loop.notes}, partner ${partner.misplaced} of ` +
			`${partner.notes} misplaced, ${wrongBar} in a wrong bar`
	);
	for (const { missing, extra } of [loop, partner]) {
		if (missing.length + extra.length > 0) {
			console.error(`  missing at frames ${missing.join(' ')}; too many at ${extra.join(' ')}`);
		}
	}
}

const notesOf = ({ loop, partner }: RunResult) => loop.notes + partner.notes;
const misplaced = (runs: readonly RunResult[]) =>
	runs.reduce((sum, { loop, partner }) => sum + loop.misplaced + partner.misplaced, 0);
const isShareRun = ({ plan }: RunResult) => plan.bpm <= SHARE_BPM && plan.phrase.bars === 1;

function modelShare(runs: readonly RunResult[]): number {
	const sum = (value: (run: RunResult) => number) =>
		runs.reduce((total, run) => total + value(run), 0);
	return Number((sum(({ byModel }) => byModel) / sum(({ answers }) => answers)).toFixed(4));
}

function printRows(results: ReadonlyMap<string, readonly RunResult[]>): void {
	const rows = [...results].flatMap(([name, runs]) =>
		TEMPI.map((bpm) => {
			const at = runs.filter(({ plan }) => plan.bpm === bpm);
			const worst = Math.max(
				0,
				...at.map(({ loop, partner }) => Math.max(loop.worstFrames, partner.worstFrames))
			);
			const answers = at.reduce((sum, run) => sum + run.answers, 0);
			const byModel = at.reduce((sum, run) => sum + run.byModel, 0);
			return [
				name,
				bpm,
				at.length,
				at.reduce((sum, run) => sum + notesOf(run), 0),
				misplaced(at),
				worst,
				at.reduce((sum, run) => sum + run.wrongBar, 0),
				`${byModel}/${answers}`
			];
		})
	);
	printTable(
		['main thread', 'BPM', 'runs', 'notes', 'misplaced', 'worst frames', 'wrong bar', 'by model'],
		rows
	);
}
