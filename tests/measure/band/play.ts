import { CHAIRS } from '../../../src/jam/band/face';
import { printTable, rounded } from '../table';
import { BandSession, type BandPlan, type BandRun } from './bandSession';
import { spreadOver, type BandLoop } from './loops';

/**
 * At which tempi, with the main thread blocked for what share of the time, and on how many loops; the
 * second count is that of a quick run. Pages that play at once are in browsers of their own.
 */
const CONDITIONS = [
	{ name: 'idle', bpm: 120, stalls: 0, loops: [60, 12], pages: 1 },
	{ name: 'slow', bpm: 60, stalls: 0, loops: [20, 4], pages: 2 },
	{ name: 'fast', bpm: 200, stalls: 0, loops: [20, 4], pages: 1 },
	{ name: 'stalled', bpm: 120, stalls: 0.3, loops: [20, 6], pages: 1 },
	{ name: 'stalled_heavy', bpm: 120, stalls: 0.75, loops: [20, 4], pages: 1 }
] as const;
export type ConditionName = (typeof CONDITIONS)[number]['name'];
export type Played = ReadonlyMap<ConditionName, readonly BandRun[]>;

const WHOLE = 0;
const QUICK = 1;

/** The band plays to loops in the page, idle and under stalls. */
export async function playAll(
	url: string,
	loops: readonly BandLoop[],
	isQuick: boolean
): Promise<Played> {
	const played = new Map<ConditionName, readonly BandRun[]>();
	for (const { name, bpm, stalls, loops: counts, pages } of CONDITIONS) {
		const chosen = spreadOver(loops, counts[isQuick ? QUICK : WHOLE]);
		const plans = chosen.map((loop) => ({ loop, bpm, stalls }));
		played.set(name, await runAll(url, pages, plans));
		console.error(`${name}: ${plans.length} loops`);
	}
	return played;
}

/** Hands the plans out to whichever page is free, the longest first. */
async function runAll(url: string, pages: number, plans: readonly BandPlan[]): Promise<BandRun[]> {
	const queue = [...plans].sort((one, other) => other.loop.length - one.loop.length);
	const runs: BandRun[] = [];
	const work = async () => {
		const session = await BandSession.open(url);
		for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
			const run = await session.run(plan);
			report(run);
			runs.push(run);
		}
		await session.close();
	};
	await Promise.all(Array.from({ length: pages }, work));
	return runs;
}

/** Names what went wrong, on the way. */
function report(run: BandRun): void {
	const { plan, recorded, chairs, silent, late } = run;
	if (misplaced([run]) + silent.length + late === 0) return;
	const parts = { loop: recorded, ...chairs };
	const wrong = Object.entries(parts)
		.filter(([, placed]) => placed.misplaced > 0)
		.map(([name, placed]) => `${name} ${placed.misplaced} of ${placed.notes}`);
	console.error(
		`${plan.loop.id} at ${plan.bpm} BPM, ${plan.stalls * 100} % stalls: misplaced ` +
			`${wrong.join(', ') || 'nothing'}; silent ${silent.join(', ') || 'nobody'}; late ${late}`
	);
}

const total = (runs: readonly BandRun[], value: (run: BandRun) => number) =>
	runs.reduce((sum, run) => sum + value(run), 0);

export const notesOf = (runs: readonly BandRun[]) =>
	total(runs, ({ recorded, chairs }) =>
		CHAIRS.reduce((sum, chair) => sum + chairs[chair].notes, recorded.notes)
	);

/** Notes that did not begin at their place, of the loop and of all chairs. */
export const misplaced = (runs: readonly BandRun[]) =>
	total(runs, ({ recorded, chairs }) =>
		CHAIRS.reduce((sum, chair) => sum + chairs[chair].misplaced, recorded.misplaced)
	);

export const silentChairs = (runs: readonly BandRun[]) =>
	total(runs, ({ silent }) => silent.length);

/** Bars that the model did not make in time, of all bars of all chairs; the lead's by its lines. */
export function missRate(runs: readonly BandRun[]): number {
	const barsOf = ({ bars }: BandRun) => Object.values(bars).reduce((sum, count) => sum + count, 0);
	const bars = total(runs, barsOf) + total(runs, ({ lines, plan }) => lines * plan.loop.bars);
	const missed =
		total(runs, (run) => barsOf(run) - run.bars.model) +
		total(runs, ({ lines, linesByModel, plan }) => (lines - linesByModel) * plan.loop.bars);
	return rounded(missed / bars, 4);
}

export function printPlayed(played: Played): void {
	const rows = CONDITIONS.map(({ name, bpm, stalls }) => {
		const runs = played.get(name) ?? [];
		const byRules = total(runs, ({ bars }) => bars.rules);
		const byLast = total(runs, ({ bars }) => bars['last bars']);
		const lines = `${total(runs, (run) => run.linesByModel)}/${total(runs, (run) => run.lines)}`;
		return [
			`${stalls * 100} % blocked`,
			bpm,
			runs.length,
			notesOf(runs),
			misplaced(runs),
			silentChairs(runs),
			total(runs, ({ late }) => late),
			missRate(runs),
			total(runs, ({ bars }) => bars.model),
			byLast,
			byRules,
			lines
		];
	});
	printTable(
		[
			'main thread',
			'BPM',
			'loops',
			'notes',
			'misplaced',
			'silent chairs',
			'late',
			'miss rate',
			'bars: model',
			'last bars',
			'rules',
			'lines by model'
		],
		rows
	);
}
