import type { Page } from 'playwright';
import { CHAIRS, type ChairName, type PartSource } from '../../../src/jam/band/face';
import type { Note } from '../../../src/music/note';
import { bpm as tempo, ticks, type PerfTime, type Ticks } from '../../../src/music/units';
import { placement, type Placement } from '../answer/misplaced';
import { Session } from '../answer/session';
import type { BandLoop } from './loops';
import type { Voices } from './metrics';

/** A loop that the whole band plays to. */
export interface BandPlan {
	readonly loop: BandLoop;
	readonly bpm: number;
	/** Share of the time that the main thread is blocked. */
	readonly stalls: number;
}

export interface BandRun {
	readonly plan: BandPlan;
	readonly recorded: Placement;
	readonly chairs: Readonly<Record<ChairName, Placement>>;
	/** Chairs of which nothing was heard. */
	readonly silent: readonly ChairName[];
	/** Bars of the accompanists, by where their notes came from. */
	readonly bars: Readonly<Record<PartSource, number>>;
	/** Lines of the lead, and how many of them the model made. */
	readonly lines: number;
	readonly linesByModel: number;
	/** Notes that the scheduler found too late. */
	readonly late: number;
	/** What was played in each cycle after the recorded one. */
	readonly cycles: readonly Voices[];
	readonly engine: string | null;
}

/** The strips of probePage.js. */
const STRIPS: Readonly<Record<ChairName | 'loop', number>> = {
	loop: 1,
	lead: 2,
	harmony: 4,
	keys: 5,
	bass: 6,
	drums: 7
};
/** The recorded pass, and two that the band plays to. */
const CYCLES = 3;
const TOLERANCE_MS = 1;
/** A run ends so many ticks before a cycle does: what begins on the line is not half counted. */
const BEFORE_LINE = 10;
export const PORT = 'Measure';
export const EVERYBODY = 'Everybody';

/** A page of the app with five chairs. */
export class BandSession {
	readonly page: Page;
	readonly #session: Session;

	private constructor(session: Session) {
		this.#session = session;
		this.page = session.page;
	}

	/** With `isProbe` every note is one impulse; without, the real instruments sound. */
	static async open(
		url: string,
		options: { readonly isProbe?: boolean } = {}
	): Promise<BandSession> {
		return new BandSession(await Session.open(url, options));
	}

	close(): Promise<void> {
		return this.#session.close();
	}

	/** Waits until the transport has come so far. */
	async until(position: number): Promise<void> {
		await this.page.waitForFunction((end) => continuo.audio.transport.position() > end, position, {
			polling: 20,
			timeout: 200_000
		});
	}

	/** The loop is played into the page and recorded; the transport runs on when this returns. */
	async record({ loop, bpm, stalls }: BandPlan, preset: string): Promise<void> {
		await this.page.evaluate(
			({ beatsPerMinute, metre, loopBars, preset }) => {
				const { jam } = continuo;
				probe.forget();
				jam.change({ metre, loopBars, countInBars: 0, isMetronomeOn: false });
				jam.setBpm(beatsPerMinute);
				jam.band.choosePreset(preset);
			},
			{ beatsPerMinute: tempo(bpm), metre: loop.metre, loopBars: loop.bars, preset }
		);
		await this.page.keyboard.press('Space');
		const notes = loop.melody.map(({ start, duration, pitch, velocity }) => [
			start,
			duration,
			pitch,
			velocity
		]);
		await this.page.evaluate(
			({ notes, port, stalls }) => {
				probe.playPhrase(port, notes, 0);
				probe.stall(stalls, 1);
			},
			{ notes, port: PORT, stalls }
		);
	}

	/** Stops, and the loop is empty again. */
	async clear(): Promise<void> {
		await this.page.evaluate(() => {
			probe.unstall();
			const { jam } = continuo;
			if (jam.isRunning) jam.startStop();
			jam.press('clear', performance.now() as PerfTime);
		});
	}

