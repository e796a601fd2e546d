import { afterAll, beforeAll, expect, test } from 'vitest';
import { pluck, type PlayedNote } from '../ears/live/sounds';
import { badInput } from '../ears/loop/badInput';
import { AppHouse, type Visit, type VisitOptions } from './appPage';
import { waitForState } from './appTracks';
import { fakeMicrophone, MICROPHONE_RATE, type FakeMicrophone } from './fakeMicrophone';

/** I and V in C, broken, at 100 BPM: two bars of eighths. */
const CHORDS = [
	[48, 52, 55, 60],
	[43, 50, 55, 59]
] as const;
const EIGHTH = 0.3;
const LOOP_MS = 2 * 8 * EIGHTH * 1000;
const BAD_MS = 3000;
const BAD_SECONDS = 10;
const WEIGHTS = /group1-shard1of1.*\.bin/;

/** So many cents above 440 Hz. */
function line(cents = 0): Float32Array {
	const notes = CHORDS.flatMap((pitches, bar) =>
		Array.from({ length: 8 }, (_, index): PlayedNote => ({
			pitch: pitches[index % 4]! + cents / 100,
			start: (bar * 8 + index) * EIGHTH,
			length: 0.95 * EIGHTH,
			strength: index % 4 === 0 ? 0.9 : 0.6
		}))
	);
	return pluck(notes, { rate: MICROPHONE_RATE }).subarray(0, (LOOP_MS / 1000) * MICROPHONE_RATE);
}

