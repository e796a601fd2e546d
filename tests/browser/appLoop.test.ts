import { Midi } from '@tonejs/midi';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bpm } from '../../src/music/units';
import { AppHouse, type Visit, type VisitOptions } from './appPage';

const LIVE = 0;
const LOOP = 1;
const PARTNER = 2;
/** The folk phrase: two bars of 4/4. */
const PHRASE_NOTES = 13;
const PHRASE_TICKS = 3840;
const BAR = 1920;

let house: AppHouse;
let visit: Visit;

/** Every note is one impulse, and the probe writes down in which frame. */
const open = async (options: VisitOptions = {}) => {
	visit = await house.visit({ query: 'probe=1&backend=wasm&seed=1', ...options });
	await visit.settle();
	await visit.page.evaluate(() => probe.attach());
	return visit;
};

const loop = () => visit.page.evaluate(() => continuo.jam.loop);
const button = (name: RegExp) => visit.page.getByRole('button', { name });
const waitForState = (state: string) =>
	visit.page.waitForFunction((expected) => continuo.jam.loop.state === expected, state);
const waitForPosition = (tick: number) =>
	visit.page.waitForFunction((end) => continuo.audio.transport.position() > end, tick, {
		polling: 20
	});

/** In ticks from the transport's start, in order, once a recorded sound has reached the page. */
const impulseTicks = (strip: number) =>
	visit.page.evaluate(async (wanted) => {
		await new Promise((resolve) => setTimeout(resolve, 200));
		const { audio } = continuo;
		const origin = probe.frameOf(audio, 0);
		const framesPerTick = (probe.frameOf(audio, 19_200) - origin) / 19_200;
		return probe.impulses
			.filter(([found]) => found === wanted)
			.flatMap(([, frame, count]) =>
				new Array<number>(count).fill((frame - origin) / framesPerTick)
			);
	}, strip);

/** Records the folk phrase without an answer: a loop of two bars that plays. */
const openWithLoop = async () => {
	await open();
	await visit.page.getByRole('radio', { name: 'Off' }).check();
	await visit.playPhrase('Folk');
	await waitForState('playing');
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

test('a phrase from the menu is recorded, closes on its bar line and is answered in the next bar', async () => {
	const { page } = await open();
	await visit.playPhrase('Folk');
	await waitForState('recording');
	await page.getByText('Loop closes at bar 3').waitFor();
	await waitForState('playing');
	expect((await loop()).region).toEqual({ start: 0, length: PHRASE_TICKS });
	await visit.answers();
	expect(await page.evaluate(() => continuo.jam.turn.kind)).toBe('answering');
	await page.getByText('Partner’s turn').waitFor();
	await waitForPosition(2 * PHRASE_TICKS - 240);
	const { counts, layers } = await page.evaluate(() => ({
		counts: continuo.jam.counts,
		layers: continuo.jam.loop.layers
	}));
	expect(counts).toMatchObject({ answers: 1, bySource: { model: 1 }, misses: 0 });
	expect(layers.map(({ by, notes }) => [by, notes.length])).toEqual([['player', PHRASE_NOTES]]);
	expect(await impulseTicks(LIVE)).toHaveLength(PHRASE_NOTES);
	const isFirstAnswer = (tick: number) => tick < 2 * PHRASE_TICKS - 1;
	expect((await impulseTicks(LOOP)).filter(isFirstAnswer)).toEqual([]);
	const [first = NaN] = await impulseTicks(PARTNER);
	expect(first).toBeGreaterThan(PHRASE_TICKS - 1);
	expect(first).toBeLessThan(PHRASE_TICKS + BAR);
});

test('keys played between two presses of the pedal are a loop that comes round again', async () => {
	const { page } = await open();
	await page.evaluate(() => {
		continuo.jam.change({ mode: 'off', loopBars: 'free' });
	});
	await page.keyboard.press('Space');
	await waitForPosition(120);
	for (const key of 'adg') await page.keyboard.press(key, { delay: 60 });
	await waitForPosition(BAR * 0.7);
	await page.keyboard.press('Space');
	await page.getByText('Close loop at bar 2').waitFor();
	await waitForPosition(BAR * 2 + 100);
	const { state, region, layers } = await loop();
	expect(state).toBe('playing');
	expect(region).toEqual({ start: 0, length: BAR });
	expect(layers[0]?.notes.map(({ pitch }) => pitch)).toEqual([60, 64, 67]);
	const played = await impulseTicks(LOOP);
	expect(played.slice(0, 3).map((tick) => Math.floor(tick / BAR))).toEqual([1, 1, 1]);
});

test('what waits for its bar line is shown, and Escape cancels it', async () => {
	await openWithLoop();
	const { page } = visit;
	await page.evaluate((tempo) => {
		continuo.jam.setBpm(tempo);
	}, bpm(40));
	// A press just behind a bar line counts for that one.
	await page.waitForFunction((bar) => continuo.audio.transport.position() % bar > bar / 4, BAR);
	await page.keyboard.press('Space');
	await page.getByText(/Overdub at bar \d/).waitFor();
	expect((await loop()).pending?.action).toBe('overdub');
	await page.keyboard.press('Escape');
	await page.getByText('Nothing waits for a bar line.').waitFor();
	expect(await loop()).toMatchObject({ state: 'playing', pending: null });
	await button(/^Stop \./).click();
	await page.getByText(/Stop at bar \d/).waitFor();
	await page.getByRole('button', { name: 'Cancel what waits' }).click();
	expect((await loop()).pending).toBeNull();
});

test('an overdub is a layer that can be undone, redone and cleared from the page', async () => {
	await openWithLoop();
	const { page } = visit;
	const hasLayers = (count: number) =>
		page.waitForFunction(
			(expected) =>
				continuo.jam.loop.layers.length === expected && continuo.jam.loop.pending === null,
			count
		);
	await button(/^Overdub V/).click();
	await waitForState('overdubbing');
	await page.keyboard.press('k', { delay: 60 });
	await page.keyboard.press('Space');
	await waitForState('playing');
	await hasLayers(2);
	await button(/^Undo/).click();
	await hasLayers(1);
	await button(/^Redo/).click();
	await hasLayers(2);
	await page.keyboard.press('Backspace');
	await hasLayers(1);
	await page.keyboard.press('Shift+Backspace');
	await hasLayers(2);
	await button(/^Clear/).click();
	await waitForState('empty');
	await button(/^Undo/).click();
	await hasLayers(2);
});

describe('saved as MIDI', () => {
	test('player and partner lie on tracks of their own', async () => {
		const { page } = await open();
		await visit.playPhrase('Folk');
		await visit.answers();
		await page.keyboard.press('1');
		await waitForPosition(2 * PHRASE_TICKS);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			button(/^Save as MIDI/).click()
		]);
		expect(download.suggestedFilename()).toBe('continuo-loop.mid');
		const file = new Midi(await readFile(await download.path()));
		const player = file.tracks.filter(({ name }) => name.startsWith('Player'));
		const partner = file.tracks.filter(({ name }) => name.includes('(AI)'));
		expect(player).toHaveLength(1);
		expect(player[0]?.notes).toHaveLength(PHRASE_NOTES);
		expect(player[0]?.notes[0]?.ticks).toBeLessThan(120);
		expect(partner[0]?.notes.length).toBeGreaterThan(0);
		expect(file.header.tempos[0]?.bpm).toBeCloseTo(240, 0);
		expect(file.header.timeSignatures[0]?.timeSignature).toEqual([4, 4]);
	});
});

