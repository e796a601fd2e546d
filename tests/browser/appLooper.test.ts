import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppHouse } from './appPage';
import { FOLK } from './appProbe';
import { recordLoop, TAKE_MS, visitWithTrack, waitForState } from './appTracks';
import { clicks, fakeMicrophone, type FakeMicrophone } from './fakeMicrophone';
import { refusal } from './pageMicrophone';

/** Longer than any test: the microphone begins anew only for the next one. */
const MICROPHONE_SECONDS = 60;

let microphone: FakeMicrophone;
let house: AppHouse;
beforeAll(async () => {
	microphone = await fakeMicrophone(clicks(MICROPHONE_SECONDS));
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

describe('the pedal on an audio track', () => {
	test('records with a tap and loops with the next, which sets the tempo', async () => {
		const visit = await visitWithTrack(house);
		await recordLoop(visit);
		await visit.sounds();
		const { seconds, guess, bpm, isRunning, lost } = await visit.page.evaluate(() => ({
			seconds: continuo.looper.tracks.tracks[0]!.seconds,
			guess: continuo.looper.tracks.guess,
			bpm: continuo.jam.bpm,
			isRunning: continuo.jam.isRunning,
			lost: continuo.looper.node.lost
		}));
		expect(seconds).toBeGreaterThan(TAKE_MS / 1000);
		expect(isRunning).toBe(true);
		expect(bpm).toBeCloseTo((60 * 4 * (guess?.bars ?? 0)) / seconds, 6);
		expect(lost).toBe(0);
		expect(visit.errors).toEqual([]);
		await visit.close();
	});

	test('stops with a double tap and undoes with a long press', async () => {
		const visit = await visitWithTrack(house);
		await recordLoop(visit);
		await visit.page.waitForTimeout(500);
		await visit.page.keyboard.down('Space');
		await visit.page.waitForFunction(() => !continuo.looper.tracks.tracks[0]!.canUndo);
		await visit.page.keyboard.up('Space');
		await waitForState(visit, 'empty');
		expect(await visit.page.evaluate(() => continuo.looper.tracks.tracks[0]!.canRedo)).toBe(true);
		await visit.page.keyboard.press('Shift+Backspace');
		await waitForState(visit, 'playing');
		await visit.page.evaluate(() => {
			// From here, because a busy machine may take longer than a double tap to send them.
			for (const kind of ['keydown', 'keyup', 'keydown', 'keyup']) {
				document.body.dispatchEvent(new KeyboardEvent(kind, { code: 'Space', bubbles: true }));
			}
		});
		await waitForState(visit, 'stopped');
		expect(visit.errors).toEqual([]);
		await visit.close();
	});
});

describe('trust', () => {
	test('a page that is reloaded in the middle of a take offers it, less than a second short', async () => {
		const visit = await visitWithTrack(house);
		const { page } = visit;
		await page.keyboard.press('Space');
		await waitForState(visit, 'recording');
		await page.waitForTimeout(TAKE_MS);
		await page.reload();
		await visit.start();
		await page.waitForFunction(() => continuo.looper.sessions.port.offered !== null);
		await page.evaluate(() => {
			const { port } = continuo.looper.sessions;
			return port.open(port.offered!.id) as Promise<void>;
		});
		await waitForState(visit, 'stopped');
		const seconds = await page.evaluate(() => continuo.looper.tracks.tracks[0]!.seconds);
		expect(seconds).toBeGreaterThan(TAKE_MS / 1000 - 1);
		await page.keyboard.press('Enter');
		await visit.sounds();
		expect(visit.errors).toEqual([]);
		await visit.close();
	});

	test('the keys come back with the session as well', async () => {
		const visit = await house.visit();
		const { page } = visit;
		await page.waitForFunction(() => continuo.looper.node.isOpen);
		await visit.playPhrase('Folk');
		// A blocked page hears of the last notes late.
		await page.waitForFunction((count) => {
			const [layer] = continuo.jam.loop.layers;
			return continuo.jam.loop.state === 'playing' && layer?.notes.length === count;
		}, FOLK.notes);
		await page.evaluate(() => continuo.looper.sessions.store.settle());
		await page.reload();
		await visit.start();
		await page.waitForFunction(() => continuo.looper.sessions.port.offered !== null);
		await page.evaluate(() => {
			const { port } = continuo.looper.sessions;
			return port.open(port.offered!.id) as Promise<void>;
		});
		await page.waitForFunction(() => continuo.jam.loop.state === 'stopped');
		expect(await page.evaluate(() => continuo.jam.loop.layers[0]!.notes.length)).toBe(FOLK.notes);
		await visit.close();
	});

	test('a microphone that goes away closes the take and says so', async () => {
		const visit = await visitWithTrack(house);
		await visit.page.keyboard.press('Space');
		await waitForState(visit, 'recording');
		await visit.page.waitForTimeout(TAKE_MS);
		await visit.page.evaluate(() => {
			continuo.looper.soundIn.input.stop();
		});
		await waitForState(visit, 'playing');
		await visit.sounds();
		await visit.close();
	});
});

test('a calibration plays to its end, and does not take other sounds for its own', async () => {
	const visit = await visitWithTrack(house);
	const { kind, sentence } = await visit.page.evaluate(async () => {
		const { calibrationPort } = continuo.looper.soundIn;
		await calibrationPort.start();
		return calibrationPort.state;
	});
	expect(kind).toBe('refused');
	expect(sentence).not.toMatch(/stopped before/);
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('without permission the page says what to do, and the keys play', async () => {
	const visit = await house.visit({ prepare: refusal });
	const { page } = visit;
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.keyboard.press('Shift+Digit1');
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'refused');
	const { sentence } = await page.evaluate(() => continuo.looper.soundIn.port.status);
	expect(sentence).toContain('allow');
	await page.getByText(sentence).first().waitFor();
	await page.keyboard.down('a');
	await visit.sounds();
	await page.keyboard.up('a');
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('the mix is downloaded as a WAV file as long as the loop', async () => {
	const visit = await visitWithTrack(house);
	await recordLoop(visit);
	await visit.page.waitForTimeout(500);
	const download = visit.page.waitForEvent('download');
	await visit.page.evaluate(() => void continuo.looper.files.port.exportMix('24'));
	const stream = await (await download).createReadStream();
	const parts: Buffer[] = [];
	for await (const part of stream) parts.push(part as Buffer);
	const bytes = Buffer.concat(parts);
	const length = await visit.page.evaluate(() => continuo.looper.node.base!.length);
	expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
	expect(bytes.length).toBeGreaterThan(length * 6);
	expect(bytes.length).toBeLessThan(length * 6 + 1000);
	expect(visit.errors).toEqual([]);
	await visit.close();
});
