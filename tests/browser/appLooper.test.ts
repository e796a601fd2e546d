import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppHouse, type Visit } from './appPage';
import { clicks, fakeMicrophone, type FakeMicrophone } from './fakeMicrophone';

let microphone: FakeMicrophone;
let house: AppHouse;
beforeAll(async () => {
	microphone = await fakeMicrophone(clicks(8));
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

const stateOf = ({ page }: Visit, track: number) =>
	page.evaluate((index) => continuo.looper.tracks.tracks[index]!.state, track);

const waitForState = ({ page }: Visit, track: number, state: string) =>
	page.waitForFunction(
		([index, wanted]) => continuo.looper.tracks.tracks[Number(index)]!.state === wanted,
		[track, state]
	);

test('a tap records the microphone, a second one closes the loop, which sets the tempo and sounds', async () => {
	const visit = await house.visit();
	const { page } = visit;
	await page.keyboard.press('Shift+Digit1');
	await page.waitForTimeout(3000);
	console.log(await page.evaluate(() => JSON.stringify({status: continuo.looper.soundIn.port.status, target: continuo.looper.tracks.target, open: continuo.looper.node.isOpen, notice: continuo.jam.notice})), visit.errors);
	await page.screenshot({ path: '/tmp/looper0.png' });
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	await page.waitForTimeout(500);
	await page.keyboard.press('Space');
	await waitForState(visit, 0, 'recording');
	await page.waitForTimeout(2000);
	await page.keyboard.press('Space');
	await waitForState(visit, 0, 'playing');
	const loop = await page.evaluate(() => ({
		...continuo.looper.tracks.tracks[0]!,
		base: continuo.looper.node.base,
		guess: continuo.looper.tracks.guess,
		lost: continuo.looper.node.lost,
		isRunning: continuo.jam.isRunning
	}));
	console.log(JSON.stringify(loop), visit.errors);
	await visit.sounds();
	await page.screenshot({ path: '/tmp/looper1.png' });
	expect(await stateOf(visit, 0)).toBe('playing');
	expect(loop.lost).toBe(0);
	expect(visit.errors).toEqual([]);
	await visit.close();
});
