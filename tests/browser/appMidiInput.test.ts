import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AppHouse, type Visit } from './appPage';
import { plug, PORT, receive } from './appDevice';

let house: AppHouse;
let visit: Visit;

const soundingCount = () => visit.page.evaluate(() => continuo.audio.ledger.soundingCount);

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

/** What is sent, in hexadecimal, and how many notes still sound after it. */
const MESSAGES: readonly (readonly [string, string, number])[] = [
	['a note and its end', '90 3c 64, 80 3c 40', 0],
	['a note-on of velocity 0 as an end', '90 3c 64, 90 3c 00', 0],
	['an end without a beginning', '80 3d 00, 90 3e 00', 0],
	['the same key struck three times', '90 3c 01, 90 3c 02, 90 3c 03', 1],
	['three strikes and one end', '90 3c 01, 90 3c 02, 90 3c 03, 80 3c 00', 0],
	['remnants of running status', '3c 64, 3c, 90, 90 3c, 80 3c', 0],
	['data that are no data', '90 c8 64, 90 3c ff, b0 40 c8', 0],
	['clock, active sensing, reset', 'f8, fe, fa, fc, ff, f0 01 f7', 0],
	['controllers, programs, bends', 'b0 01 40, c0 05, e0 00 40, d0 09', 0],
	['a pedal that holds', '90 3c 64, b0 40 7f, 80 3c 00', 1],
	['a pedal let go', '90 3c 09, b0 40 7f, 80 3c 00, b0 40 00', 0],
	['a pedal let go while the key is down', 'b0 40 7f, 90 3c 09, b0 40 00', 1],
	['a pedal of another channel', 'b1 40 7f, 90 3c 09, 80 3c 00', 0]
];

const bytesOf = (hex: string) => hex.split(' ').map((byte) => parseInt(byte, 16));

test('whatever a device sends, as many notes sound as are held', async () => {
	visit = await house.visit();
	await visit.hasAskedForMidi();
	await plug(visit);
	for (const [name, messages, held] of MESSAGES) {
		await receive(visit, ...messages.split(', ').map(bytesOf));
		expect.soft(await soundingCount(), name).toBe(held);
		await receive(visit, [0x80, 60, 0], [0xb0, 64, 0], [0xb1, 64, 0]);
		expect.soft(await soundingCount(), `${name}, let go`).toBe(0);
	}
	await visit.fallsSilent();
});

test('the same key on 16 channels is 16 notes, each ended by its own channel', async () => {
	visit = await house.visit();
	await visit.hasAskedForMidi();
	await plug(visit);
	const channels = Array.from({ length: 16 }, (_, channel) => channel);
	await receive(visit, ...channels.map((channel) => [0x90 + channel, 60, 100]));
	await visit.waitForHeld(16);
	await receive(visit, ...channels.slice(1).map((channel) => [0x80 + channel, 60, 0]));
	await visit.waitForHeld(1);
	await receive(visit, [0x80, 60, 0]);
	await visit.fallsSilent();
});

test('a flood of 5,000 events in a second leaves nothing sounding and the page alive', async () => {
	visit = await house.visit();
	await visit.hasAskedForMidi();
	const { page } = visit;
	await plug(visit);
	await page.keyboard.press('Space');
	const sent = await page.evaluate(async (port) => {
		let count = 0;
		for (let slice = 0; slice < 50; slice++) {
			const next = new Promise((resolve) => setTimeout(resolve, 20));
			for (let event = 0; event < 100; event++) {
				const key = (slice * 100 + event) * 7;
				const status = [0x90, 0x80, 0x90, 0xb0][event % 4]!;
				const data = status === 0xb0 ? [64, event % 8 < 4 ? 127 : 0] : [key % 128, key % 100];
				count += Number(fakeMidi.receive(port, [status + (event % 16), ...data]));
			}
			await next;
		}
		return count;
	}, PORT);
	expect(sent).toBe(5000);
	await receive(
		visit,
		...Array.from({ length: 16 }, (_, channel) => [
			[0xb0 + channel, 64, 0],
			...Array.from({ length: 128 }, (_, key) => [0x80 + channel, key, 0])
		]).flat()
	);
	await page.keyboard.press('Enter');
	expect(await page.evaluate(() => continuo.jam.isRunning)).toBe(false);
	await visit.fallsSilent();
	await receive(visit, [0x90, 60, 100]);
	await visit.sounds();
	expect(await soundingCount()).toBe(1);
});
