import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AppHouse, type Visit } from './appPage';
import { openProbed, waitForPosition } from './appProbe';

let house: AppHouse;
let visit: Visit;

const BAR = 1920;
const button = (name: string) => visit.page.getByRole('button', { name, exact: true });
const field = (name: string) => visit.page.getByRole('spinbutton', { name });
const report = () => visit.page.getByRole('status', { name: 'Report' });

/** Sets a practice of two choruses of four bars up. */
async function setUp(trade: string, tempo: number): Promise<void> {
	const { page } = visit;
	await page.keyboard.press('Shift+Enter');
	await page.getByRole('dialog').getByRole('combobox', { name: 'Over' }).selectOption('ii–V–I');
	await page.getByRole('radio', { name: trade }).check();
	await field('Tempo from').fill(String(tempo));
	await field('up by').fill('10');
	await field('to at most').fill('240');
	await page.getByRole('radio', { name: 'Fourths' }).check();
	await field('Choruses').fill('2');
	await field('Choruses').press('Tab');
	await page.getByText(`ii–V–I: 2 choruses, ${tempo} to ${tempo + 10} BPM`).waitFor();
}

beforeAll(async () => {
	house = await AppHouse.open();
});

afterEach(async () => {
	expect(visit.errors).toEqual([]);
	expect(house.foreign(visit)).toEqual([]);
	await visit.close();
});

afterAll(async () => {
	await house.close();
});

test('two choruses: each is reported in words, tempo and key climb on the line, and the log is there after a reload', async () => {
	visit = await openProbed(house);
	const { page } = visit;
	await setUp('Solo', 230);
	await button('Start practice').click();
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	const practice = page.getByRole('region', { name: 'Practice' });
	await practice.getByText('C, 230 BPM').waitFor();
	await practice.getByText('Dm7 → G7').waitFor();
	await practice.getByText('F, 240 BPM').waitFor();
	await waitForPosition(visit, -200);
	for (let bar = 0; bar < 3; bar++) {
		await page.keyboard.press('s', { delay: 60 });
		await page.keyboard.press('f', { delay: 60 });
		await waitForPosition(visit, (bar + 1) * BAR - 200);
	}
	await report()
		.getByText(/^Chorus 1\. You played \d+ notes in 4 bars, from D4 to F4\. What worked: .* Next: /)
		.waitFor();
	expect(await page.evaluate(() => continuo.jam.bpm)).toBe(240);
	await practice.getByText('Gm7 → C7').or(practice.getByText('C7 → Fmaj7')).waitFor();
	const [before, after] = await page.evaluate((line) => {
		const { transport } = continuo.audio;
		const at = (tick: number) =>
			transport.timeOf((line + tick) as ReturnType<typeof transport.position>);
		return [at(0) - at(-480), at(480) - at(0)];
	}, 4 * BAR);
	expect([before, after]).toEqual([
		expect.closeTo(60 / 230, 3) as number,
		expect.closeTo(60 / 240, 3) as number
	]);
	await report().getByText('Chorus 2. You left all of it free').waitFor();
	await page.waitForFunction(() => !continuo.jam.isRunning);
	expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
	await button('Close').click();
	await practice.waitFor({ state: 'detached' });

	await page.reload();
	await visit.start();
	await page.keyboard.press('Shift+Enter');
	const entry = page.getByRole('listitem').filter({ hasText: 'ii–V–I' });
	await entry.getByText(/2 choruses · 230–240 BPM · C F/).waitFor();
	await page.getByRole('img', { name: /^The last 14 days: \d+ s on one day\.$/ }).waitFor();
	expect(await field('Tempo from').inputValue()).toBe('230');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		button('Save as CSV').click()
	]);
	expect(download.suggestedFilename()).toBe('continuo-practice.csv');
	const rows = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
	expect(rows).toHaveLength(2);
	expect(rows[1]).toMatch(/,ii–V–I,0\.1\d,2,230,240,C F,\d+,/);
	await entry.getByRole('button', { name: /^Delete/ }).click();
	await page.getByText('Nothing yet').waitFor();
	await button('Undo delete').click();
	await entry.waitFor();
});

test('twos: the turn is shown with its bars, a pause begins the chorus anew, and the end gives the jam back', async () => {
	visit = await openProbed(house);
	const { page } = visit;
	const settings = () => page.evaluate(() => continuo.jam.settings);
	const before = await settings();
	await setUp('Twos', 120);
	await field('Tempo from').press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.keyboard.press('Shift+Enter');
	await button('Start practice').click();
	const practice = page.getByRole('region', { name: 'Practice' });
	await practice.getByText('You', { exact: true }).waitFor();
	await practice.getByText('2 bars left').waitFor();
	await practice.getByText('Band', { exact: true }).waitFor();
	await button('Pause').click();
	await practice.getByText('Paused').waitFor();
	expect(await page.evaluate(() => continuo.jam.isRunning)).toBe(false);
	await button('Go on').click();
	await practice.getByText('You', { exact: true }).waitFor();
	await button('End').click();
	await practice.waitFor({ state: 'detached' });
	expect(await settings()).toEqual(before);
});
