import type { Page } from 'playwright';
import { bpm } from '../../../src/music/units';
import { serveBuild } from '../../browser/chromium';
import { machine, printTable, quantile, rounded } from '../table';
import '../answer/page.d.ts';
import { ColdVisit, type ColdLoad } from './coldLoad';

const LOADS = 5;
/** How long the page is used while requests to others are counted. */
const USE_MS = 20_000;
const KILOBYTE = 1000;

/**
 * Five cold loads, each in a new browser with an empty cache, from this machine's own server.
 *
 * `first_sound_ms` runs from the navigation's start to the first sample that is not silent in what
 * the speakers get: fetching, compiling, mounting, the press of Start, the audio device's start, the
 * press of a letter and its note. Both presses are real input events, sent as soon as the page says
 * that they are possible, so the way there and back to the test (some milliseconds each) is counted
 * too. Not counted: launching the browser, and the output latency after the sample is rendered.
 *
 * `code_gzip_kb` (1000 bytes) is all HTML, CSS and JavaScript, workers' too, that had come until then.
 */
export async function measure(): Promise<Record<string, unknown>> {
	const site = await serveBuild();
	const loads: ColdLoad[] = [];
	let foreign: string[] = [];
	for (let count = 0; count < LOADS; count++) {
		const visit = await ColdVisit.open();
		loads.push(await visit.load(site.url));
		if (count === LOADS - 1) {
			await use(visit.page);
			foreign = visit.requests.filter(
				(url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url)
			);
			const models = visit.requests.filter((url) => url.includes('/models/')).length;
			if (models === 0) throw new Error('the worker’s requests were not seen');
		}
		await visit.close();
	}
	await site.close();
	printRows(loads);
	const median = (value: (load: ColdLoad) => number) => quantile(loads.map(value), 0.5);
	return {
		code_gzip_kb: rounded(median(codeBytes) / KILOBYTE),
		first_sound_ms: Math.round(median(({ firstSoundMs }) => firstSoundMs)),
		foreign_requests: foreign.length
	};
}

const codeBytes = ({ code }: ColdLoad) => code.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);

/** A phrase, its answer and what follows. */
async function use(page: Page): Promise<void> {
	const end = Date.now() + USE_MS;
	await page.evaluate((tempo) => {
		continuo.jam.setBpm(tempo);
	}, bpm(120));
	await page.getByRole('button', { name: /^Folk/ }).click();
	await page.waitForFunction(() => continuo.jam.counts.answers > 0);
	await page.waitForTimeout(Math.max(0, end - Date.now()));
}

function printRows(loads: readonly ColdLoad[]): void {
	printTable(
		['load', 'Start there', 'keys there', 'first sound', 'code kB'],
		loads.map((load, index) => [
			index + 1,
			Math.round(load.startMs),
			Math.round(load.keysMs),
			Math.round(load.firstSoundMs),
			rounded(codeBytes(load) / KILOBYTE)
		])
	);
	console.log('\nCode before the first sound, in the last load:');
	printTable(
		['file', 'gzip kB'],
		(loads.at(-1)?.code ?? []).map(({ name, gzipBytes }) => [
			name || 'index.html',
			rounded(gzipBytes / KILOBYTE)
		])
	);
	console.log(`Milliseconds; median of ${loads.length}. Machine: ${machine()}.`);
}
