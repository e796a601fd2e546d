import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fits } from '../../src/music/easy/harmony';
import { COMMON_TIME } from '../../src/music/metre';
import { bpm, pitch, ticks, velocity } from '../../src/music/units';
import { plug, receive } from './appDevice';
import { AppHouse, type Visit } from './appPage';
import { impulseTicks, openProbed } from './appProbe';

let house: AppHouse;
let visit: Visit;

/** What the speaker was told to sound, from now on. */
async function followPitches(): Promise<readonly number[]> {
	const pitches: number[] = [];
	await visit.page.exposeFunction('sounded', (sounded: number) => pitches.push(sounded));
	await visit.page.evaluate(() => {
		const { monitor } = continuo.audio;
		const handle = monitor.handle.bind(monitor);
		monitor.handle = (event) => {
			if (event.kind === 'note-on') (window as unknown as Follower).sounded(event.pitch);
			handle(event);
		};
	});
	return pitches;
}

interface Follower {
	sounded(pitch: number): void;
}

const turnOn = () => visit.page.getByRole('switch', { name: 'Easy keys' }).click();
const soundingCount = () => visit.page.evaluate(() => continuo.audio.ledger.soundingCount);
const rises = (pitches: readonly number[]) =>
	pitches.every((sounded, at) => at === 0 || sounded > pitches[at - 1]!);

/** The middle of a pad; a share of its height from its top. */
async function pad(index: number, height = 0.5) {
	const one = visit.page.locator('.pads .pad').nth(index);
	await one.scrollIntoViewIfNeeded();
	const box = (await one.boundingBox())!;
	return { x: box.x + box.width / 2, y: box.y + box.height * height };
}

beforeAll(async () => {
	house = await AppHouse.open();
});

afterEach(async () => {
	expect(visit.errors).toEqual([]);
	await visit.close();
});

afterAll(async () => {
	await house.close();
});

test('with nothing known the home row rises in the pentatonic scale, and other letters are silent', async () => {
	visit = await house.visit();
	await visit.page.keyboard.press('/');
	const pitches = await followPitches();
	for (const letter of 'wasetydfghjkolp') await visit.page.keyboard.press(letter);
	await visit.waitForHeld(0);
	expect(pitches).toEqual([60, 62, 64, 67, 69, 72, 74, 76]);
});

test('over a loop A S D F rise and fit its key, each heard at once and recorded as it sounded', async () => {
	visit = await openProbed(house);
	const { page } = visit;
	const tune = [62, 66, 69, 71, 73, 74, 76, 78];
	const notes = tune.map((key, at) => ({
		start: ticks(480 * at),
		duration: ticks(400),
		pitch: pitch(key),
		velocity: velocity(0.8)
	}));
	await page.evaluate(
		([part, frame]) => {
			continuo.jam.importParts([part], frame);
			continuo.jam.change({ mode: 'off' });
			continuo.jam.press('play', performance.now() as never);
		},
		[
			{ sound: 'piano', by: 'player', notes },
			{ metre: COMMON_TIME, bpm: bpm(100), length: ticks(3840) }
		] as const
	);
	await turnOn();
	const pitches = await followPitches();
	await page.evaluate(() => {
		probe.forget();
	});
	for (const letter of 'asdf') await page.keyboard.press(letter, { delay: 40 });
	const dMajor = { chord: null, scale: [2, 4, 6, 7, 9, 11, 1], isStrong: false };
	expect(pitches).toHaveLength(4);
	expect(rises(pitches)).toBe(true);
	expect(pitches.every((sounded) => fits(sounded, dMajor))).toBe(true);
	expect(await impulseTicks(visit, 'live')).toHaveLength(4);
	// The live path: by the monitor, in the order of the keys and with their own times.
	const keys = await page.evaluate(() => probe.keys);
	expect(keys).toHaveLength(4);
	for (const { at, handledAt } of keys) expect(handledAt).toBeGreaterThanOrEqual(at);
	expect(keys.map(({ at }) => at)).toEqual(keys.map(({ at }) => at).toSorted((a, b) => a - b));
	const heard = await page.evaluate(() =>
		continuo.jam.heardNotes(0 as never).map((note) => note.pitch)
	);
	expect(heard).toEqual(pitches);
});

test('the pads sound under a finger that glides, and stop when the page loses the focus', async () => {
	visit = await house.visit({ device: { viewport: { width: 390, height: 800 } } });
	const { page } = visit;
	await turnOn();
	const pitches = await followPitches();
	const [first, fourth] = [await pad(0), await pad(3, 0.9)];
	expect(fourth.x - first.x).toBeGreaterThanOrEqual(3 * 44);
	await page.mouse.move(first.x, first.y);
	await page.mouse.down();
	await visit.sounds();
	await page.mouse.move(fourth.x, fourth.y, { steps: 9 });
	await visit.waitForHeld(1);
	expect(pitches).toEqual([60, 62, 64, 67]);
	await expect.poll(() => page.locator('.pads .held').count()).toBe(1);
	await page.evaluate(() => {
		window.dispatchEvent(new Event('blur'));
	});
	await visit.fallsSilent();
	expect(await page.locator('.pads .held').count()).toBe(0);
	await page.mouse.up();
});

test('what is held when easy keys go on or off is let go, and the switch is remembered', async () => {
	visit = await house.visit();
	const { page } = visit;
	await plug(visit);
	await page.keyboard.down('d');
	await receive(visit, [0x90, 50, 100]);
	await visit.waitForHeld(2);
	await page.keyboard.press('/');
	await visit.waitForHeld(0);
	await page.keyboard.up('d');
	await receive(visit, [0x80, 50, 0], [0x90, 61, 100]);
	await page.keyboard.down('k');
	await visit.waitForHeld(2);
	await page.keyboard.press('/');
	await visit.waitForHeld(0);
	await page.keyboard.up('k');
	await receive(visit, [0x80, 61, 0]);
	expect(await soundingCount()).toBe(0);
	await turnOn();
	await page.reload();
	await visit.start();
	expect(await page.getByRole('switch', { name: 'Easy keys' }).getAttribute('aria-checked')).toBe(
		'true'
	);
	expect(await page.locator('.pads .pad').count()).toBe(8);
});
