import { CHAIRS, type ChairName } from '../../../src/jam/band/face';
import { closenessOf } from '../../../src/music/closeness';
import type { Note } from '../../../src/music/note';
import { spearman } from '../model/spearman';
import { printTable, rounded } from '../table';
import { EVERYBODY, type BandSession } from './bandSession';
import { spreadOver, type BandLoop } from './loops';

const DIALS = ['density', 'register', 'closeness'] as const;
type Dial = (typeof DIALS)[number];
const PLACES = [0, 0.25, 0.5, 0.75, 1];
const BPM = 120;
/** A part is made within so long, or the place is left out. */
const PATIENCE_MS = 20_000;

export interface Obedience {
	/** By dial: the rank correlation of what is asked and what is played, the mean of all chairs. */
	readonly correlations: Readonly<Record<Dial, number>>;
	/** Places of dials for which no part came in time. */
	readonly unanswered: number;
}

interface Sample {
	readonly chair: ChairName;
	readonly dial: Dial;
	readonly asked: number;
	readonly measured: number;
}

/** Turns each chair's dials, one at a time, and looks at what it plays then. */
export async function measureObedience(
	session: BandSession,
	loops: readonly BandLoop[],
	count: number
): Promise<Obedience> {
	const short = loops.filter(({ bars }) => bars === 2);
	const samples: Sample[] = [];
	let unanswered = 0;
	for (const loop of spreadOver(short, count)) {
		await session.record({ loop, bpm: BPM, stalls: 0 }, EVERYBODY);
		await session.until(loop.length);
		for (const chair of CHAIRS) {
			await seatOnly(session, chair);
			for (const dial of dialsOf(chair)) {
				for (const asked of PLACES) {
					const notes = await turned(session, chair, dial, asked);
					if (notes === null || notes.length === 0) unanswered++;
					else samples.push({ chair, dial, asked, measured: measured(dial, notes, loop) });
				}
			}
		}
		await session.clear();
	}
	print(samples);
	const correlations = Object.fromEntries(
		DIALS.map((dial) => [dial, rounded(mean(byChair(samples, dial)), 3)])
	) as Record<Dial, number>;
	return { correlations, unanswered };
}

const dialsOf = (chair: ChairName): readonly Dial[] => (chair === 'drums' ? ['density'] : DIALS);

const seatOnly = ({ page }: BandSession, chair: ChairName) =>
	page.evaluate((chair) => {
		const { band } = continuo.jam;
		for (const { name } of band.chairs) {
			const mode = name === chair ? 'along' : 'out';
			band.change(name, { mode, density: null, register: null, closeness: null });
		}
	}, chair);

/** What the chair plays when one of its dials stands there; null if it is not made in time. */
async function turned(
	{ page }: BandSession,
	chair: ChairName,
	dial: Dial,
	asked: number
): Promise<readonly Note[] | null> {
	const from = await page.evaluate(
		({ chair, dial, asked }) => {
			const nothing = { density: null, register: null, closeness: null };
			continuo.jam.band.change(chair, { ...nothing, [dial]: asked });
			return continuo.audio.transport.position();
		},
		{ chair, dial, asked }
	);
	try {
		await page.waitForFunction(
			({ chair, from }) => {
				const { jam, audio } = continuo;
				const view = jam.band.chairs.find(({ name }) => name === chair)!;
				const { length } = jam.loop.region!;
				const now = audio.transport.position();
				// The lead's next line may have been made before: its second one was not.
				const isLead = chair === 'lead';
				const since = isLead ? (jam.plan?.start ?? 0) - from - length : now - from - length / 2;
				const isMade = view.part?.source === 'model' && (isLead || !view.isThinking);
				return since > 0 && isMade && (!isLead || now >= jam.plan!.start);
			},
			{ chair, from },
			{ polling: 50, timeout: PATIENCE_MS }
		);
	} catch {
		return null;
	}
	return page.evaluate(
		(chair) => continuo.jam.band.chairs.find(({ name }) => name === chair)!.part!.notes,
		chair
	);
}

function measured(dial: Dial, notes: readonly Note[], { bars, melody }: BandLoop): number {
	switch (dial) {
		case 'density':
			return new Set(notes.map(({ start }) => start)).size / bars;
		case 'register':
			return mean(notes.map(({ pitch }) => pitch));
		case 'closeness':
			return closenessOf(melody, notes);
	}
}

const mean = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

function correlationOf(samples: readonly Sample[], chair: ChairName, dial: Dial): number {
	const own = samples.filter((sample) => sample.chair === chair && sample.dial === dial);
	return spearman(
		own.map(({ asked }) => asked),
		own.map(({ measured }) => measured)
	);
}

/** NaN of a chair that never varies counts as no obedience. */
const byChair = (samples: readonly Sample[], dial: Dial) =>
	CHAIRS.filter((chair) => dialsOf(chair).includes(dial)).map((chair) => {
		const correlation = correlationOf(samples, chair, dial);
		return Number.isNaN(correlation) ? 0 : correlation;
	});

function print(samples: readonly Sample[]): void {
	printTable(
		['obeys (ρ)', ...DIALS],
		CHAIRS.map((chair) => [
			chair,
			...DIALS.map((dial) =>
				dialsOf(chair).includes(dial) ? rounded(correlationOf(samples, chair, dial), 3) : '–'
			)
		])
	);
}
