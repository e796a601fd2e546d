import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import '../measure/answer/page.d.ts';
import { bpm } from '../../src/music/units';
import { launchChromium, serveBuild, type Site } from './chromium';

/** Browsers want a gesture before sound; the tests' other flags would do without. */
const GESTURE = '--autoplay-policy=document-user-activation-required';
const script = (path: string) => ({ path: fileURLToPath(new URL(path, import.meta.url)) });

/** An analyser's whole window: 0.7 s at 48 kHz. */
const WINDOW = 32_768;
/** -60 dB; a key is at least 30 dB louder, and a released voice falls far below it. */
const AUDIBLE = 1e-3;
/** Nobody waits longer than this for anything but a phrase, however busy the machine. */
const PATIENCE_MS = 30_000;

/** What a page is opened with. */
export interface VisitOptions {
	/** Without the question mark. */
	readonly query?: string;
	/** Changes the context before the page is loaded: routes, init scripts. */
	readonly prepare?: (page: Page) => Promise<unknown>;
	readonly device?: BrowserContextOptions;
	/** Stops before Start is pressed. */
	readonly isLeftAtStart?: boolean;
}

/** One page of the built app, as a player has it, and what went wrong in it. */
export class Visit {
	readonly page: Page;
	/** Uncaught errors, and what the console calls an error. */
	readonly errors: string[] = [];
	readonly crashes: string[] = [];
	readonly requests: string[] = [];

	constructor(page: Page) {
		this.page = page;
		page.setDefaultTimeout(PATIENCE_MS);
		page.on('pageerror', ({ message }) => {
			this.errors.push(message);
			this.crashes.push(message);
		});
		page.on('console', (message) => {
			if (message.type() === 'error') this.errors.push(message.text());
		});
		page.on('request', (request) => this.requests.push(request.url()));
	}

	async start(): Promise<void> {
		await this.page.getByRole('button', { name: 'Start', exact: true }).first().click();
		await this.page.waitForFunction(() => continuo.audio.state === 'running');
	}

	/** The browser has said whether there is MIDI. */
	async hasAskedForMidi(): Promise<void> {
		await this.page.waitForFunction(
			() => continuo.midi.status.kind !== 'asking' && continuo.midi.status.kind !== 'off'
		);
	}

	/** The model is there as well, or will not come. */
	async settle(): Promise<void> {
		await this.hasAskedForMidi();
		await this.page.waitForFunction(() => continuo.composer.status.kind !== 'loading');
	}

	/** The loudest sample of the last 0.7 s of what the speakers get. */
	async peak(): Promise<number> {
		return this.page.evaluate((fftSize) => {
			const { context, mixer } = continuo.audio;
			globalThis.analyser ??= new AnalyserNode(context, { fftSize });
			mixer.output.connect(globalThis.analyser);
			const samples = new Float32Array(fftSize);
			globalThis.analyser.getFloatTimeDomainData(samples);
			return samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
		}, WINDOW);
	}

	/** Waits until something is to be heard. */
	sounds(): Promise<void> {
		return this.#untilPeak((peak) => peak > AUDIBLE);
	}

	/** Waits until nothing is held and the last release has died away. */
	async fallsSilent(): Promise<void> {
		await this.waitForHeld(0);
		await this.#untilPeak((peak) => peak < AUDIBLE);
	}

	waitForHeld(count: number): Promise<unknown> {
		return this.page.waitForFunction(
			(expected) => continuo.audio.ledger.soundingCount === expected,
			count
		);
	}

	/** Presses the menu's button of that style, at the fastest tempo. */
	async playPhrase(style: string): Promise<void> {
		await this.page.evaluate((tempo) => {
			continuo.jam.setBpm(tempo);
		}, bpm(240));
		await this.page.getByRole('button', { name: new RegExp(`^${style}`) }).click();
	}

	/** Waits until the partner's answer has begun. */
	answers(): Promise<unknown> {
		return this.page.waitForFunction(() => continuo.jam.counts.answers > 0);
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}

	async #untilPeak(isReached: (peak: number) => boolean): Promise<void> {
		const deadline = Date.now() + PATIENCE_MS;
		let peak = await this.peak();
		while (!isReached(peak)) {
			if (Date.now() > deadline) throw new Error(`the loudest sample stays at ${peak}`);
			await this.page.waitForTimeout(50);
			peak = await this.peak();
		}
	}
}

/** The app, built and served once, and one browser. */
export class AppHouse {
	readonly site: Site;
	readonly browser: Browser;

	private constructor(site: Site, browser: Browser) {
		this.site = site;
		this.browser = browser;
	}

	static async open(flags: readonly string[] = []): Promise<AppHouse> {
		return new AppHouse(await serveBuild(), await launchChromium([GESTURE, ...flags]));
	}

	/** A page that shares nothing with the others; with fake MIDI, which the browser grants. */
	async visit(options: VisitOptions = {}): Promise<Visit> {
		const context = await this.browser.newContext(options.device);
		const page = await context.newPage();
		const visit = new Visit(page);
		await page.addInitScript(script('./fakeMidi.js'));
		await page.addInitScript(script('../measure/answer/probePage.js'));
		await options.prepare?.(page);
		await page.goto(`${this.site.url}?${options.query ?? 'engine=simd&seed=1'}`);
		if (options.isLeftAtStart !== true) await visit.start();
		return visit;
	}

	/** What a page asked of anyone but this site. */
	foreign({ requests }: Visit): string[] {
		return requests.filter((url) => !url.startsWith(this.site.url) && !/^(data|blob):/.test(url));
	}

	async close(): Promise<void> {
		await this.browser.close();
		await this.site.close();
	}
}

declare global {
	var analyser: AnalyserNode | undefined;
}
