import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AppHouse, type Visit } from './appPage';
import {
	FOLK,
	impulseTicks,
	loopOf,
	openProbed,
	STRIPS,
	waitForPosition,
	waitForState
} from './appProbe';

let house: AppHouse;
let visit: Visit;

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

test('a hidden page plays on, in time', async () => {
	visit = await openProbed(house, { prepare: (fresh) => fresh.addInitScript(hideable) });
	const { page } = visit;
	await page.evaluate(() => {
		continuo.jam.change({ mode: 'off' });
	});
	await visit.playPhrase('Folk');
	await waitForState(visit, 'playing');
	await page.evaluate(() => {
		(window as unknown as Hideable).hide();
	});
	const end = 5 * FOLK.length;
	await page.waitForTimeout((4 * FOLK.length * 60_000) / (480 * 240));
	await waitForPosition(visit, end);
	const seen = await page.evaluate(
		([from, to]) => ({
			expected: probe.loopFrames(from, to),
			last: probe.frameOf(continuo.audio, to),
			late: continuo.audio.scheduler.late
		}),
		[0, end - 240] as const
	);
	await impulseTicks(visit, 'loop');
	const frames = await page.evaluate(
		([strip, last]) =>
			probe.impulses
				.filter(([found, frame]) => found === strip && frame < last)
				.map(([, at]) => at),
		[STRIPS.loop, seen.last] as const
	);
	expect(seen.late).toBe(0);
	expect(frames).toHaveLength(4 * FOLK.notes);
	expect([...frames].sort((a, b) => a - b)).toEqual(seen.expected.sort((a, b) => a - b));
});

test('a reload in the middle of an answer leaves no error, and the page starts anew', async () => {
	visit = await openProbed(house);
	const { page } = visit;
	await visit.playPhrase('Folk');
	await visit.answers();
	await page.reload();
	await visit.start();
	expect(await loopOf(visit)).toMatchObject({ state: 'empty', layers: [] });
	await page.keyboard.press('a', { delay: 30 });
	await visit.waitForHeld(0);
});
interface Hideable {
	hide(): void;
}

/** As a browser treats a hidden page: no animation frames, and timers once a second at best. */
function hideable(): void {
	let isHidden = false;
	const later = window.setTimeout.bind(window);
	const frame = window.requestAnimationFrame.bind(window);
	const slowly = (handler: TimerHandler, delay?: number, ...rest: unknown[]) =>
		later(handler, isHidden ? Math.max(1000, delay ?? 0) : delay, ...rest);
	Object.assign(window, {
		setTimeout: slowly,
		requestAnimationFrame: (callback: FrameRequestCallback) => (isHidden ? 0 : frame(callback)),
		hide() {
			isHidden = true;
			for (const [name, value] of [
				['visibilityState', 'hidden'],
				['hidden', true]
			] as const) {
				Object.defineProperty(document, name, { value, configurable: true });
			}
			document.dispatchEvent(new Event('visibilitychange'));
		}
	});
}