let microphone: FakeMicrophone;
let house: AppHouse;
beforeAll(async () => {
	microphone = await fakeMicrophone(new Float32Array(MICROPHONE_RATE));
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

/** A promise, and what keeps it. */
function deferred() {
	const kept: { resolve: () => void } = { resolve: () => undefined };
	const promise = new Promise<void>((resolve) => {
		kept.resolve = resolve;
	});
	return {
		promise,
		resolve: () => {
			kept.resolve();
		}
	};
}

/** A page whose microphone hears this again and again, with the first track under the pedal. */
async function open(sound: Float32Array, options: VisitOptions = {}): Promise<Visit> {
	await microphone.play(sound);
	const visit = await house.visit(options);
	const { page } = visit;
	await visit.settle();
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate(() => {
		continuo.jam.change({ mode: 'off' });
		continuo.jam.band.change('bass', { mode: 'along' });
	});
	await page.keyboard.press('Shift+Digit1');
	await page.waitForFunction(() => {
		const { kind } = continuo.looper.soundIn.port.status;
		return kind !== 'off' && kind !== 'asking';
	});
	return visit;
}

async function record({ page }: Visit): Promise<void> {
	await page.keyboard.press('Space');
	await page.waitForFunction(() =>
		continuo.looper.tracks.tracks.some(({ state }) => state === 'recording')
	);
}

async function take(visit: Visit, ms: number): Promise<void> {
	await record(visit);
	await visit.page.waitForTimeout(ms);
	await visit.page.keyboard.press('Space');
	await waitForState(visit, 'playing');
}

const isHeard = ({ page }: Visit) => page.waitForFunction(() => continuo.jam.heard !== null);
const says = ({ page }: Visit, words: RegExp) =>
	page.getByRole('status').filter({ hasText: words }).first().waitFor();
const loopSeconds = ({ page }: Visit) =>
	page.evaluate(() => continuo.looper.tracks.tracks[0]!.seconds);

/** The band has played, and nothing of it came late. */
async function expectBand({ page }: Visit): Promise<void> {
	await page.waitForFunction(() => {
		const { model, rules } = continuo.jam.band.bars;
		return model + rules >= 2;
	});
	expect(await page.evaluate(() => continuo.audio.scheduler.late)).toBe(0);
}

test.each([
	['silence', /^The recording is too quiet/],
	['hum', /^No notes were heard/],
	['speech', /^No notes were heard/]
] as const)('%s is told for what it is, and plays on as it was recorded', async (kind, words) => {
	const visit = await open(badInput(kind, BAD_SECONDS, MICROPHONE_RATE, 3));
	await take(visit, BAD_MS);
	await says(visit, words);
	expect(await visit.page.evaluate(() => continuo.jam.heard)).toBeNull();
	expect(await loopSeconds(visit)).toBeGreaterThan(BAD_MS / 1000 - 0.5);
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('an input that clips and a guitar out of tune are heard, and that is said', async () => {
	const clipped = await open(line().map((sample) => Math.max(-1, Math.min(1, 12 * sample))));
	await take(clipped, LOOP_MS);
	await isHeard(clipped);
	await says(clipped, /too loud for the input/);
	await clipped.close();
	const sharp = await open(line(35));
	await take(sharp, LOOP_MS);
	await isHeard(sharp);
	await says(sharp, /tuned 3\d cents above A = 440 Hz/);
	await expectBand(sharp);
	expect(sharp.errors).toEqual([]);
	await sharp.close();
});

test('without a microphone the pedal says why it records nothing', async () => {
	const visit = await open(line(), {
		prepare: (page) =>
			page.addInitScript(() => {
				navigator.mediaDevices.getUserMedia = () =>
					Promise.reject(new DOMException('no', 'NotAllowedError'));
			})
	});
	await visit.page.keyboard.press('Space');
	await visit.page.waitForFunction(() =>
		continuo.jam.notice.startsWith('The microphone is blocked')
	);
	expect(await visit.page.evaluate(() => continuo.looper.tracks.tracks[0]!.state)).toBe('empty');
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('an input that is unplugged in the middle of a take leaves a loop that is heard', async () => {
	const visit = await open(line());
	const { page } = visit;
	await record(visit);
	await page.waitForTimeout(LOOP_MS);
	await page.evaluate(() => {
		const { node } = continuo.looper.soundIn.input.open!;
		const [track] = node.mediaStream.getAudioTracks();
		track!.stop();
		track!.dispatchEvent(new Event('ended'));
	});
	await waitForState(visit, 'playing');
	const notice = await page.evaluate(() => continuo.jam.notice);
	expect(notice).toMatch(/ was unplugged: .*; what was recorded is kept\.$/);
	expect(await loopSeconds(visit)).toBeGreaterThan(LOOP_MS / 1000 - 0.5);
	await isHeard(visit);
	await expectBand(visit);
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('a loop that is closed before the ear has come is heard when it comes', async () => {
	const { promise: arrived, resolve: arrive } = deferred();
	const visit = await open(line(), {
		prepare: (page) =>
			page.route(WEIGHTS, async (route) => {
				await arrived;
				await route.continue();
			})
	});
	const { page } = visit;
	await take(visit, LOOP_MS);
	await says(visit, /^The recording is still being listened to/);
	expect(await page.evaluate(() => continuo.jam.isRunning)).toBe(true);
	arrive();
	await isHeard(visit);
	expect(await page.evaluate(() => continuo.jam.notice)).toBe('');
	await expectBand(visit);
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('without the ear’s network the loop plays on, and the next one is heard', async () => {
	let isMissing = true;
	const visit = await open(line(), {
		prepare: (page) =>
			page.route(WEIGHTS, (route) =>
				isMissing ? route.fulfill({ status: 404, body: '' }) : route.continue()
			)
	});
	const { page } = visit;
	await take(visit, LOOP_MS);
	await says(visit, /^What hears notes in a recording could not be loaded/);
	expect(await page.evaluate(() => continuo.jam.isRunning)).toBe(true);
	isMissing = false;
	await page.keyboard.press('Shift+Digit2');
	await record(visit);
	await page.waitForTimeout(LOOP_MS);
	await page.keyboard.press('Space');
	await isHeard(visit);
	await expectBand(visit);
	expect(visit.crashes).toEqual([]);
	await visit.close();
});

test('a take in a hidden tab is whole and heard', async () => {
	const visit = await open(line(), {
		prepare: (page) =>
			page.addInitScript(() => {
				let isHidden = false;
				Object.defineProperty(document, 'hidden', { get: () => isHidden });
				Object.assign(globalThis, {
					setHidden: (value: boolean) => {
						isHidden = value;
						document.dispatchEvent(new Event('visibilitychange'));
						if (value) window.dispatchEvent(new Event('blur'));
					}
				});
			})
	});
	const { page } = visit;
	const hide = (value: boolean) =>
		page.evaluate((isHidden) => {
			(globalThis as unknown as { setHidden: (value: boolean) => void }).setHidden(isHidden);
		}, value);
	await record(visit);
	await hide(true);
	await page.waitForTimeout(LOOP_MS);
	await hide(false);
	await page.keyboard.press('Space');
	await waitForState(visit, 'playing');
	expect(await loopSeconds(visit)).toBeGreaterThan(LOOP_MS / 1000 - 0.5);
	expect(await page.evaluate(() => continuo.looper.node.lost)).toBe(0);
	await isHeard(visit);
	await expectBand(visit);
	expect(visit.errors).toEqual([]);
	await visit.close();
});
