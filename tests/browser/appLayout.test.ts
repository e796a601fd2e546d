import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppHouse, type Visit } from './appPage';
import { clicks, fakeMicrophone, type FakeMicrophone } from './fakeMicrophone';

/** CSS pixels of the roll itself, under its chords. */
const LEAST_ROLL = 160;
const DESKS = [
	['a laptop', { width: 1280, height: 800 }],
	['a large laptop', { width: 1440, height: 900 }],
	['a low laptop', { width: 1366, height: 768 }],
	['a tablet', { width: 1024, height: 768 }]
] as const;
const PHONE = { width: 390, height: 844 };
/** What a player reaches for while the music runs. */
const CONTROLS = [
	'.roll canvas',
	'.run',
	'.metronome',
	'.tempo button',
	'.chords button',
	'.pedal .stomp',
	'.pedal .small',
	'.take',
	'.rack .device',
	'.rack .fold',
	'.rack .strip:first-child',
	'.rack .strip:last-child .select',
	'.keys'
];
const PHONE_CONTROLS = ['.roll canvas', '.run', '.metronome', '.pedal .stomp', '.pedal .small'];

let microphone: FakeMicrophone;
let house: AppHouse;
let visit: Visit;
beforeAll(async () => {
	microphone = await fakeMicrophone(clicks(10));
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

/** A page with all tracks open, the first under the pedal, and a band of five. */
async function openRacked(viewport: { readonly width: number; readonly height: number }) {
	visit = await house.visit({ device: { viewport } });
	const { page } = visit;
	await visit.hasAskedForMidi();
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate(() => {
		continuo.jam.band.choosePreset('Everybody');
	});
	await page.keyboard.press('Shift+Digit1');
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	await page.locator('.rack .strip').last().waitFor();
}

const rollHeight = () =>
	visit.page.evaluate(() => document.querySelector('.roll canvas')!.getBoundingClientRect().height);

/** Those of the controls that are missing, or not whole within the window. */
const outside = (controls: readonly string[]) =>
	visit.page.evaluate(
		(selectors) =>
			selectors.filter((selector) => {
				const box = document.querySelector(selector)?.getBoundingClientRect();
				if (box === undefined || box.width * box.height === 0) return true;
				const isAcross = box.left >= 0 && box.right <= innerWidth;
				return !isAcross || box.top < 0 || box.bottom > innerHeight;
			}),
		controls
	);

const widthOf = () => visit.page.evaluate(() => document.documentElement.scrollWidth);

test.each(DESKS)(
	'on %s the roll has room and nothing important is out of sight',
	async (_, size) => {
		await openRacked(size);
		expect(await rollHeight()).toBeGreaterThanOrEqual(LEAST_ROLL);
		expect(await outside(CONTROLS)).toEqual([]);
		expect(await widthOf()).toBeLessThanOrEqual(size.width);
		await visit.close();
	}
);

test('on a phone roll and pedal are in sight together', async () => {
	await openRacked(PHONE);
	expect(await rollHeight()).toBeGreaterThanOrEqual(LEAST_ROLL);
	expect(await outside(PHONE_CONTROLS)).toEqual([]);
	expect(await widthOf()).toBeLessThanOrEqual(PHONE.width);
	await visit.close();
});

test('where there is little room the selected track’s four are whole, and all are on request', async () => {
	await openRacked({ width: 1280, height: 800 });
	const { page } = visit;
	const waves = () => page.locator('.rack .wave:visible').count();
	expect(await waves()).toBe(4);
	await page.keyboard.press('Shift+Digit6');
	const level = page.getByRole('slider', { name: 'Level of track 6' });
	await level.waitFor();
	expect(await waves()).toBe(4);
	await page.getByRole('button', { name: 'All 8' }).click();
	await expect.poll(waves).toBe(8);
	expect(await rollHeight()).toBeGreaterThanOrEqual(LEAST_ROLL);
	await page.getByRole('button', { name: 'Fold the tracks' }).click();
	await expect.poll(waves).toBe(0);
	expect(await rollHeight()).toBeGreaterThan(LEAST_ROLL);
	await visit.close();
});

test('a practice beside open tracks leaves the roll its height', async () => {
	await openRacked({ width: 1280, height: 800 });
	const { page } = visit;
	await page.keyboard.press('Shift+Enter');
	await page.getByRole('dialog').getByRole('combobox', { name: 'Over' }).selectOption('ii–V–I');
	await page.getByRole('button', { name: 'Start practice' }).click();
	await page.getByRole('region', { name: 'Practice' }).waitFor();
	expect(await rollHeight()).toBeGreaterThanOrEqual(LEAST_ROLL);
	await visit.close();
});
