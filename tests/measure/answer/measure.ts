import { serveBuild } from '../../browser/chromium';
import { machine, printTable } from '../table';
import { measureCutOff } from './cutOff';
import { measureKeys } from './keys';
import { measureStuck } from './monkey';
import { allPhrases, type PhraseFixture } from './phrases';
import { Session, type RunPlan, type RunResult } from './session';

const TEMPI = [60, 97, 120, 180, 240] as const;
/** Name and share of the time that the main thread is blocked, 50–200 ms at once. */
const CONDITIONS = [
	{ name: 'idle', stalls: 0 },
	{ name: 'stalled', stalls: 0.3 },
	{ name: 'stalled_heavy', stalls: 0.75 }
] as const;
/** Several pages at once, in browsers of their own, so that the run takes minutes. */
const PAGES = 3;
/** The bar for the model's share holds up to here, for loops of one bar. */
const SHARE_BPM = 180;

/**
 * Plays every phrase at every tempo through the real page, idle and under stalls. `--quick` takes
 * each phrase at one tempo only, another one for each; `--phrase=NAME` takes one phrase.
 */
export async function measure(options: readonly string[]): Promise<Record<string, unknown>> {
	const site = await serveBuild();
	const chosen = options.find((option) => option.startsWith('--phrase='))?.split('=')[1];
	const phrases = allPhrases().filter(({ name }) => chosen === undefined || name === chosen);
	const sessions = await Promise.all(Array.from({ length: PAGES }, () => Session.open(site.url)));
	const results = new Map<string, RunResult[]>();
	for (const { name, stalls } of CONDITIONS) {
		const plans = plansFor(phrases, stalls, options.includes('--quick'));
		results.set(name, await runAll(sessions, plans));
		console.error(`${name}: ${plans.length} runs`);
	}
	await Promise.all(sessions.slice(1).map((session) => session.close()));
	const keys = await measureKeys(sessions[0]!);
	const cutOff = await measureCutOff(sessions[0]!);
	await sessions[0]!.close();
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
		backend: idle[0]?.backend ?? null
	};
}

function plansFor(phrases: readonly PhraseFixture[], stalls: number, isQuick: boolean): RunPlan[] {
	return phrases.flatMap((phrase, index) => {
		const tempi = isQuick ? [TEMPI[index % TEMPI.length]!] : TEMPI;
		return tempi.map((bpm, at) => ({
			phrase,
			bpm,
			stalls,
			mode: (index + at) % 3 === 2 ? ('along' as const) : ('answer' as const)
		}));
	});
}

/** Hands the plans out to whichever page is free, the longest first. */
async function runAll(sessions: readonly Session[], plans: RunPlan[]): Promise<RunResult[]> {
	const queue = [...plans].sort(
		(left, right) => left.bpm / left.phrase.bars - right.bpm / right.phrase.bars
	);
	const results: RunResult[] = [];
	const work = async (session: Session) => {
		for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
			const result = await session.run(plan);
			if (misplaced([result]) + result.wrongBar > 0) report(result);
			results.push(result);
		}
	};
	await Promise.all(sessions.map(work));
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
