import { PPQ, ticks, type Ticks } from '../../../src/music/units';
import { rounded } from '../table';
import { EVERYBODY, PORT, type BandSession } from './bandSession';
import { spreadOver, type BandLoop } from './loops';

const BPM = 120;
/** The player plays over so many cycles at each density; the first is not counted. */
const CYCLES = 3;
/** The strips of probePage.js: partner, harmony, keys, bass, drums. */
const BAND_STRIPS = [2, 4, 5, 6, 7];
const STRONG = 0.65;

export interface Yielding {
	/** The share of its notes that the band leaves out when the player plays twice as many. */
	readonly drop: number;
	/** Notes of all chairs a bar: while the player rests, plays quarters, plays eighths. */
	readonly notesPerBar: readonly number[];
}

/** The player rests over the loop, plays quarters, then eighths. */
export async function measureYielding(
	session: BandSession,
	loops: readonly BandLoop[],
	count: number
): Promise<Yielding> {
	const sums = [0, 0, 0];
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
			sums[index]! += await soundedIn(session, ticks(from + length), to);
		}
		await session.clear();
		bars += (CYCLES - 1) * loop.bars;
	}
	return {
		drop: rounded(1 - sums[2]! / sums[1]!, 3),
		notesPerBar: sums.map((sum) => rounded(sum / bars, 1))
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

const soundedIn = ({ page }: BandSession, from: Ticks, to: Ticks): Promise<number> =>
	page.evaluate(
		async ({ from, to, strips }) => {
			const { audio } = continuo;
			const [first, end] = [probe.frameOf(audio, from), probe.frameOf(audio, to)];
			await new Promise((resolve) => setTimeout(resolve, 150));
			return probe.impulses
				.filter(([strip, frame]) => strips.includes(strip) && frame >= first && frame < end)
				.reduce((sum, [, , count]) => sum + count, 0);
		},
		{ from, to, strips: BAND_STRIPS }
	);
