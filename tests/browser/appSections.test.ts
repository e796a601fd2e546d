import { afterAll, beforeAll, expect, test } from 'vitest';
import { bpm } from '../../src/music/units';
import { AppHouse, type Visit } from './appPage';
import { FOLK, impulseTicks, openProbed, waitForPosition, waitForState } from './appProbe';

/** A frame in ticks, at 240 BPM and 48 kHz. */
const FRAME = (240 * 480) / (60 * 48_000);

let house: AppHouse;
beforeAll(async () => {
	house = await AppHouse.open();
});
afterAll(async () => {
	await house.close();
});

const sectionsOf = ({ page }: Visit) =>
	page.evaluate(() =>
		continuo.jam.sections.map(({ isPresent, layers }) => ({
			isPresent,
			pitches: layers.flatMap(({ notes }) => notes.map(({ pitch }) => pitch))
		}))
	);

/** The folk phrase is loop A, of two bars, and plays; nobody answers. */
async function withA(): Promise<Visit> {
	const visit = await openProbed(house);
	await visit.page.getByRole('radio', { name: 'Out' }).check();
	await visit.playPhrase('Folk');
	await waitForState(visit, 'playing');
	return visit;
}

/** Turns to the other section in the middle of a pass. Returns the bar line at which it begins. */
async function turn({ page }: Visit): Promise<number> {
	// A press just behind the seam counts for it.
	await page.waitForFunction(
		({ bar, length }) => {
			const offset = continuo.audio.transport.position() % length;
			return offset > bar / 2 && offset < bar * 1.5;
		},
		FOLK,
		{ polling: 20 }
	);
	await page.keyboard.press('0');
	return page.evaluate(() => continuo.jam.loop.pending!.due);
}

test('A is recorded, then B without a stop, and A comes back on its line to the sample', async () => {
	const visit = await withA();
	const { page } = visit;
	const toB = await turn(visit);
	expect(toB % FOLK.length).toBe(0);
	await waitForState(visit, 'recording');
	await waitForPosition(visit, toB + 200);
	for (const key of 'ad') await page.keyboard.press(key, { delay: 40 });
	await waitForState(visit, 'playing');
	const toA = await turn(visit);
	expect(toA).toBeGreaterThan(toB + FOLK.length);
	await waitForPosition(visit, toA + FOLK.length);
	const [a, b] = await sectionsOf(visit);
	expect(a).toMatchObject({ isPresent: true });
	expect(a?.pitches).toHaveLength(FOLK.notes);
	expect(b).toEqual({ isPresent: false, pitches: [60, 64] });

	const ticks = await impulseTicks(visit, 'loop');
	const pass = (from: number) =>
		ticks
			.filter((tick) => tick > from - 1 && tick < from + FOLK.length - 1)
			.map((tick) => tick - from);
	const first = pass(toB - FOLK.length);
	const back = pass(toA);
	expect(back).toHaveLength(FOLK.notes);
	expect(pass(toB)).toEqual([]);
	expect(pass(toA - FOLK.length)).toHaveLength(2);
	back.forEach((tick, place) => {
		expect(Math.abs(tick - first[place]!)).toBeLessThan(1.5 * FRAME);
	});
	const { late, dropped } = await page.evaluate(() => {
		const { late, dropped } = continuo.audio.scheduler;
		return { late, dropped };
	});
	expect({ late, dropped }).toEqual({ late: 0, dropped: 0 });
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('the buttons tell which section plays, which is empty, and how soon one comes; Escape takes it off', async () => {
	const visit = await withA();
	const { page } = visit;
	await page.evaluate((tempo) => {
		continuo.jam.setBpm(tempo);
	}, bpm(40));
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	await button('Section A: plays').waitFor();
	await button('Section B: empty').click();
	await button('Section B: in 1 bar').waitFor();
	await page.getByText(/^Section B at bar \d/).waitFor();
	expect(await button('Section A: plays').getAttribute('aria-pressed')).toBe('true');
	await page.keyboard.press('Escape');
	await button('Section B: empty').waitFor();
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('who leaves the page in the middle of recording B is offered A and B again', async () => {
	const visit = await withA();
	const { page } = visit;
	await page.evaluate(() => {
		continuo.jam.change({ loopBars: 'free' });
	});
	const toB = await turn(visit);
	await waitForPosition(visit, toB + 200);
	for (const key of 'ad') await page.keyboard.press(key, { delay: 40 });
	await waitForPosition(visit, toB + 2 * FOLK.bar);
	await page.evaluate(() => continuo.looper.sessions.store.settle());
	await page.reload();
	await visit.start();
	await page.getByRole('button', { name: 'Bring it back' }).click();
	await page.waitForFunction(() => continuo.jam.sections.every(({ isBlank }) => !isBlank));
	const [a, b] = await sectionsOf(visit);
	expect(a?.pitches).toHaveLength(FOLK.notes);
	expect(b).toEqual({ isPresent: true, pitches: [60, 64] });
	expect(visit.errors).toEqual([]);
	await visit.close();
});