	/** The loop is recorded and the band plays two cycles to it; then all is as before. */
	async run(plan: BandPlan, preset = EVERYBODY): Promise<BandRun> {
		const before = await this.#counts();
		await this.record(plan, preset);
		const end = CYCLES * plan.loop.length - BEFORE_LINE;
		await this.until(end);
		const seen = await this.#collect(plan.loop.length, end);
		const after = await this.#counts();
		await this.clear();
		const sum = (source: PartSource) => after.bars[source] - before.bars[source];
		return {
			plan,
			...placementsOf(seen),
			bars: {
				model: sum('model'),
				'last bars': sum('last bars'),
				variation: sum('variation'),
				rules: sum('rules')
			},
			lines: after.lines - before.lines,
			linesByModel: after.linesByModel - before.linesByModel,
			late: after.late - before.late,
			cycles: Array.from({ length: CYCLES - 1 }, (_, index) =>
				cycleOf(seen, index + 1, plan.loop.length)
			),
			engine: seen.engine
		};
	}

	#counts() {
		return this.page.evaluate(() => {
			const { jam, audio } = continuo;
			const { answers, bySource } = jam.counts;
			const { bars } = jam.band;
			return { bars, lines: answers, linesByModel: bySource.model, late: audio.scheduler.late };
		});
	}

	#collect(from: number, end: number) {
		return this.page.evaluate(
			async ({ from, end }) => {
				probe.unstall();
				const { audio, composer } = continuo;
				const startFrame = probe.frameOf(audio, audio.transport.startedFrom);
				const endFrame = probe.frameOf(audio, end);
				const events = probe.chairEvents(from, end).map(({ channel, start, end, ...rest }) => ({
					chair: channel,
					frame: probe.frameOf(audio, start),
					note: {
						start,
						duration: (end - start) as Ticks,
						pitch: rest.pitch,
						velocity: rest.velocity
					}
				}));
				const seen = {
					events,
					lead: [...probe.plans.values()].flatMap(({ notes }) =>
						notes.filter(({ start }) => start < end)
					),
					loopFrames: probe.loopFrames(0, end),
					partnerFrames: probe.planFrames(end),
					sampleRate: audio.context.sampleRate,
					engine: composer.status.engine
				};
				// What was rendered must also have been posted.
				await probe.catchUp();
				const impulses = probe.impulses.filter(
					([, frame]) => frame >= startFrame && frame < endFrame
				);
				return { ...seen, impulses };
			},
			{ from, end }
		);
	}
}

interface Seen extends SeenNotes {
	readonly loopFrames: readonly number[];
	readonly partnerFrames: readonly number[];
	readonly impulses: readonly (readonly [number, number, number])[];
	readonly sampleRate: number;
}

/** How the notes that were heard lie beside those that were planned. */
function placementsOf(seen: Seen): Pick<BandRun, 'recorded' | 'chairs' | 'silent'> {
	const tolerance = (TOLERANCE_MS / 1000) * seen.sampleRate;
	const heard = (chair: ChairName | 'loop') =>
		seen.impulses
			.filter(([strip]) => strip === STRIPS[chair])
			.flatMap(([, frame, count]) => new Array<number>(count).fill(frame));
	const planned = (chair: ChairName) =>
		chair === 'lead'
			? seen.partnerFrames
			: seen.events.filter((event) => event.chair === chair).map(({ frame }) => frame);
	const placed = CHAIRS.map(
		(chair) => [chair, placement(planned(chair), heard(chair), tolerance)] as const
	);
	return {
		recorded: placement(seen.loopFrames, heard('loop'), tolerance),
		chairs: Object.fromEntries(placed) as Record<ChairName, Placement>,
		silent: CHAIRS.filter((chair) => heard(chair).length === 0)
	};
}

interface SeenNotes {
	readonly events: readonly {
		readonly chair: string;
		readonly frame: number;
		readonly note: Note;
	}[];
	readonly lead: readonly Note[];
}

/** What each chair played in a cycle, in positions of the loop. */
function cycleOf({ events, lead }: SeenNotes, cycle: number, length: Ticks): Voices {
	const from = cycle * length;
	const inCycle = (notes: readonly Note[]) =>
		notes
			.filter(({ start }) => start >= from && start < from + length)
			.map((note) => ({
				...note,
				start: ticks(note.start - from),
				duration: ticks(Math.min(note.duration, from + length - note.start))
			}));
	return Object.fromEntries(
		CHAIRS.map((chair) => [
			chair,
			inCycle(
				chair === 'lead'
					? lead
					: events.filter((event) => event.chair === chair).map(({ note }) => note)
			)
		])
	);
}
