import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bpm, pitch, ticks, velocity } from '../../src/music/units';
import { AppHouse, type Visit } from './appPage';

let house: AppHouse;
let visit: Visit;

const strip = () => visit.page.getByRole('group', { name: 'Chords' });
const field = () => visit.page.getByRole('textbox', { name: 'Chords', exact: true });
const textOf = () => visit.page.evaluate(() => continuo.jam.chords.text);

beforeAll(async () => {
	house = await AppHouse.open();
});

beforeEach(async () => {
	visit = await house.visit();
});

afterEach(async () => {
	expect(visit.errors).toEqual([]);
	expect(house.foreign(visit)).toEqual([]);
	await visit.close();
});

afterAll(async () => {
	await house.close();
});

/** Four bars of C, Am, F and G are the stopped loop of the keys. */
async function fill(): Promise<void> {
	const notes = [
		[48, 60, 64, 67],
		[45, 57, 60, 64],
		[41, 57, 60, 65],
		[43, 59, 62, 67]
	].flatMap((pitches, bar) =>
		pitches.map((number) => ({
			start: ticks(bar * 1920),
			duration: ticks(1920),
			pitch: pitch(number),
			velocity: velocity(0.8)
		}))
	);
	const frame = { metre: { beats: 4, unit: 4 }, bpm: bpm(120), length: ticks(4 * 1920) };
	await visit.page.evaluate(
		([played, where]) => {
			continuo.jam.importParts([{ sound: 'piano', by: 'player', notes: played }], where);
		},
		[notes, frame] as const
	);
}

test('typed chords are refused by name, or drawn over the roll and pinned', async () => {
	const { page } = visit;
	await page.keyboard.press('/');
	await field().fill('Dm7 G7 Hx');
	await page.keyboard.press('Enter');
	await page.getByText('“Hx” is no chord').waitFor();
	expect(await textOf()).toBe('');
	await field().fill('Dm7 G7 Cmaj7');
	await page.keyboard.press('Enter');
	await page.getByText('3 bars are pinned.').waitFor();
	await page.keyboard.press('Escape');
	for (const [bar, symbol] of ['Dm7', 'G7', 'Cmaj7'].entries()) {
		await strip()
			.getByRole('button', { name: `Bar ${bar + 1}: ${symbol}, pinned` })
			.waitFor();
	}
	expect(await textOf()).toBe('| Dm7 | G7 | Cmaj7 |');
	await page.getByText('C major, heard').waitFor();
});

test('a chord that was heard is corrected in its place, unpinned again, and the roll does not move', async () => {
	const { page } = visit;
	const canvas = page.locator('section[aria-label="Piano roll"] canvas');
	const before = await canvas.boundingBox();
	await fill();
	await strip().getByRole('button', { name: 'Bar 2: Am, heard' }).focus();
	await page.keyboard.press('Enter');
	await page.keyboard.type('Qx');
	await page.keyboard.press('Enter');
	await page.getByText('“Qx” is no chord').waitFor();
	await page.keyboard.press('Control+A');
	await page.keyboard.type('Em7');
	await page.keyboard.press('Enter');
	await strip().getByRole('button', { name: 'Bar 2: Em7, pinned' }).waitFor();
	expect(await textOf()).toBe('| C | Em7 | F | G |');
	await strip().getByRole('button', { name: 'Bar 2: Em7, pinned' }).click();
	await page.getByRole('button', { name: 'Unpin' }).click();
	await strip().getByRole('button', { name: 'Bar 2: Am, heard' }).waitFor();
	expect(await canvas.boundingBox()).toEqual(before);
});

test('a common progression is pinned in the key that was chosen', async () => {
	const { page } = visit;
	await fill();
	await page.getByRole('button', { name: 'Chords… /' }).click();
	await page.getByRole('combobox', { name: 'Progression' }).selectOption('ii–V–I');
	await page.getByRole('combobox', { name: 'Tonic' }).selectOption('F major');
	await page.getByRole('button', { name: 'Pin it' }).click();
	await page.getByText('4 bars are pinned.').waitFor();
	expect(await textOf()).toBe('| Gm7 | C7 | Fmaj7 | % |');
	await page.getByRole('button', { name: 'Undo' }).last().click();
	expect(await textOf()).toBe('| C | Am | F | G |');
});