test('a hidden page plays on, in time', async () => {
	const { page } = await open({
		prepare: async (fresh) => {
			await fresh.addInitScript(hideable);
		}
	});
	await page.evaluate(() => {
		continuo.jam.change({ mode: 'off' });
	});
	await visit.playPhrase('Folk');
	await waitForState('playing');
	await page.evaluate(() => {
		(window as unknown as Hideable).hide();
	});
	const end = 5 * PHRASE_TICKS;
	await page.waitForTimeout((4 * PHRASE_TICKS * 60_000) / (480 * 240));
	await waitForPosition(end);
	const seen = await page.evaluate(
		([from, to]) => ({
			expected: probe.loopFrames(from, to),
			last: probe.frameOf(continuo.audio, to),
			late: continuo.audio.scheduler.late
		}),
		[0, end - 240] as const
	);
	await impulseTicks(LOOP);
	const frames = await page.evaluate(
		([strip, last]) =>
			probe.impulses
				.filter(([found, frame]) => found === strip && frame < last)
				.map(([, at]) => at),
		[LOOP, seen.last] as const
	);
	expect(seen.late).toBe(0);
	expect(frames).toHaveLength(4 * PHRASE_NOTES);
	expect([...frames].sort((a, b) => a - b)).toEqual(seen.expected.sort((a, b) => a - b));
});

interface Hideable {
	hide(): void;
}

/** As a browser treats a hidden page: no animation frames, and timers once a second at best. */
function hideable(): void {
	let isHidden = false;
	const { setTimeout: later, requestAnimationFrame: frame } = window;
	const slowly: typeof later = Object.assign(
		(handler: TimerHandler, delay?: number, ...rest: unknown[]) =>
			later(handler, isHidden ? Math.max(1000, delay ?? 0) : delay, ...rest),
		later
	);
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

test('a reload in the middle of an answer leaves no error, and the page starts anew', async () => {
	const { page } = await open();
	await visit.playPhrase('Folk');
	await visit.answers();
	await page.reload();
	await visit.start();
	expect(await loop()).toMatchObject({ state: 'empty', layers: [] });
	await page.keyboard.press('a', { delay: 30 });
	await visit.waitForHeld(0);
});
