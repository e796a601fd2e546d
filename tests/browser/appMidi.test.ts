import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FAILED, onStatus, REFUSED, UNSUPPORTED } from '../../src/midi/midiStatus';
import { AppHouse, type Visit, type VisitOptions } from './appPage';

const PORT = 'Keystation';

let house: AppHouse;
let visit: Visit;

const open = async (options: VisitOptions = {}) => {
	visit = await house.visit(options);
	await visit.settle();
	return visit;
};

const plug = (name = PORT) =>
	visit.page.evaluate(async (port) => {
		fakeMidi.plug(port);
		// The browser tells of it in a later task, and opens it in another.
		await new Promise((resolve) => setTimeout(resolve, 50));
	}, name);

const unplug = () =>
	visit.page.evaluate((port) => {
		fakeMidi.unplug(port);
	}, PORT);

const receive = (...messages: readonly (readonly number[])[]) =>
	visit.page.evaluate(([port, all]) => all.map((message) => fakeMidi.receive(port, message)), [
		PORT,
		messages
	] as const);

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

describe('a MIDI device', () => {
	test('that was plugged in before Start plays', async () => {
		await open({
			prepare: (page) =>
				page.addInitScript((port) => {
					fakeMidi.plug(port);
				}, PORT)
		});
		expect(await receive([0x90, 60, 100])).toEqual([true]);
		await visit.sounds();
		await receive([0x80, 60, 0]);
		await visit.fallsSilent();
		expect(await visit.page.evaluate(() => fakeMidi.requests)).toEqual([{ sysex: false }]);
	});

	test('that is plugged in after Start plays at once, and is listed', async () => {
		const { page } = await open();
		await page.getByText(onStatus(0, []).sentence).waitFor();
		await plug();
		expect(await receive([0x90, 60, 100])).toEqual([true]);
		await visit.sounds();
		await page.getByRole('combobox', { name: 'MIDI device' }).selectOption({ label: PORT });
		await visit.waitForHeld(1);
		await receive([0x80, 60, 0]);
		await visit.fallsSilent();
	});

	test('lets all go when it is unplugged, and plays again when it comes back', async () => {
		await open();
		await plug();
		await receive([0x90, 60, 100], [0xb0, 64, 127], [0x90, 64, 100], [0x80, 64, 0]);
		await visit.waitForHeld(2);
		await unplug();
		await visit.fallsSilent();
		await plug();
		await receive([0x90, 67, 100], [0x80, 67, 0]);
		await visit.waitForHeld(0);
		await receive([0x90, 67, 100]);
		await visit.waitForHeld(1);
	});

	test('that is not the one picked is not heard', async () => {
		const { page } = await open();
		await plug();
		await plug('Other');
		await receive([0x90, 60, 100]);
		await visit.waitForHeld(1);
		await page.getByRole('combobox', { name: 'MIDI device' }).selectOption({ label: 'Other' });
		await visit.waitForHeld(0);
		await receive([0x90, 60, 100]);
		expect(await soundingCount()).toBe(0);
	});
});

describe('without devices the page says why in a sentence, and the letters play', () => {
	const lettersPlay = async () => {
		await visit.page.keyboard.down('a');
		await visit.sounds();
		await visit.page.keyboard.up('a');
		await visit.fallsSilent();
	};

	test('when the player refuses them, until they are allowed', async () => {
		const { page } = await open({
			prepare: (fresh) =>
				fresh.addInitScript(() => {
					fakeMidi.refusal = 'NotAllowedError';
				})
		});
		await page.getByText(REFUSED.sentence).waitFor();
		await lettersPlay();
		await page.evaluate((port) => {
			fakeMidi.refusal = null;
			fakeMidi.plug(port);
		}, PORT);
		await page.getByRole('button', { name: 'Turn MIDI on' }).click();
		await page.getByText(onStatus(1, []).sentence).waitFor();
		await receive([0x90, 60, 100]);
		await visit.waitForHeld(1);
	});

	test('when MIDI fails to start', async () => {
		const { page } = await open({
			prepare: (fresh) =>
				fresh.addInitScript(() => {
					fakeMidi.refusal = 'InvalidStateError';
				})
		});
		await page.getByText(FAILED.sentence).waitFor();
		await lettersPlay();
	});

	test('when the browser has no MIDI', async () => {
		const { page } = await open({
			prepare: (fresh) =>
				fresh.addInitScript(() => {
					Reflect.deleteProperty(navigator, 'requestMIDIAccess');
					Reflect.deleteProperty(Navigator.prototype, 'requestMIDIAccess');
				})
		});
		await page.getByText(UNSUPPORTED.sentence).waitFor();
		await lettersPlay();
	});
});

