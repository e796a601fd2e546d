import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AppHouse, type Visit, type VisitOptions } from './appPage';

let house: AppHouse;
let visit: Visit;

const open = async (options: VisitOptions = {}) => {
	visit = await house.visit(options);
	return visit;
};

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

test('nothing sounds, and nothing that sounds is fetched, before Start', async () => {
	const { page, requests } = await open({ isLeftAtStart: true });
	await page.getByRole('button', { name: 'Start', exact: true }).first().waitFor();
	await page.keyboard.down('a');
	await page.waitForTimeout(500);
	expect(await page.evaluate(() => continuo.audio.context.state)).toBe('suspended');
	expect(await page.evaluate(() => continuo.audio.ledger.soundingCount)).toBe(0);
	expect(await visit.peak()).toBe(0);
	await page.keyboard.up('a');
	expect(requests.filter((url) => /instruments|models|composer|webmidi/.test(url))).toEqual([]);
	expect(await page.evaluate(() => document.querySelector<HTMLElement>('.stage')?.inert)).toBe(
		true
	);
});

test('one press of Start and a letter sound, without gear, samples or model', async () => {
	const { page } = await open({
		query: '',
		prepare: async (fresh) => {
			// They come, but after everything else.
			await fresh.route(/instruments|models|composer\.worker/, () => undefined);
		}
	});
	expect(await visit.peak()).toBe(0);
	await page.keyboard.down('a');
	await visit.sounds();
	expect(await page.evaluate(() => continuo.audio.ledger.soundingCount)).toBe(1);
	await page.keyboard.up('a');
	await visit.fallsSilent();
});

test('Start can be pressed from the keyboard', async () => {
	const { page } = await open({ isLeftAtStart: true });
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => continuo.audio.state === 'running');
	await page.keyboard.down('d');
	await visit.sounds();
	await page.keyboard.up('d');
});

test('every letter of the two rows plays, in order, and Z and X move it by octaves', async () => {
	const { page } = await open();
	const pitches: number[] = [];
	await page.exposeFunction('heard', (pitch: number) => pitches.push(pitch));
	await page.evaluate(() => {
		const { monitor } = continuo.audio;
		const handle = monitor.handle.bind(monitor);
		monitor.handle = (event) => {
			if (event.kind === 'note-on') (window as unknown as Heard).heard(event.pitch);
			handle(event);
		};
	});
	for (const letter of 'awsedftgyhujkolp') await page.keyboard.press(letter);
	for (const letter of 'zaxxa') await page.keyboard.press(letter);
	await visit.waitForHeld(0);
	expect(pitches).toEqual([...Array.from({ length: 16 }, (_, index) => 60 + index), 48, 72]);
});

interface Heard {
	heard(pitch: number): void;
}

test('what is held when the window loses the focus is let go', async () => {
	const { page } = await open();
	await page.keyboard.down('a');
	await page.keyboard.down('d');
	await visit.waitForHeld(2);
	await page.evaluate(() => {
		window.dispatchEvent(new Event('blur'));
	});
	await visit.fallsSilent();
});

describe('the keys on the screen', () => {
	/** The middle of the white key `index`, low enough that no black key lies there. */
	const whiteKey = async (index: number) => {
		const keys = visit.page.locator('.keys .key:not(.black)').nth(index);
		await keys.scrollIntoViewIfNeeded();
		const box = (await keys.boundingBox())!;
		return { x: box.x + box.width / 2, y: box.y + box.height * 0.9 };
	};
	const heldKeys = () => visit.page.locator('.keys .key.held').count();

	test('sound under the mouse, follow it from key to key, and stop when it is let go', async () => {
		const { page } = await open();
		const [first, third] = [await whiteKey(0), await whiteKey(2)];
		await page.mouse.move(first.x, first.y);
		await page.mouse.down();
		await visit.sounds();
		await expect.poll(heldKeys).toBe(1);
		await page.mouse.move(third.x, third.y, { steps: 8 });
		await expect
			.poll(() => page.locator('.keys .key:not(.black)').nth(2).getAttribute('class'))
			.toContain('held');
		await visit.waitForHeld(1);
		await page.mouse.up();
		await visit.fallsSilent();
		expect(await heldKeys()).toBe(0);
	});

	test('sound under several fingers at once, each let go alone', async () => {
		const { page } = await open({
			device: { hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } }
		});
		const [first, third, fifth] = [await whiteKey(0), await whiteKey(2), await whiteKey(4)];
		const devtools = await page.context().newCDPSession(page);
		const touch = (
			type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel',
			touchPoints: { x: number; y: number; id: number }[]
		) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
		await touch('touchStart', [{ ...first, id: 0 }]);
		await touch('touchStart', [
			{ ...first, id: 0 },
			{ ...third, id: 1 }
		]);
		await visit.waitForHeld(2);
		await visit.sounds();
		await expect.poll(heldKeys).toBe(2);
		await touch('touchMove', [
			{ ...first, id: 0 },
			{ ...fifth, id: 1 }
		]);
		await expect
			.poll(() => page.locator('.keys .key:not(.black)').nth(4).getAttribute('class'))
			.toContain('held');
		await touch('touchEnd', [{ ...fifth, id: 1 }]);
		await visit.waitForHeld(1);
		await touch('touchCancel', []);
		await visit.fallsSilent();
		expect(await heldKeys()).toBe(0);
	});

	test('are at least 44 pixels wide on a telephone', async () => {
		const { page } = await open({ device: { viewport: { width: 390, height: 800 } } });
		const box = await page.locator('.keys .key:not(.black)').first().boundingBox();
		expect(box?.width).toBeGreaterThanOrEqual(44);
		expect(box?.height).toBeGreaterThanOrEqual(44);
	});
});
