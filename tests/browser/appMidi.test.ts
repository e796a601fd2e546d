import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FAILED, onStatus, REFUSED, UNSUPPORTED } from '../../src/midi/midiStatus';
import { AppHouse, type Visit, type VisitOptions } from './appPage';
import { plug, PORT, receive } from './appDevice';

let house: AppHouse;
let visit: Visit;

const open = async (options: VisitOptions = {}) => {
	visit = await house.visit(options);
	await visit.hasAskedForMidi();
	return visit;
};

const unplug = () =>
	visit.page.evaluate((port) => {
		fakeMidi.unplug(port);
	}, PORT);

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
		expect(await receive(visit, [0x90, 60, 100])).toEqual([true]);
		await visit.sounds();
		await receive(visit, [0x80, 60, 0]);
		await visit.fallsSilent();
		expect(await visit.page.evaluate(() => fakeMidi.requests)).toEqual([{ sysex: false }]);
	});

	test('that is plugged in after Start plays at once, and is listed', async () => {
		const { page } = await open();
		await page.getByText(onStatus(0, []).sentence).waitFor();
		await plug(visit);
		expect(await receive(visit, [0x90, 60, 100])).toEqual([true]);
		await visit.sounds();
		await page.getByRole('combobox', { name: 'MIDI device' }).selectOption({ label: PORT });
		await visit.waitForHeld(1);
		await receive(visit, [0x80, 60, 0]);
		await visit.fallsSilent();
	});

	test('lets all go when it is unplugged, and plays again when it comes back', async () => {
		await open();
		await plug(visit);
		await receive(visit, [0x90, 60, 100], [0xb0, 64, 127], [0x90, 64, 100], [0x80, 64, 0]);
		await visit.waitForHeld(2);
		await unplug();
		await visit.fallsSilent();
		await plug(visit);
		await receive(visit, [0x90, 67, 100], [0x80, 67, 0]);
		await visit.waitForHeld(0);
		await receive(visit, [0x90, 67, 100]);
		await visit.waitForHeld(1);
	});

	test('that is not the one picked is not heard', async () => {
		const { page } = await open();
		await plug(visit);
		await plug(visit, 'Other');
		await receive(visit, [0x90, 60, 100]);
		await visit.waitForHeld(1);
		await page.getByRole('combobox', { name: 'MIDI device' }).selectOption({ label: 'Other' });
		await visit.waitForHeld(0);
		await receive(visit, [0x90, 60, 100]);
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
		await receive(visit, [0x90, 60, 100]);
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
