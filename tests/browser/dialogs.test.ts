import { expect, test } from 'vitest';
import { fakedPage } from './tracksPage/fakedPage';

const { page, dialog, openMenu, callsOf, namelessIn } = fakedPage();

test.each(['Practice', 'Input', 'Sessions', 'Files', 'Controls', 'MIDI clock'])(
	'%s opens from the menu, keeps the shortcuts off and closes with Escape',
	async (name) => {
		await openMenu(name);
		await dialog().getByRole('heading', { name, level: 2 }).waitFor();
		await page().keyboard.press('BracketRight');
		expect(await callsOf('tracks')).toEqual([]);
		await page().keyboard.press('Escape');
		await dialog().waitFor({ state: 'detached' });
		expect(await callsOf('tracks')).toEqual([]);
	}
);

test('everything in them has a name', async () => {
	for (const name of ['Practice', 'Input', 'Sessions', 'Files', 'Controls', 'MIDI clock']) {
		await openMenu(name);
		expect(await namelessIn('dialog')).toEqual([]);
		await page().keyboard.press('Escape');
	}
});

test('the calibration says how sure it is, and is used when the player says so', async () => {
	await page().keyboard.press('i');
	await dialog().getByRole('button', { name: 'Open the input' }).click();
	await dialog().getByRole('button', { name: 'Play the test sound' }).click();
	await page().evaluate(() => {
		const state = { kind: 'found', ms: 61.25, confidence: 0.97, sentence: 'Clear.' } as const;
		window.fakes.calibration.set({ state });
	});
	await dialog().getByText('61.3 ms, very sure (97 %)').waitFor();
	await dialog().getByRole('button', { name: 'Use this' }).click();
	expect(await callsOf('calibration')).toEqual([['start'], ['accept']]);
});

test('what the tuner and the ear on the input say is read out', async () => {
	await page().keyboard.press('i');
	await dialog().getByRole('button', { name: 'Open the input' }).click();
	const said = (text: string) => dialog().getByRole('status').filter({ hasText: text });
	const meter = dialog().getByRole('meter', { name: 'Tuner, in cents' });
	expect(await meter.count()).toBe(0);
	await page().evaluate(() => {
		window.fakes.follow.set({ pitch: 44.93, isOn: true, sentence: 'Play one note at a time.' });
	});
	await said('A2, flat: tighten').waitFor({ state: 'attached' });
	expect(await meter.getAttribute('aria-valuenow')).toBe('-7');
	await said('Play one note at a time.').waitFor();
});

test('taps count by pointer and by key', async () => {
	await page().keyboard.press('i');
	await dialog().getByRole('button', { name: 'Tap instead' }).click();
	const tap = dialog().getByRole('button', { name: /^Tap here/ });
	await tap.click();
	await tap.press('Enter');
	expect(await callsOf('calibration')).toEqual([['startTapping'], ['tap'], ['tap']]);
});

test('a session is renamed, and its deletion undone', async () => {
	await openMenu('Sessions');
	const name = dialog().getByRole('textbox', { name: 'Name of the session Slow blues in A' });
	await name.fill('Fast blues');
	await name.press('Tab');
	await dialog().getByRole('button', { name: 'Delete Slow blues in A' }).click();
	await dialog().getByText('“Slow blues in A” was deleted.').waitFor();
	await dialog().getByRole('button', { name: 'Undo delete' }).click();
	expect(await callsOf('sessions')).toEqual([
		['rename', 'b', 'Fast blues'],
		['remove', 'b'],
		['undoRemove']
	]);
});

test('the mix is exported in the format that was chosen', async () => {
	await openMenu('Files');
	await dialog().getByRole('radio', { name: '32 bit float' }).check();
	await dialog().getByRole('button', { name: 'Export the mix' }).click();
	expect(await callsOf('files')).toEqual([['exportMix', '32f']]);
});

test('learning ends with the dialog', async () => {
	await openMenu('Controls');
	await dialog().getByRole('button', { name: 'Learn Mute track' }).click();
	await dialog().getByText('Touch a key, knob, pad or pedal now.').waitFor();
	await dialog().getByRole('button', { name: 'Close' }).click();
	await dialog().waitFor({ state: 'detached' });
	expect(await callsOf('mappings')).toEqual([['learn', 'mute'], ['cancel']]);
});
