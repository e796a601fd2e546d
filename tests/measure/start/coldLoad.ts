import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from 'playwright';
import { launchChromium } from '../../browser/chromium';

/** As browsers are set: no sound before the player has pressed something. */
const GESTURE = '--autoplay-policy=document-user-activation-required';
const CODE = /html|css|javascript/;
const PATIENCE_MS = 60_000;

/** A file of code, as it came over the network. */
export interface CodeFile {
	readonly name: string;
	readonly gzipBytes: number;
}

export interface ColdLoad {
	/** From the navigation's start to the first sample that is not silent. */
	readonly firstSoundMs: number;
	/** When Start, and then the keys, could be pressed. */
	readonly startMs: number;
	readonly keysMs: number;
	/** What had come, or begun to come, before the first sound. */
	readonly code: readonly CodeFile[];
}

/** A browser that has never seen the page, the page in it, and what it asked for. */
export class ColdVisit {
	readonly page: Page;
	readonly requests: string[] = [];
	readonly #browser: Browser;
	readonly #responses: Response[] = [];

	private constructor(browser: Browser, page: Page) {
		this.#browser = browser;
		this.page = page;
		page.on('request', (request) => this.requests.push(request.url()));
		page.on('response', (response) => this.#responses.push(response));
	}

	static async open(): Promise<ColdVisit> {
		const browser = await launchChromium([GESTURE]);
		return new ColdVisit(browser, await browser.newPage());
	}

	/** Loads the page, presses Start and then a letter, each the moment it can be pressed. */
	async load(url: string): Promise<ColdLoad> {
		const { page } = this;
		const moments = new Map<string, number>();
		const sound = new Promise<number>((resolve, reject) => {
			setTimeout(() => {
				reject(new Error('nothing sounded'));
			}, PATIENCE_MS).unref();
			void page.exposeFunction('sounded', resolve);
		});
		const press = async (what: string, at: number, [x, y]: [number, number]) => {
			moments.set(what, at);
			await (what === 'start' ? page.mouse.click(x, y) : page.keyboard.down('a'));
		};
		await page.exposeFunction('there', press);
		await page.addInitScript({
			path: fileURLToPath(new URL('./firstSoundPage.js', import.meta.url))
		});
		await page.goto(url, { waitUntil: 'commit' });
		const firstSoundMs = await sound;
		const responses = [...this.#responses];
		await page.keyboard.up('a');
		return {
			firstSoundMs,
			startMs: moments.get('start') ?? NaN,
			keysMs: moments.get('keys') ?? NaN,
			code: await codeOf(responses)
		};
	}

	close(): Promise<void> {
		return this.#browser.close();
	}
}

async function codeOf(responses: readonly Response[]): Promise<CodeFile[]> {
	const code = responses.filter((response) => CODE.test(response.headers()['content-type'] ?? ''));
	return Promise.all(
		code.map(async (response) => ({
			name: new URL(response.url()).pathname.split('/').at(-1) ?? '',
			gzipBytes: gzipSync(await response.body()).length
		}))
	);
}
