import { Midi } from '@tonejs/midi';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bpm } from '../../src/music/units';
import { AppHouse, type Visit } from './appPage';
import { FOLK, impulseTicks, loopOf, openProbed, waitForPosition, waitForState } from './appProbe';

let house: AppHouse;
let visit: Visit;

const button = (name: RegExp) => visit.page.getByRole('button', { name });

/** Records the folk phrase without an answer: a loop of two bars that plays. */
const openWithLoop = async () => {
	visit = await openProbed(house);
	await visit.page.getByRole('radio', { name: 'Out' }).check();
	await visit.playPhrase('Folk');
	await waitForState(visit, 'playing');
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
	visit = await openProbed(house);
	const { page } = visit;
	await visit.playPhrase('Folk');
	await waitForState(visit, 'recording');
	await page.getByText('Loop closes at bar 3').waitFor();
	await waitForState(visit, 'playing');
	expect((await loopOf(visit)).region).toEqual({ start: 0, length: FOLK.length });
	await visit.answers();
	expect(await page.evaluate(() => continuo.jam.turn.kind)).toBe('answering');
	await page.getByText('Partner’s turn').waitFor();
	await waitForPosition(visit, 2 * FOLK.length - 240);
	const { counts, layers } = await page.evaluate(() => ({
		counts: continuo.jam.counts,
		layers: continuo.jam.loop.layers
	}));
	expect(counts).toMatchObject({ answers: 1, bySource: { model: 1 }, misses: 0 });
	expect(layers.map(({ by, notes }) => [by, notes.length])).toEqual([['player', FOLK.notes]]);
	expect(await impulseTicks(visit, 'live')).toHaveLength(FOLK.notes);
	const isFirstAnswer = (tick: number) => tick < 2 * FOLK.length - 1;
	expect((await impulseTicks(visit, 'loop')).filter(isFirstAnswer)).toEqual([]);
	const [first = NaN] = await impulseTicks(visit, 'partner');
	expect(first).toBeGreaterThan(FOLK.length - 1);
	expect(first).toBeLessThan(FOLK.length + FOLK.bar);
});

test('keys played between two presses of the pedal are a loop that comes round again', async () => {
	visit = await openProbed(house);
	const { page } = visit;
	await page.evaluate(() => {
		continuo.jam.change({ mode: 'off', loopBars: 'free' });
	});
	await page.keyboard.press('Space');
	await waitForPosition(visit, 120);
	for (const key of 'adg') await page.keyboard.press(key, { delay: 60 });
	await waitForPosition(visit, FOLK.bar * 0.7);
	await page.keyboard.press('Space');
	await page.getByText('Close loop at bar 2').waitFor();
	await waitForPosition(visit, FOLK.bar * 2 + 100);
	const { state, region, layers } = await loopOf(visit);
	expect(state).toBe('playing');
	expect(region).toEqual({ start: 0, length: FOLK.bar });
	expect(layers[0]?.notes.map(({ pitch }) => pitch)).toEqual([60, 64, 67]);
	const played = await impulseTicks(visit, 'loop');
	expect(played.slice(0, 3).map((tick) => Math.floor(tick / FOLK.bar))).toEqual([1, 1, 1]);
});

test('what waits for its bar line is shown, and Escape cancels it', async () => {
	await openWithLoop();
	const { page } = visit;
	await page.evaluate((tempo) => {
		continuo.jam.setBpm(tempo);
	}, bpm(40));
	// A press just behind a bar line counts for that one.
	await page.waitForFunction(
		(bar) => continuo.audio.transport.position() % bar > bar / 4,
		FOLK.bar
	);
	await page.keyboard.press('Space');
	await page.getByText(/Overdub at bar \d/).waitFor();
	expect((await loopOf(visit)).pending?.action).toBe('overdub');
	await page.keyboard.press('Escape');
	await page.getByText('Nothing waits for a bar line.').waitFor();
	expect(await loopOf(visit)).toMatchObject({ state: 'playing', pending: null });
	await button(/^Stop \./).click();
	await page.getByText(/Stop at bar \d/).waitFor();
	await page.getByRole('button', { name: 'Cancel what waits' }).click();
	expect((await loopOf(visit)).pending).toBeNull();
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
	await waitForState(visit, 'overdubbing');
	await page.keyboard.press('k', { delay: 60 });
	await page.keyboard.press('Space');
	await waitForState(visit, 'playing');
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
	await waitForState(visit, 'empty');
	await button(/^Undo/).click();
	await hasLayers(2);
});

describe('saved as MIDI', () => {
	test('player and partner lie on tracks of their own', async () => {
		visit = await openProbed(house);
		const { page } = visit;
		await visit.playPhrase('Folk');
		await visit.answers();
		await page.keyboard.press('1');
		await waitForPosition(visit, 2 * FOLK.length);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			button(/^Save as MIDI/).click()
		]);
		expect(download.suggestedFilename()).toBe('continuo-loop.mid');
		const file = new Midi(await readFile(await download.path()));
		const player = file.tracks.filter(({ name }) => name.startsWith('Player'));
		const partner = file.tracks.filter(({ name }) => name.includes('(AI)'));
		expect(player).toHaveLength(1);
		expect(player[0]?.notes).toHaveLength(FOLK.notes);
		expect(player[0]?.notes[0]?.ticks).toBeLessThan(120);
		expect(partner[0]?.notes.length).toBeGreaterThan(0);
		expect(file.header.tempos[0]?.bpm).toBeCloseTo(240, 0);
		expect(file.header.timeSignatures[0]?.timeSignature).toEqual([4, 4]);
	});
});
