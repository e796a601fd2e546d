import type { Page } from 'playwright';
import type { PartSource } from '../../../src/jam/band/face';
import { bpm as tempo, type PerfTime } from '../../../src/music/units';
import { Session } from '../answer/session';
import { collect, cycleOf, placementsOf, type BandPlacements } from './bandRecording';
import type { BandLoop } from './loops';
import type { Voices } from './metrics';

/** A loop that the whole band plays to. */
export interface BandPlan {
	readonly loop: BandLoop;
	readonly bpm: number;
	/** Share of the time that the main thread is blocked. */
	readonly stalls: number;
}

export interface BandRun extends BandPlacements {
	readonly plan: BandPlan;
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

/** The recorded pass, and two that the band plays to. */
const CYCLES = 3;
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
		const seen = await collect(this.page, plan.loop.length, end);
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
}
