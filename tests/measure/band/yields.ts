import { PPQ, ticks, type Ticks } from '../../../src/music/units';
import { rounded } from '../table';
import { EVERYBODY, PORT, type BandSession } from './bandSession';
import { spreadOver, type BandLoop } from './loops';

const BPM = 120;
/** The player plays over so many cycles at each density; the first is not counted. */
const CYCLES = 3;
/** The strips of probePage.js: harmony, keys, bass, drums; the partner. */
const ACCOMPANISTS = [4, 5, 6, 7];
const LEAD = [2];
const STRONG = 0.65;

export interface Yielding {
	/** The share of its notes that the band leaves out when the player plays twice as many. */
	readonly drop: number;
	/** The same of the lead alone. */
	readonly leadDrop: number;
	/** Notes a bar: while the player rests, plays quarters, plays eighths. */
	readonly accompanists: readonly number[];
	readonly lead: readonly number[];
}

/** The player rests over the loop, plays quarters, then eighths. */
export async function measureYielding(
	session: BandSession,
	loops: readonly BandLoop[],
	count: number
): Promise<Yielding> {
	const accompanists = [0, 0, 0];
	const lead = [0, 0, 0];
	let bars = 0;
	for (const loop of spreadOver(
		loops.filter((each) => each.bars === 2),
		count
	)) {
		await session.record({ loop, bpm: BPM, stalls: 0 }, EVERYBODY);
		const { length } = loop;
		for (const [index, step] of [null, PPQ, PPQ / 2].entries()) {
			const from = ticks((1 + index * CYCLES) * length);
			const to = ticks(from + CYCLES * length);
			if (step !== null) await playLine(session, loop, { from, to, step });
			await session.until(to);
			const counted = ticks(from + length);
			accompanists[index]! += await soundedIn(session, counted, to, ACCOMPANISTS);
			lead[index]! += await soundedIn(session, counted, to, LEAD);
		}
		await session.clear();
		bars += (CYCLES - 1) * loop.bars;
	}
	const notes = (index: number) => accompanists[index]! + lead[index]!;
	const aBar = (sums: readonly number[]) => sums.map((sum) => rounded(sum / bars, 1));
	return {
		drop: rounded(1 - notes(2) / notes(1), 3),
		leadDrop: rounded(1 - lead[2]! / lead[1]!, 3),
		accompanists: aBar(accompanists),
		lead: aBar(lead)
	};
}

/** Pitches of the loop, one after the other, each half as long as its step. */
function playLine(
	session: BandSession,
	{ melody }: BandLoop,
	{ from, to, step }: { readonly from: Ticks; readonly to: Ticks; readonly step: number }
): Promise<void> {
	const count = (to - from) / step;
	const notes = Array.from({ length: count }, (_, index) => [
		index * step,
		step / 2,
		melody[index % melody.length]!.pitch,
		STRONG
	]);
	return session.page.evaluate(
		({ notes, port, from }) => {
			probe.playPhrase(port, notes, from);
		},
		{ notes, port: PORT, from }
	);
}

const soundedIn = (
	{ page }: BandSession,
	from: Ticks,
	to: Ticks,
	strips: readonly number[]
): Promise<number> =>
	page.evaluate(
		async ({ from, to, strips }) => {
			const { audio } = continuo;
			const [first, end] = [probe.frameOf(audio, from), probe.frameOf(audio, to)];
			await probe.catchUp();
			return probe.impulses
				.filter(([strip, frame]) => strips.includes(strip) && frame >= first && frame < end)
				.reduce((sum, [, , count]) => sum + count, 0);
		},
		{ from, to, strips }
	);
