import { CHAIRS, type ChairName } from '../../../src/jam/band/face';
import { barLength } from '../../../src/music/metre';
import { quantile, rounded } from '../table';
import { EVERYBODY, type BandSession } from './bandSession';
import { spreadOver, type BandLoop } from './loops';

const BPM = 120;
/** Keys of the page: another one; less like it; simpler; out. */
const KEYS = ['2', '4', '6', '3'] as const;
/** By then the change is there, or it is counted as missing. */
const PATIENCE_BARS = 3;
/** Presses fall anywhere in a bar: so many milliseconds after each other, more or less. */
const PAUSE_MS = 700;
const PAUSE_STEP_MS = 370;

export interface Commands {
	/** From the press to the first note that is another, in bars. */
	readonly delayBars: number;
	readonly delayBarsP95: number;
	readonly presses: number;
	/** Presses after which everything went on as it would have. */
	readonly unheard: number;
}

/** Presses the keys that command a chair, one chair after the other, while the band plays. */
export async function measureCommands(
	session: BandSession,
	loops: readonly BandLoop[],
	{ count, stalls }: { readonly count: number; readonly stalls: number }
): Promise<Commands> {
	const delays: number[] = [];
	for (const loop of spreadOver(
		loops.filter(({ bars }) => bars === 4),
		count
	)) {
		await session.record({ loop, bpm: BPM, stalls }, EVERYBODY);
		// The second cycle is over: there are candidates to go to.
		await session.until(2 * loop.length);
		for (const chair of CHAIRS) {
			for (const key of KEYS) {
				await session.page.waitForTimeout(PAUSE_MS + ((delays.length * PAUSE_STEP_MS) % PAUSE_MS));
				const delay = await pressed(session, chair, key);
				if (delay !== null) delays.push(delay / barLength(loop.metre));
			}
			await session.page.evaluate((name) => {
				continuo.jam.band.change(name, { mode: 'along' });
			}, chair);
		}
		await session.clear();
	}
	const heard = delays.filter(Number.isFinite);
	return {
		delayBars: rounded(Math.max(...heard), 3),
		delayBarsP95: rounded(quantile(heard, 0.95), 3),
		presses: delays.length,
		unheard: delays.length - heard.length
	};
}

/**
 * Ticks from the press to the first note of the chair that is not the one that would have been, or to
 * a note that is missing; Infinity without a change, null for a key that the page does not know.
 */
async function pressed(
	{ page }: BandSession,
	chair: ChairName,
	key: string
): Promise<number | null> {
	const reach = PATIENCE_BARS;
	await page.evaluate(
		({ chair, reach }) => {
			continuo.jam.band.command(chair);
			probe.expect(chair, reach);
		},
		{ chair, reach }
	);
	await page.keyboard.press(key);
	const { delay, isKnown } = await page.evaluate(() => probe.firstChange());
	return isKnown ? (delay ?? Infinity) : null;
}
