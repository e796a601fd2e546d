import { afterAll, beforeAll, expect, test } from 'vitest';
import { pluck, type PlayedNote } from '../ears/live/sounds';
import { AppHouse, type Visit } from './appPage';
import { fakeMicrophone, MICROPHONE_RATE, type FakeMicrophone } from './fakeMicrophone';
import { loopback, refusal } from './pageMicrophone';

/** A guitar's line with a string struck twice; the microphone begins it anew after a rest. */
const PITCHES = [45, 52, 57, 60, 59, 59, 55, 52, 64, 50] as const;
const NOTE_SECONDS = 0.3;
const REST_SECONDS = 1.5;
const LINE: readonly PlayedNote[] = PITCHES.map((pitch, index) => ({
	pitch,
	start: 1 + index * NOTE_SECONDS,
	length: 0.8 * NOTE_SECONDS,
	strength: index % 3 === 0 ? 0.9 : 0.6
}));
/** As near as the ear must be. */
const WITHIN_SECONDS = 0.05;

let microphone: FakeMicrophone;
let house: AppHouse;
beforeAll(async () => {
	const line = pluck(LINE, { rate: MICROPHONE_RATE });
	const file = new Float32Array(line.length + REST_SECONDS * MICROPHONE_RATE);
	file.set(line);
	microphone = await fakeMicrophone(file);
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

/** What the jam heard so far: pitches, and moments in seconds of the music. */
const heard = ({ page }: Visit) =>
	page.evaluate(() =>
		continuo.jam.heardNotes(-Infinity as never).map(({ pitch, start }) => ({
			pitch: Number(pitch),
			at: (start * 60) / (480 * continuo.jam.bpm)
		}))
	);

/** The first whole pass of the line among what was heard; rejects when there is none in half a minute. */
async function wholePass(visit: Visit): Promise<{ pitch: number; at: number }[]> {
	const deadline = Date.now() + 30_000;
	for (;;) {
		const notes = await heard(visit);
		const from = notes.findIndex((_, start) =>
			PITCHES.every((pitch, index) => notes[start + index]?.pitch === pitch)
		);
		if (from >= 0) return notes.slice(from, from + PITCHES.length);
		if (Date.now() > deadline) {
			throw new Error(`heard ${notes.map(({ pitch }) => pitch).join(' ')}`);
		}
		await visit.page.waitForTimeout(200);
	}
}

test('a line at the microphone counts as played on keys, and does not sound a second time', async () => {
	const visit = await house.visit();
	const { page } = visit;
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate(() => {
		continuo.jam.change({ countInBars: 0, mode: 'off' });
		continuo.jam.startStop();
	});
	await page.keyboard.press('Shift+I');
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	const notes = await wholePass(visit);
	const offsets = notes.map(({ at }, index) => at - LINE[index]!.start);
	const middle = [...offsets].sort((a, b) => a - b)[Math.floor(offsets.length / 2)]!;
	for (const offset of offsets) expect(Math.abs(offset - middle)).toBeLessThan(WITHIN_SECONDS);
	expect(await page.evaluate(() => continuo.audio.ledger.soundingCount)).toBe(0);
	// What is switched off hears nothing more.
	await page.keyboard.press('Shift+I');
	const count = (await heard(visit)).length;
	await page.waitForTimeout(3000);
	expect(await heard(visit)).toHaveLength(count);
	// What goes away while it sounds leaves nothing held.
	await page.keyboard.press('Shift+I');
	await page.waitForFunction(() => {
		const last = continuo.jam.heardNotes(-Infinity as never).at(-1);
		return last !== undefined && last.end === null;
	});
	await page.evaluate(() => {
		continuo.looper.soundIn.input.stop();
	});
	const held = await page.evaluate(
		() => continuo.jam.heardNotes(-Infinity as never).filter(({ end }) => end === null).length
	);
	expect(held).toBe(0);
	expect(await page.evaluate(() => continuo.follow.port.sentence)).toContain('once it is open');
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('what is played to the beat lies on the beat, once the way out and in is measured', async () => {
	const visit = await house.visit({ prepare: loopback });
	const { page } = visit;
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate(() => void continuo.looper.soundIn.port.open());
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	await page.evaluate(() => void continuo.looper.soundIn.calibrationPort.start());
	await page.waitForFunction(() => continuo.looper.soundIn.calibrationPort.state.kind === 'found');
	const strays = await page.evaluate(
		async ([samples, beats]) => {
			const { jam, audio, looper, follow } = continuo;
			looper.soundIn.calibrationPort.accept();
			follow.port.switchTo(true);
			await new Promise((resolve) => setTimeout(resolve, 1000));
			jam.change({ countInBars: 0, mode: 'off', isMetronomeOn: false });
			jam.startStop();
			const { context, transport, mixer } = audio;
			const buffer = new AudioBuffer({ length: samples.length, sampleRate: 44_100 });
			buffer.copyToChannel(Float32Array.from(samples), 0);
			for (let beat = 2; beat < 2 + beats; beat++) {
				const source = new AudioBufferSourceNode(context, { buffer });
				source.connect(mixer.inputs.loop);
				source.start(transport.timeOf((beat * 480) as never));
			}
			const end = performance.now() + 30_000;
			const found = () => jam.heardNotes(-Infinity as never).filter(({ pitch }) => pitch === 57);
			while (found().length < beats && performance.now() < end) {
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
			return found().map(({ start }) => {
				const beat = start / 480;
				return ((beat - Math.round(beat)) * 60) / jam.bpm;
			});
		},
		[
			[...pluck([{ pitch: 57, start: 0, length: 0.3, strength: 0.7 }], { rate: 44_100 })],
			8
		] as const
	);
	expect(strays).toHaveLength(8);
	for (const stray of strays) expect(Math.abs(stray)).toBeLessThan(0.02);
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('without permission the switch says what to do, and the jam goes on', async () => {
	const visit = await house.visit({ prepare: refusal });
	const { page } = visit;
	await page.keyboard.press('i');
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('switch', { name: 'Follow my input' }).click();
	await dialog
		.getByText(/microphone is blocked/)
		.first()
		.waitFor();
	await page.keyboard.press('Escape');
	await page.evaluate(() => {
		continuo.jam.change({ countInBars: 0 });
		continuo.jam.startStop();
	});
	// What sounds before the first position is heard is before the music.
	await page.waitForFunction(() => continuo.jam.heardPosition() > 0);
	await page.keyboard.down('a');
	await visit.sounds();
	await page.keyboard.up('a');
	expect((await heard(visit)).map(({ pitch }) => pitch)).toEqual([60]);
	expect(visit.errors).toEqual([]);
	await visit.close();
});
