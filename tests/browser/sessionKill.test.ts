import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiskKind } from '../../src/store/sessions/disk';
import { measureKill, syntheticScene } from '../measure/looper/kill';
import { KilledBrowser } from '../measure/looper/killedBrowser';
import { launchChromium, serveBuild, type Site } from './chromium';

const MEGABYTE = 2 ** 20;

/** The built worker, in real Chromium, on a page of its own. */
let site: Site;
let browser: Browser;

beforeAll(async () => {
	site = await serveBuild(new URL('./sessionPage/', import.meta.url));
	browser = await launchChromium();
});

afterAll(async () => {
	await browser.close();
	await site.close();
});

async function opened(page: Page, best: DiskKind = 'opfs') {
	await page.goto(site.url);
	await page.waitForFunction(() => 'sessions' in window);
	return page.evaluate((kind) => window.sessions.start(kind), best);
}

async function visited(best: DiskKind = 'opfs') {
	const page = await (await browser.newContext()).newPage();
	await opened(page, best);
	return page;
}

describe.each(['opfs', 'indexeddb'] as const)('on %s', (kind) => {
	test('the disk does what a model of it does', async () => {
		const page = await visited(kind);
		for (const seed of [1, 2, 3]) {
			const found = await page.evaluate(
				([best, number]) => window.sessions.brokenLaws(best, number),
				[kind, seed] as const
			);
			expect(found).toEqual({ kind, broken: [] });
		}
		await page.context().close();
	});

	test('what was recorded is whole after a reload', async () => {
		const page = await visited(kind);
		expect(await page.evaluate(() => window.sessions.recordAtOnce(20))).toBe(true);
		const id = await page.evaluate(() => window.sessions.current());
		expect(await opened(page, kind)).toEqual({ kind: 'safe', sentence: '' });
		expect(await page.evaluate(() => window.sessions.readBack())).toEqual({
			id,
			frames: 960_000,
			wrong: 0,
			takeFrames: 960_000 - 512,
			sentence: '',
			unreadable: 0
		});
		await page.context().close();
	});

	test('a browser that is killed while it records loses less than a second', async () => {
		const { lostSecondsMax, unreadable } = await measureKill(3, syntheticScene(kind));
		expect(unreadable).toBe(0);
		expect(lostSecondsMax).toBeLessThanOrEqual(1);
	});
});

describe('a full disk', () => {
	async function fills(page: Page): Promise<void> {
		const errors: string[] = [];
		page.on('pageerror', ({ message }) => errors.push(message));
		await opened(page);
		const devtools = await page.context().newCDPSession(page);
		const origin = site.url.replace(/\/$/, '');
		expect(await page.evaluate(() => window.sessions.recordAtOnce(1))).toBe(true);
		await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4 * MEGABYTE });
		expect(await page.evaluate(() => window.sessions.recordAtOnce(30))).toBe(false);
		const status = await page.evaluate(() => window.sessions.status());
		expect(status.kind).toBe('full');
		expect(status.sentence).toMatch(/goes on in memory/);
		await devtools.send('Storage.overrideQuotaForOrigin', { origin });
		expect(await page.evaluate(() => window.sessions.stop())).toBe(true);
		await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4 * MEGABYTE });
		await opened(page);
		expect(await page.evaluate(() => window.sessions.readBack())).toMatchObject({
			frames: 31 * 48_000,
			wrong: 0
		});
		expect(errors).toEqual([]);
	}

	test('is said, nothing is lost once there is room, and the next visit reads it, full or not', async () => {
		const profile = mkdtempSync(join(tmpdir(), 'continuo-full-'));
		const profiled = await KilledBrowser.launch(profile);
		await fills(await profiled.open(site.url));
		await profiled.kill();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	});

	test('is said in a private window as well', async () => {
		const context = await browser.newContext();
		await fills(await context.newPage());
		await context.close();
	});
});

test('a session that one tab records to is not opened in another until it is left', async () => {
	const first = await visited();
	const second = await first.context().newPage();
	await opened(second);
	await first.evaluate(() => window.sessions.recordAtOnce(1));
	const id = (await first.evaluate(() => window.sessions.current())) ?? '';
	const open = () => second.evaluate((session) => window.sessions.tryToOpen(session), id);
	expect(await open()).toBe('busy');
	expect(await second.evaluate(() => window.sessions.readBack())).toMatchObject({ id: null });
	await first.evaluate(() => {
		window.sessions.begin();
		return window.sessions.stop();
	});
	expect(await open()).toBe('done');
	await first.context().close();
});
