import type { Browser, CDPSession, Page } from 'playwright';
import { launchChromium, serveBuild, type Site } from '../../browser/chromium';
import type { Lab } from './lab/lab';
import type { Bench } from './page';
import { threadMs, workerThreads, type ThreadPath } from './threadTime';

declare global {
	interface Window {
		readonly bench: Bench;
	}
}

type Arguments<Method extends keyof Lab> = Parameters<Lab[Method]>;
type Result<Method extends keyof Lab> = Awaited<ReturnType<Lab[Method]>>;

/** A clock of 5 µs and the size of all memory are told to isolated pages only. */
const HEADERS = {
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp',
	'Cache-Control': 'max-age=3600'
};
const MEMORY_AT_ONCE = '--enable-blink-features=ForceEagerMeasureMemory';

/** The page in Chromium, and the workers that it holds. */
export class House {
	readonly page: Page;
	readonly #site: Site;
	readonly #browser: Browser;
	readonly #processes: CDPSession;
	#emulation: CDPSession | null = null;

	private constructor(site: Site, browser: Browser, page: Page, processes: CDPSession) {
		this.#site = site;
		this.#browser = browser;
		this.page = page;
		this.#processes = processes;
	}

	static async open(): Promise<House> {
		const site = await serveBuild(new URL('./', import.meta.url), HEADERS);
		const browser = await launchChromium([MEMORY_AT_ONCE]);
		const page = await browser.newPage();
		page.on('console', (message) => {
			if (message.type() === 'error') console.error(message.text());
		});
		await page.goto(site.url);
		await page.waitForFunction(() => 'bench' in window);
		return new House(site, browser, page, await browser.newBrowserCDPSession());
	}

	get models(): string {
		return `${this.#site.url}models`;
	}

	async close(): Promise<void> {
		await this.#browser.close();
		await this.#site.close();
	}

	/** Starts a worker and calls it; how long both took, in milliseconds. */
	async begin<Method extends keyof Lab>(
		name: string,
		method: Method,
		...args: Arguments<Method>
	): Promise<{ room: Room; value: Result<Method>; ms: number }> {
		const before = new Set((await this.#threads()).map(({ path }) => path));
		const begun = await this.page.evaluate(
			([thread, act, values]) => window.bench.begin(thread, act, values),
			[name, method, args] as const
		);
		const thread = (await this.#threads()).find(({ path }) => !before.has(path)) ?? null;
		const room = new Room(this.page, name, thread);
		return { room, value: begun.value as Result<Method>, ms: begun.ms };
	}

	/** Calls a lab on the page's own thread. */
	async callHere<Method extends keyof Lab>(
		method: Method,
		...args: Arguments<Method>
	): Promise<Result<Method>> {
		const value = await this.page.evaluate(([act, values]) => window.bench.callHere(act, values), [
			method,
			args
		] as const);
		return value as Result<Method>;
	}

	/** Holds the page's own thread back so many times. */
	async throttle(rate: number): Promise<void> {
		this.#emulation ??= await this.page.context().newCDPSession(this.page);
		await this.#emulation.send('Emulation.setCPUThrottlingRate', { rate });
	}

	/** What the page and its workers hold, in bytes; null where the browser does not tell. */
	memory(): Promise<number | null> {
		return this.page.evaluate(() => window.bench.memory());
	}

	/** Watches the page's timer of 10 ms. */
	beginHeartbeat(): Promise<void> {
		return this.page.evaluate(() => {
			window.bench.beginHeartbeat();
		});
	}

	/** The gaps between its turns, in milliseconds. */
	endHeartbeat(): Promise<number[]> {
		return this.page.evaluate(() => window.bench.endHeartbeat());
	}

	async #threads(): Promise<ThreadPath[]> {
		const { processInfo } = await this.#processes.send('SystemInfo.getProcessInfo');
		return workerThreads(processInfo.map(({ id }) => id));
	}
}

/** A worker of the page, with a lab in it. */
export class Room {
	readonly #page: Page;
	readonly #name: string;
	readonly #thread: ThreadPath | null;

	constructor(page: Page, name: string, thread: ThreadPath | null) {
		this.#page = page;
		this.#name = name;
		this.#thread = thread;
	}

	/** How long its thread has had a processor, in milliseconds; NaN where that cannot be told. */
	get cpuMs(): number {
		return this.#thread === null ? NaN : threadMs(this.#thread);
	}

	async call<Method extends keyof Lab>(
		method: Method,
		...args: Arguments<Method>
	): Promise<Result<Method>> {
		const value = await this.#page.evaluate(
			([thread, act, values]) => window.bench.call(thread, act, values),
			[this.#name, method, args] as const
		);
		return value as Result<Method>;
	}
}
