import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
	'--headless=new',
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--remote-debugging-port=0',
	'--autoplay-policy=no-user-gesture-required'
];
const START_MS = 60_000;

/** Chromium with a profile that outlives it, as a group of processes that can be killed at one blow. */
export class KilledBrowser {
	readonly #process: ChildProcess;
	readonly #browser: Browser;

	private constructor(process: ChildProcess, browser: Browser) {
		this.#process = process;
		this.#browser = browser;
	}

	/** `profile`: a folder, which is made when it is not there. */
	static async launch(profile: string, flags: readonly string[] = []): Promise<KilledBrowser> {
		const portFile = join(profile, 'DevToolsActivePort');
		rmSync(portFile, { force: true });
		const args = [...FLAGS, ...flags, `--user-data-dir=${profile}`, 'about:blank'];
		const child = spawn(CHROMIUM, args, { detached: true, stdio: 'ignore' });
		const deadline = Date.now() + START_MS;
		while (!existsSync(portFile) || !readFileSync(portFile, 'utf8').includes('\n')) {
			if (Date.now() > deadline) throw new Error('Chromium did not start');
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		const [port = ''] = readFileSync(portFile, 'utf8').split('\n');
		return new KilledBrowser(child, await chromium.connectOverCDP(`http://127.0.0.1:${port}`));
	}

	async open(url: string): Promise<Page> {
		const [context] = this.#browser.contexts();
		if (context === undefined) throw new Error('Chromium has no profile');
		const page = await context.newPage();
		await page.goto(url);
		return page;
	}

	/** All of its processes at once, with no time to write anything; returns the moment by `Date.now()`. */
	async kill(): Promise<number> {
		const { pid } = this.#process;
		if (pid === undefined) throw new Error('Chromium has no process');
		const ended = new Promise((resolve) => this.#process.once('exit', resolve));
		const moment = Date.now();
		process.kill(-pid, 'SIGKILL');
		await ended;
		return moment;
	}
}
