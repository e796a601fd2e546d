import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { seededRandom } from '../../../src/lib/random';
import type { DiskKind } from '../../../src/store/sessions/disk';
import { serveBuild } from '../../browser/chromium';
import type { ReadBack, SessionPage } from '../../browser/sessionPage/page';
import { KilledBrowser } from './killedBrowser';

const SEED = 4;
const SAMPLE_RATE = 48_000;
/** When the page is killed, in milliseconds after the recording began. */
const EARLIEST_MS = 1000;
const LATEST_MS = 6000;

export interface KillResult {
	/** From what had been played when the browser was killed to what the next visit has of it. */
	readonly lostSecondsMax: number;
	/** Sessions that cannot be opened, are not offered, or hold anything but what was recorded. */
	readonly unreadable: number;
}

/** A page that records, and the page of the next visit, which says what is left. */
export interface KillScene {
	/** Opened from the tests' own server: the folder of a page, or the app itself. */
	readonly pageFolder?: URL;
	/** Starts to record; resolves with when the recording began, by `Date.now()`. */
	record(page: Page): Promise<number>;
	readBack(page: Page): Promise<ReadBack>;
}

/** The sessions alone, with a ramp for a microphone. */
export const syntheticScene = (best: DiskKind = 'opfs'): KillScene => ({
	pageFolder: new URL('../../browser/sessionPage/', import.meta.url),
	async record(page) {
		await start(page, best);
		return page.evaluate(() => window.sessions.record());
	},
	async readBack(page) {
		await start(page, best);
		return page.evaluate(() => window.sessions.readBack());
	}
});

async function start(page: Page, best: DiskKind): Promise<void> {
	await page.waitForFunction(() => 'sessions' in window);
	await page.evaluate((kind) => window.sessions.start(kind), best);
}

/**
 * Kills the whole browser at a random moment while its page records, and opens the same profile
 * again, `runs` times over: sessions pile up as they would for a player. The moments are seeded.
 */
export async function measureKill(runs: number, scene = syntheticScene()): Promise<KillResult> {
	const site = await serveBuild(scene.pageFolder);
	const profile = mkdtempSync(join(tmpdir(), 'continuo-kill-'));
	const random = seededRandom(SEED);
	let lostSecondsMax = 0;
	let unreadable = 0;
	let before: string | null = null;
	try {
		for (let run = 0; run < runs; run++) {
			const delay = EARLIEST_MS + random() * (LATEST_MS - EARLIEST_MS);
			const { lostSeconds, found } = await killOnce(profile, site.url, scene, delay);
			const isWhole = found.id !== null && found.id !== before && found.wrong === 0;
			// The sessions of earlier runs that cannot be opened were counted then.
			unreadable = Math.max(unreadable + (isWhole ? 0 : 1), found.unreadable);
			lostSecondsMax = Math.max(lostSecondsMax, lostSeconds);
			before = found.id;
		}
	} finally {
		await site.close();
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	}
	return { lostSecondsMax, unreadable };
}

async function killOnce(profile: string, url: string, scene: KillScene, delay: number) {
	const victim = await KilledBrowser.launch(profile);
	const began = await scene.record(await victim.open(url));
	await new Promise((resolve) => setTimeout(resolve, began + delay - Date.now()));
	const played = ((await victim.kill()) - began) / 1000;
	const heir = await KilledBrowser.launch(profile);
	try {
		const found = await scene.readBack(await heir.open(url));
		return { lostSeconds: Math.max(0, played - found.frames / SAMPLE_RATE), found };
	} finally {
		await heir.kill();
	}
}

declare global {
	interface Window {
		readonly sessions: SessionPage;
	}
}
