import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { launchChromium } from '../../browser/chromium';
import { bpm as tempo, type PerfTime } from '../../../src/music/units';
import { placement, type Placement } from './misplaced';
import type { PhraseFixture } from './phrases';

/** One phrase at one tempo: recorded, answered, looped. */
export interface RunPlan {
	readonly phrase: PhraseFixture;
	readonly bpm: number;
	readonly mode: 'answer' | 'along';
	/** Share of the time that the main thread is blocked. */
	readonly stalls: number;
}

export interface RunResult {
	readonly plan: RunPlan;
	readonly loop: Placement;
	readonly partner: Placement;
	readonly answersDue: number;
	readonly answers: number;
	readonly byModel: number;
	/** Answers without a note in the bar in which their first note stands, or not due on the bar line. */
	readonly wrongBar: number;
	readonly requests: readonly { askedLeft: number; firstBarLeft: number | null; notes: number }[];
	readonly engine: string | null;
}

/** Loop, partner: the strips of probePage.js. */
const LOOP = 1;
const PARTNER = 2;
/** The recorded pass and two more: an answer and the loop, or two passes along. */
const CYCLES = 3;
const TOLERANCE_MS = 1;
const PORT = 'Measure';

/** A page of the app in a browser of its own, with the probe attached. */
export class Session {
	readonly page: Page;
	readonly #close: () => Promise<void>;

	private constructor(page: Page, close: () => Promise<void>) {
		this.page = page;
		this.#close = close;
	}

	/** With `isProbe` every note is one impulse; without, the real instruments sound. */
	static async open(
		url: string,
		{ isProbe = true }: { readonly isProbe?: boolean } = {}
	): Promise<Session> {
		const browser = await launchChromium(['--disable-background-timer-throttling']);
		const page = await browser.newPage();
		page.on('pageerror', (error) => {
			console.error(`the page failed: ${error.message}`);
		});
		await page.addInitScript({
			path: fileURLToPath(new URL('../../browser/fakeMidi.js', import.meta.url))
		});
		await page.addInitScript({
			path: fileURLToPath(new URL('./probePage.js', import.meta.url))
		});
		await page.goto(`${url}?${isProbe ? 'probe=1&' : ''}seed=1`);
		await page.evaluate((port) => {
			fakeMidi.plug(port);
		}, PORT);
		await page.getByRole('button', { name: 'Start', exact: true }).click();
		await page.waitForFunction(
			() => continuo.composer.status.kind === 'ready' && continuo.midi.status.kind === 'on'
		);
		await page.evaluate(() => probe.attach());
		return new Session(page, () => browser.close());
	}

	close(): Promise<void> {
		return this.#close();
	}

	async run(plan: RunPlan): Promise<RunResult> {
		const { phrase, bpm, mode, stalls } = plan;
		const hasPickup = phrase.notes.some(([start]) => start < 0);
		const before = await this.page.evaluate(
			({ beatsPerMinute, mode, phrase, countInBars }) => {
				const { jam } = continuo;
				probe.forget();
				const [beats, unit] = phrase.metre;
				const metre = { beats, unit };
				const loopBars = phrase.bars;
				jam.change({ metre, loopBars, mode, countInBars, isMetronomeOn: false });
				jam.setBpm(beatsPerMinute);
				return jam.counts;
			},
			{
				beatsPerMinute: tempo(bpm),
				mode,
				phrase,
				countInBars: hasPickup ? (1 as const) : (0 as const)
			}
		);
		const length = phrase.bars * ((phrase.metre[0] * 4 * 480) / phrase.metre[1]);
		await this.page.keyboard.press('Space');
		await this.page.evaluate(
			({ notes, port, stalls }) => {
				probe.playPhrase(port, notes, 0);
				probe.stall(stalls, 1);
			},
			{ notes: phrase.notes, port: PORT, stalls }
		);
		// Half an eighth beyond the end, so that the next cycle's answer is not half counted.
		await this.page.waitForFunction(
			(end) => continuo.audio.transport.position() > end,
			CYCLES * length - 10,
			{ polling: 20, timeout: 120_000 }
		);
		return this.#collect(plan, length, before);
	}

	async #collect(
		plan: RunPlan,
		length: number,
		before: { answers: number; bySource: { model: number } }
	): Promise<RunResult> {
		const end = CYCLES * length - 10;
		const seen = await this.page.evaluate(
			async ({ length, end }) => {
				probe.unstall();
				const { jam, audio, composer } = continuo;
				const from = jam.loop.region?.start ?? 0;
				const startFrame = probe.frameOf(audio, audio.transport.startedFrom);
				const endFrame = probe.frameOf(audio, end);
				// What was rendered must also have been posted.
				await new Promise((resolve) => setTimeout(resolve, 150));
				const seen = {
					region: jam.loop.region,
					loop: probe.loopFrames(from, end),
					partner: probe.planFrames(end),
					plans: [...probe.plans.keys()],
					firstNotes: [...probe.plans.values()].map(({ notes }) =>
						Math.min(...notes.map(({ start }) => start))
					),
					// What the run before left over lies before the count-in of this one.
					impulses: probe.impulses.filter(([, frame]) => frame >= startFrame && frame < endFrame),
					framesPerTick:
						(probe.frameOf(audio, from + length) - probe.frameOf(audio, from)) / length,
					originFrame: probe.frameOf(audio, 0),
					sampleRate: audio.context.sampleRate,
					counts: jam.counts,
					requests: probe.requests,
					engine: composer.status.engine
				};
				jam.startStop();
				jam.press('clear', performance.now() as PerfTime);
				return seen;
			},
			{ length, end }
		);
		const tolerance = (TOLERANCE_MS / 1000) * seen.sampleRate;
		const found = (strip: number) =>
			seen.impulses
				.filter(([channel]) => channel === strip)
				.flatMap(([, frame, count]) => new Array<number>(count).fill(frame));
		const bar = length / plan.phrase.bars;
		// Frames are whole: a note on the bar line may lie up to half a frame before it.
		const barOf = (tick: number) => Math.floor((tick + 0.5) / bar);
		const tickOf = (frame: number) => (frame - seen.originFrame) / seen.framesPerTick;
		const partnerTicks = found(PARTNER).map(tickOf);
		const due = this.#dueStarts(plan, length);
		const wrongBar = due.filter((start) => {
			const index = seen.plans.indexOf(start);
			const first = partnerTicks.filter((tick) => tick >= start - 1 && tick < start + length)[0];
			return index < 0 || first === undefined || barOf(first) !== barOf(start);
		}).length;
		return {
			plan,
			loop: placement(seen.loop, found(LOOP), tolerance),
			partner: placement(seen.partner, found(PARTNER), tolerance),
			answersDue: due.length,
			answers: seen.counts.answers - before.answers,
			byModel: seen.counts.bySource.model - before.bySource.model,
			wrongBar,
			requests: seen.requests,
			engine: seen.engine
		};
	}

	/** The bar lines on which the partner must begin. To silence there is no answer. */
	#dueStarts({ phrase, mode }: RunPlan, length: number): number[] {
		if (!phrase.notes.some(([start]) => start >= 0)) return [];
		return mode === 'answer' ? [length] : [length, 2 * length];
	}
}
