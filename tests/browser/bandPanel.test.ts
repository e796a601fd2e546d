import { expect, test } from 'vitest';
import { CHAIRS, type ChairName, type ChairView } from '../../src/jam/band/face';
import { fakedPage } from './tracksPage/fakedPage';

/** The band's panel on a fake band. */
const { page, open, button, namelessIn } = fakedPage();

const PART = { notes: [], source: 'last bars', candidate: 12, candidates: 16 } as const;

const calls = () => page().evaluate(() => window.fakes.band.calls);
const set = (chair: ChairName, view: Partial<ChairView>) =>
	page().evaluate(
		([name, shown]) => {
			window.fakes.band.set(name, shown);
		},
		[chair, view] as const
	);

test('a press on a chair puts it under command and opens its dials', async () => {
	await button(/^Bass: out/).click();
	expect(await button(/^Bass: out, under command/).getAttribute('aria-expanded')).toBe('true');
	await page().getByRole('radio', { name: 'Along' }).check();
	await page()
		.getByRole('combobox', { name: /^Bars of each turn/ })
		.selectOption('4');
	await page().getByRole('slider', { name: 'Density' }).fill('0.8');
	await button('Density of Bass: auto').click();
	await page().getByRole('slider', { name: 'Adventure' }).fill('0.9');
	await page().getByRole('combobox', { name: 'Sound of Bass' }).selectOption('Synth');
	await page()
		.getByRole('checkbox', { name: /^First pass too/ })
		.check();
	expect(await calls()).toEqual([
		['command', 'bass'],
		['change', 'bass', { mode: 'along' }],
		['change', 'bass', { tradeBars: 4 }],
		['change', 'bass', { density: 0.8 }],
		['change', 'bass', { density: null }],
		['change', 'bass', { adventure: 0.9 }],
		['change', 'bass', { sound: 'synth' }],
		['change', 'bass', { isLive: true }]
	]);
});

test('each row has its mode, mute, solo and level', async () => {
	await button('Mode of Keys: Out').click();
	await button('Mute Keys').click();
	await button('Solo Keys').click();
	await page().getByRole('slider', { name: 'Level of Keys' }).fill('0.25');
	expect(await calls()).toEqual([
		['change', 'keys', { mode: 'listen' }],
		['change', 'keys', { isMuted: true }],
		['change', 'keys', { isSolo: true }],
		['change', 'keys', { level: 0.25 }]
	]);
	expect(await button('Mute Keys').getAttribute('aria-pressed')).toBe('true');
});

test('commands go by button and by key to the chair under command', async () => {
	await set('harmony', { part: PART });
	await page().keyboard.press('8');
	await button(/^More so/).click();
	await page().keyboard.press('6');
	await page().keyboard.press('n');
	await page().keyboard.press('7');
	await button(/^Throw away/).waitFor();
	expect(await calls()).toEqual([
		['command', 'harmony'],
		['tell', 'more'],
		['tell', 'simpler'],
		['change', 'harmony', { mode: 'listen' }],
		['command', 'lead']
	]);
});

test('the whole band and its style are chosen on top', async () => {
	await page().getByRole('combobox', { name: 'The whole band' }).selectOption('Blues shuffle');
	await page().getByRole('combobox', { name: 'Style' }).selectOption('Lo-fi');
	await page().getByRole('combobox', { name: 'Style' }).selectOption('Any style');
	expect(await calls()).toEqual([
		['choosePreset', 'Blues shuffle'],
		['setStyle', 'lo-fi'],
		['setStyle', null]
	]);
});

test('the lead keeps the partner’s dials', async () => {
	await page().getByRole('slider', { name: 'Temperature' }).fill('1.5');
	await page().getByRole('checkbox', { name: 'Loop rests during answers' }).uncheck();
	const settings = await page().evaluate(() => window.fakes.jam.settings);
	expect(settings).toMatchObject({ temperature: 1.5, doesLoopRest: false });
});

test('how full the band plays is told in words', async () => {
	const meter = page().getByRole('meter', { name: 'How full the band plays' });
	await page().evaluate(() => {
		window.fakes.band.setLevel({ share: 0.5, gain: 0.7, isFill: false });
	});
	await expect.poll(() => meter.getAttribute('aria-valuetext')).toBe('Half');
	await page().evaluate(() => {
		window.fakes.band.setLevel({ share: 1, gain: 1, isFill: true });
	});
	await expect.poll(() => meter.getAttribute('aria-valuetext')).toBe('Fill');
});

test('a part that arrives moves nothing', async () => {
	await button(/^Drums: out/).click();
	await page().getByRole('radio', { name: 'Along' }).check();
	const places = () =>
		page().evaluate(() =>
			[...document.querySelectorAll('.partner :is(button, input, select), canvas')].map((control) =>
				JSON.stringify(control.getBoundingClientRect())
			)
		);
	const before = await places();
	await set('drums', { part: PART, changesAt: null, isThinking: true });
	await page().getByText('last bars (12 of 16)').waitFor();
	expect(await places()).toEqual(before);
});

test.each([
	['a laptop', { width: 1280, height: 800 }, 800],
	['a narrow window', { width: 1100, height: 800 }, 800],
	['a telephone', { width: 390, height: 844 }, Infinity]
])('the whole band has room on %s', async (_, viewport, height) => {
	await page().close();
	await open(viewport);
	for (const chair of CHAIRS) await set(chair, { part: PART });
	for (const chair of CHAIRS) {
		await page().evaluate((name) => {
			window.fakes.band.change(name, { mode: 'trade', tradeBars: 8 });
			window.fakes.band.command(name);
		}, chair);
		await page().waitForTimeout(50);
		const { scrollWidth, scrollHeight, spill } = await page().evaluate(() => {
			const panel = document.querySelector('.side.partner > .panel')!;
			const spill = panel.scrollWidth - panel.clientWidth;
			return { ...sizeOf(document.documentElement), spill };
			function sizeOf({ scrollWidth, scrollHeight }: Element) {
				return { scrollWidth, scrollHeight };
			}
		});
		expect(scrollWidth).toBeLessThanOrEqual(viewport.width);
		expect(scrollHeight).toBeLessThanOrEqual(height);
		expect(spill).toBe(0);
	}
});

test('everything in the panel has a name', async () => {
	for (const chair of CHAIRS) {
		await page().evaluate((name) => {
			window.fakes.band.command(name);
		}, chair);
		expect(await namelessIn('.partner')).toEqual([]);
	}
});
