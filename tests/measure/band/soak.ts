import { readFileSync } from 'node:fs';
import type { CDPSession } from 'playwright';
import { CHAIRS, TRADE_BARS } from '../../../src/jam/band/face';
import { seededRandom } from '../../../src/lib/random';
import type { PerfTime } from '../../../src/music/units';
import { rounded } from '../table';
import { BandSession, EVERYBODY, PORT } from './bandSession';
import type { BandLoop } from './loops';

const SEED = 11;
const BPMS = [80, 100, 120, 140];
/** Memory is compared from here on, as a share of the time: instruments and models are loaded then. */
const WARM_SHARE = 0.2;
/** How often memory is looked at. */
const SAMPLE_MS = 10_000;
const SILENCE = 1e-4;
const PHRASE_SECONDS = 12;

export interface Soak {
	readonly minutes: number;
	/** What the page's heap grew by, after a collection; a share. */
	readonly memoryGrowth: number;
	/** The same of the process that holds page, worker and audio. */
	readonly processGrowth: number;
	readonly stuck: number;
	readonly late: number;
	/** Notes that were found too late to sound, and left out. */
	readonly dropped: number;
	/** Null where the browser does not count them. */
	readonly underruns: number | null;
	readonly actions: number;
}

interface Memory {
	readonly heap: number;
	readonly process: number;
}

/** Everybody plays for minutes with the real instruments, while a seeded player does what players do. */
export async function measureSoak(
	url: string,
	loops: readonly BandLoop[],
	minutes: number
): Promise<Soak> {
	const session = await BandSession.open(url, { isProbe: false });
	const random = seededRandom(SEED);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
	const memory = await MemoryGauge.open(session);
	const samples: Memory[] = [];
	const begun = performance.now();
	const isOver = () => performance.now() - begun > minutes * 60_000;
	let [actions, sampledAt] = [0, begun];
	while (!isOver()) {
		const loop = pick(loops);
		await session.record({ loop, bpm: pick(BPMS), stalls: 0 }, EVERYBODY);
		const turnEnds = performance.now() + (20 + 40 * random()) * 1000;
		while (performance.now() < turnEnds && !isOver()) {
			await act(session, pick);
			actions++;
			await session.page.waitForTimeout(300 + 2500 * random());
			if (performance.now() - sampledAt < SAMPLE_MS) continue;
			sampledAt = performance.now();
			samples.push(await memory.read());
		}
		await session.clear();
	}
	samples.push(await memory.read());
	const rest = await whatIsLeft(session);
	await session.close();
	return {
		minutes,
		memoryGrowth: growthOf(samples.map(({ heap }) => heap)),
		processGrowth: growthOf(samples.map(({ process }) => process)),
		...rest,
		actions
	};
}

/** What a player does while the band plays: plays, refuses, turns dials, trades. */
async function act({ page }: BandSession, pick: <T>(list: readonly T[]) => T): Promise<void> {
	const chair = pick(CHAIRS);
	const kind = pick([
		'play',
		'play',
		'play',
		'key',
		'key',
		'dial',
		'mode',
		'overdub',
		'undo'
	] as const);
	if (kind === 'key') {
		await page.evaluate((name) => {
			continuo.jam.band.command(name);
		}, chair);
		await page.keyboard.press(pick(['1', '2', '4', '5', '6']));
	} else if (kind === 'dial' || kind === 'mode') {
		const settings =
			kind === 'dial'
				? { density: pick([0.2, 0.5, 0.8]), register: pick([0.2, 0.5, 0.8]) }
				: {
						mode: pick(['along', 'along', 'trade', 'listen'] as const),
						tradeBars: pick(TRADE_BARS)
					};
		await page.evaluate(
			({ chair, settings }) => {
				continuo.jam.band.change(chair, settings);
			},
			{ chair, settings }
		);
	} else if (kind === 'play') {
		const step = pick([120, 240, 480]);
		const notes = Array.from({ length: (PHRASE_SECONDS * 240) / step }, (_, index) => [
			index * step,
			step * 0.8,
			pick([60, 62, 64, 65, 67, 69, 72]),
			pick([0.3, 0.6, 0.9])
		]);
		await page.evaluate(
			({ notes, port }) => {
				probe.playPhrase(port, notes, Math.ceil(continuo.audio.transport.position()));
			},
			{ notes, port: PORT }
		);
	} else {
		await page.evaluate((action) => {
			continuo.jam.press(action, performance.now() as PerfTime);
		}, kind);
	}
}

/** Everything is let go and stopped; what still sounds is stuck. */
function whatIsLeft({
	page
}: BandSession): Promise<Pick<Soak, 'stuck' | 'late' | 'dropped' | 'underruns'>> {
	return page.evaluate(
		async ({ port, silence }) => {
			const { audio, jam } = continuo;
			if (jam.isRunning) jam.startStop();
			window.dispatchEvent(new Event('blur'));
			fakeMidi.unplug(port);
			await new Promise((resolve) => setTimeout(resolve, 4000));
			const analyser = new AnalyserNode(audio.context, { fftSize: 32768 });
			audio.mixer.output.connect(analyser);
			await new Promise((resolve) => setTimeout(resolve, 1200));
			const samples = new Float32Array(analyser.fftSize);
			analyser.getFloatTimeDomainData(samples);
			const power = samples.reduce((sum, sample) => sum + sample * sample, 0);
			const sounds = Math.sqrt(power / samples.length) > silence ? 1 : 0;
			return {
				stuck: audio.ledger.soundingCount + sounds,
				late: audio.scheduler.late,
				dropped: audio.scheduler.dropped,
				underruns: audio.report().underruns
			};
		},
		{ port: PORT, silence: SILENCE }
	);
}

/** The median of the last fifth against that of the first warm fifth, as a share. */
function growthOf(samples: readonly number[]): number {
	const part = Math.max(1, Math.floor(samples.length * WARM_SHARE));
	const median = (values: readonly number[]) =>
		[...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
	const warm = median(samples.slice(part, 2 * part));
	return rounded(median(samples.slice(-part)) / warm - 1, 4);
}

/** Reads the page's heap after a collection, and its process. */
class MemoryGauge {
	readonly #page: CDPSession;
	readonly #process: number | null;

	private constructor(page: CDPSession, process: number | null) {
		this.#page = page;
		this.#process = process;
	}

	static async open({ page }: BandSession): Promise<MemoryGauge> {
		const cdp = await page.context().newCDPSession(page);
		await cdp.send('HeapProfiler.enable');
		await cdp.send('Performance.enable');
		const browser = await page.context().browser()!.newBrowserCDPSession();
		const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
		const renderers = processInfo.filter(({ type }) => type === 'renderer');
		const busiest = renderers.sort((one, other) => other.cpuTime - one.cpuTime)[0];
		return new MemoryGauge(cdp, busiest?.id ?? null);
	}

	async read(): Promise<Memory> {
		await this.#page.send('HeapProfiler.collectGarbage');
		const { metrics } = await this.#page.send('Performance.getMetrics');
		const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN;
		return { heap, process: this.#residentKilobytes() };
	}

	/** Linux alone tells; NaN elsewhere. */
	#residentKilobytes(): number {
		if (this.#process === null || process.platform !== 'linux') return NaN;
		const status = readFileSync(`/proc/${this.#process}/status`, 'utf8');
		return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN);
	}
}
