import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Golden } from '../composer/transformer/golden';
import { launchChromium, serveBuild, type Site } from './chromium';
import type { NetworkPage } from './networkPage/page';

/** Software WebGPU takes a second for a note, more on a busy machine. */
const SOFTWARE_WEBGPU_MS = 240_000;
const GOLDEN = new URL('../../models/small/golden.json', import.meta.url);
/** Short ones of three tasks: those on wasm and cpu are all replayed in Node. */
const PROMPTS = ['continue-folk', 'harmonise-jig', 'lead-five-four'];

let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	site = await serveBuild(new URL('./networkPage/', import.meta.url));
	browser = await launchChromium();
	page = await browser.newPage();
	await page.goto(site.url);
	await page.waitForFunction(() => 'network' in window);
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

declare global {
	interface Window {
		readonly network: NetworkPage;
	}
}

test.each(PROMPTS)(
	'on WebGPU the network says to %s what it said in PyTorch',
	async (name) => {
		const { prompts } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Golden;
		const prompt = prompts.find((one) => one.name === name)!;
		const said = await page.evaluate((asked) => window.network.replay('webgpu', asked), prompt);
		expect(said.heads).toBe(said.wanted);
		expect(said.error).toBeLessThan(1e-3);
		expect(said.notes).toEqual(prompt.greedy);
	},
	SOFTWARE_WEBGPU_MS
);