/** What is sent, and how many notes still sound after it. */
const MESSAGES: readonly (readonly [string, readonly (readonly number[])[], number])[] = [
	[
		'a note and its end',
		[
			[0x90, 60, 100],
			[0x80, 60, 64]
		],
		0
	],
	[
		'a note-on of velocity 0 as an end',
		[
			[0x90, 60, 100],
			[0x90, 60, 0]
		],
		0
	],
	[
		'an end without a beginning',
		[
			[0x80, 61, 0],
			[0x90, 62, 0]
		],
		0
	],
	[
		'the same key struck three times',
		[
			[0x90, 60, 1],
			[0x90, 60, 2],
			[0x90, 60, 3]
		],
		1
	],
	[
		'three strikes and one end',
		[
			[0x90, 60, 1],
			[0x90, 60, 2],
			[0x90, 60, 3],
			[0x80, 60, 0]
		],
		0
	],
	['remnants of running status', [[60, 100], [60], [], [0x90], [0x90, 60], [0x80, 60]], 0],
	[
		'data that are no data',
		[
			[0x90, 200, 100],
			[0x90, 60, 255],
			[0xb0, 64, 200]
		],
		0
	],
	['clock, active sensing, reset', [[0xf8], [0xfe], [0xfa], [0xfc], [0xff], [0xf0, 1, 0xf7]], 0],
	[
		'controllers, programs, bends',
		[
			[0xb0, 1, 64],
			[0xc0, 5],
			[0xe0, 0, 64],
			[0xd0, 9]
		],
		0
	],
	[
		'a pedal that holds',
		[
			[0x90, 60, 100],
			[0xb0, 64, 127],
			[0x80, 60, 0]
		],
		1
	],
	[
		'a pedal let go',
		[
			[0x90, 60, 9],
			[0xb0, 64, 127],
			[0x80, 60, 0],
			[0xb0, 64, 0]
		],
		0
	],
	[
		'a pedal let go while the key is down',
		[
			[0xb0, 64, 127],
			[0x90, 60, 9],
			[0xb0, 64, 0]
		],
		1
	],
	[
		'a pedal of another channel',
		[
			[0xb1, 64, 127],
			[0x90, 60, 9],
			[0x80, 60, 0]
		],
		0
	]
];

test('whatever a device sends, as many notes sound as are held', async () => {
	await open();
	await plug();
	for (const [name, messages, held] of MESSAGES) {
		await receive(...messages);
		expect.soft(await soundingCount(), name).toBe(held);
		await receive([0x80, 60, 0], [0xb0, 64, 0], [0xb1, 64, 0]);
		expect.soft(await soundingCount(), `${name}, let go`).toBe(0);
	}
	await visit.fallsSilent();
});

test('the same key on 16 channels is 16 notes, each ended by its own channel', async () => {
	await open();
	await plug();
	const channels = Array.from({ length: 16 }, (_, channel) => channel);
	await receive(...channels.map((channel) => [0x90 + channel, 60, 100]));
	await visit.waitForHeld(16);
	await receive(...channels.slice(1).map((channel) => [0x80 + channel, 60, 0]));
	await visit.waitForHeld(1);
	await receive([0x80, 60, 0]);
	await visit.fallsSilent();
});

test('a flood of 5,000 events in a second leaves nothing sounding and the page alive', async () => {
	const { page } = await open();
	await plug();
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
		...Array.from({ length: 16 }, (_, channel) => [
			[0xb0 + channel, 64, 0],
			...Array.from({ length: 128 }, (_, key) => [0x80 + channel, key, 0])
		]).flat()
	);
	await page.keyboard.press('Enter');
	expect(await page.evaluate(() => continuo.jam.isRunning)).toBe(false);
	await visit.fallsSilent();
	await receive([0x90, 60, 100]);
	await visit.sounds();
	expect(await soundingCount()).toBe(1);
});
