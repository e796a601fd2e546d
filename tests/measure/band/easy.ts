import { chordOf } from '../../../src/music/harmony/chord';
import { seededRandom } from '../../../src/lib/random';
import { rounded } from '../table';
import { measureKeys, type KeyLatency } from '../answer/keys';
import { Session } from '../answer/session';
import { BandSession, EVERYBODY } from './bandSession';
import { spreadOver, type BandLoop } from './loops';

const LETTERS = 'ASDFGHJK';
const BPM = 120;
const PRESSES = 60;
const SEED = 5;

export interface EasyFigures {
	/** Presses whose note is of the chord that sounds or of the key; where none is known, of the loop. */
	readonly fit: number;
	/** Pairs of presses of different buttons whose notes go the same way. */
	readonly contour: number;
	readonly keys: KeyLatency;
}

/** Plays the eight easy keys over loops; null where the page has none. */
export async function measureEasy(
	url: string,
	loops: readonly BandLoop[],
	count: number
): Promise<EasyFigures | null> {
	const session = await Session.open(url);
	const { page } = session;
	await page.keyboard.press('/');
	const isThere = await page.getByRole('group', { name: /^Easy keys/ }).count();
	if (isThere === 0) {
		await session.close();
		return null;
	}
	const keys = await measureKeys(session);
	await session.close();
	const band = await BandSession.open(url);
	await band.page.keyboard.press('/');
	const presses: Press[][] = [];
	for (const loop of spreadOver(loops, count)) presses.push(await playOver(band, loop));
	await band.close();
	const all = presses.flat();
	const pairs = presses.flatMap((list) =>
		list.slice(1).map((press, index) => [list[index]!, press] as const)
	);
	const moving = pairs.filter(([one, other]) => one.button !== other.button);
	const kept = moving.filter(
		([one, other]) => Math.sign(other.pitch - one.pitch) === Math.sign(other.button - one.button)
	);
	return {
		fit: rounded(all.filter(({ fits }) => fits).length / all.length, 4),
		contour: rounded(kept.length / moving.length, 4),
		keys
	};
}

interface Press {
	readonly button: number;
	readonly pitch: number;
	readonly fits: boolean;
}

async function playOver(band: BandSession, loop: BandLoop): Promise<Press[]> {
	const { page } = band;
	const random = seededRandom(SEED);
	await band.record({ loop, bpm: BPM, stalls: 0 }, EVERYBODY);
	await band.until(loop.length);
	const presses: Press[] = [];
	for (let count = 0; count < PRESSES; count++) {
		const button = Math.floor(random() * LETTERS.length);
		await page.keyboard.press(LETTERS[button]!, { delay: 40 });
		await page.waitForTimeout(60 + 200 * random());
		const heard = await page.evaluate(() => {
			const { jam } = continuo;
			const last = jam.heardNotes(-Infinity as never).at(-1);
			if (last === undefined) return null;
			const { start, length } = jam.loop.region!;
			const place = (((last.start - start) % length) + length) % length;
			const span = jam.chords.spans.find(({ from, to }) => place >= from && place < to);
			const scale = jam.chords.key?.has.flatMap((has, at) => (has ? [at] : [])) ?? [];
			const played = jam.loop.layers.flatMap(({ notes }) => notes.map(({ pitch }) => pitch % 12));
			return {
				pitch: last.pitch,
				symbol: span?.chord?.symbol ?? '',
				allowed: scale.length > 0 ? scale : played
			};
		});
		if (heard === null) continue;
		const allowed = [...(chordOf(heard.symbol)?.pitchClasses ?? []), ...heard.allowed];
		presses.push({ button, pitch: heard.pitch, fits: allowed.includes(heard.pitch % 12) });
	}
	await band.clear();
	return presses;
}
