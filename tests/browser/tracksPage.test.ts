import { describe, expect, test } from 'vitest';
import { fakedPage } from './tracksPage/fakedPage';

const { page, open, button, callsOf } = fakedPage();

describe('the rack', () => {
	test('is a row of nine until an audio track is selected', async () => {
		expect(
			await page()
				.getByRole('slider', { name: /^Level of track/ })
				.count()
		).toBe(0);
		expect(await button(/^(Keys|Track \d): empty$|^Keys: no loop yet$/).count()).toBe(9);
		await button('Track 3: empty').click();
		expect(await callsOf('tracks')).toEqual([['select', 2]]);
		const levels = page().getByRole('slider', { name: /^Level of track/ });
		expect(await levels.count()).toBe(4);
		await button('All 8').click();
		expect(await levels.count()).toBe(8);
		expect(await button('Track 3: empty').getAttribute('aria-pressed')).toBe('true');
	});

	test('opens the microphone at the first audio track, once', async () => {
		await page().keyboard.press('Shift+Digit2');
		await page().keyboard.press('Shift+Digit0');
		await page().keyboard.press('BracketLeft');
		expect(await callsOf('tracks')).toEqual([
			['select', 1],
			['select', 'keys'],
			['select', 7]
		]);
		expect(await callsOf('input')).toEqual([['open']]);
	});

	test('says why the microphone is not open', async () => {
		const sentence = 'The browser was told not to let us listen: allow the microphone there.';
		await page().evaluate((said) => {
			const { input } = window.fakes;
			input.open = () => {
				input.set({ status: { kind: 'refused', sentence: said } });
			};
		}, sentence);
		await button('Track 1: empty').click();
		await page().getByText(sentence).waitFor();
	});

	test('shows a state in words, and layers and length to who does not see it', async () => {
		await button('Track 1: empty').click();
		await page().evaluate(() => {
			window.fakes.tracks.set(0, { state: 'playing', layers: 2, seconds: 4, bars: 2, version: 1 });
		});
		const strip = page().getByRole('group', { name: 'Track 1' });
		await strip.getByText('Playing').waitFor();
		await strip.getByText('2 layers').waitFor();
		await button('Track 1: playing, 2 layers, 2 bars').waitFor();
		await page().getByRole('status').getByText('Track 1: playing, 2 bars').waitFor();
	});

	test('draws the loop and its playhead', async () => {
		await button('Track 1: empty').click();
		const painted = () =>
			page().evaluate(() => {
				const canvas = document.querySelector<HTMLCanvasElement>('.strip canvas')!;
				const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
				return data.reduce((count, value, index) => count + Number(index % 4 === 3 && value > 0));
			});
		expect(await painted()).toBe(0);
		await page().evaluate(() => {
			window.fakes.tracks.set(0, { state: 'playing', layers: 1, seconds: 4, version: 1 });
		});
		await expect.poll(painted).toBeGreaterThan(100);
	});

	test('counts down what waits and takes it off', async () => {
		await button('Track 1: empty').click();
		await page().evaluate(() => {
			const { tracks } = window.fakes;
			tracks.wait = 1.4;
			tracks.set(4, { state: 'stopped', pending: { action: 'play', isAutomatic: false } });
		});
		const strip = page().getByRole('group', { name: 'Track 5' });
		await strip.getByText('Play in 1.4 s').waitFor();
		await page().getByText('Track 5: Play').waitFor();
		await button('Cancel Play of track 5').click();
		expect((await callsOf('tracks')).at(-1)).toEqual(['cancelPending']);
		await page().getByText('Nothing waits for a bar line.').waitFor();
	});

	test('takes a sound that is dropped onto a strip, unstretched', async () => {
		await button('Track 1: empty').click();
		await page()
			.getByRole('group', { name: 'Track 4' })
			.evaluate((strip) => {
				const dataTransfer = new DataTransfer();
				dataTransfer.items.add(new File(['x'], 'riff.wav', { type: 'audio/wav' }));
				strip.dispatchEvent(
					new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
				);
			});
		expect(await callsOf('files')).toEqual([['importAudio', 'riff.wav', 3, false]]);
	});
});

describe('the pedal', () => {
	test('has both edges of the pointer on an audio track', async () => {
		await button('Track 1: empty').click();
		const box = (await button('Record Space').boundingBox())!;
		await page().mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await page().mouse.down();
		expect((await callsOf('tracks')).slice(1)).toEqual([['pedalDown']]);
		await page().mouse.move(box.x - 200, box.y);
		await page().mouse.up();
		expect((await callsOf('tracks')).slice(1)).toEqual([['pedalDown'], ['pedalUp']]);
	});

	test('has both edges of Space, which is let go with the window', async () => {
		await button('Track 1: empty').click();
		await page().keyboard.down('Space');
		await page().keyboard.down('Space');
		await page().keyboard.up('Space');
		expect((await callsOf('tracks')).slice(1)).toEqual([['pedalDown'], ['pedalUp']]);
		await page().keyboard.down('Space');
		await page().evaluate(() => window.dispatchEvent(new Event('blur')));
		expect((await callsOf('tracks')).slice(3)).toEqual([['pedalDown'], ['pedalUp']]);
	});

	test('works the keys’ loop as ever while the keys are the target', async () => {
		await page().keyboard.press('Space');
		expect(await page().evaluate(() => window.fakes.jam.loop.state)).not.toBe('empty');
		expect(await callsOf('tracks')).toEqual([]);
	});
});

test('the inspector acts on the selected track and changes its settings', async () => {
	await button('Track 2: empty').click();
	await page().evaluate(() => {
		window.fakes.tracks.set(1, { state: 'playing', layers: 1, seconds: 2, version: 1 });
	});
	const panel = page().getByRole('tabpanel');
	await panel.getByRole('button', { name: 'Multiply' }).click();
	await panel.getByRole('button', { name: 'Reverse' }).click();
	await panel.getByRole('slider', { name: 'Reverb' }).fill('0.5');
	await panel.getByRole('textbox', { name: 'Name' }).fill('Voice');
	await panel.getByRole('textbox', { name: 'Name' }).press('Enter');
	const calls = (await callsOf('tracks')).slice(1);
	expect(calls.slice(0, 2)).toEqual([
		['press', 1, 'multiply'],
		['press', 1, 'reverse']
	]);
	expect(calls[2]).toMatchObject(['changeTrack', 1, { effects: { reverb: 0.5, delay: 0 } }]);
	expect(calls[3]).toEqual(['changeTrack', 1, { name: 'Voice' }]);
	await page().getByRole('tab', { name: 'Voice' }).waitFor();
});

test('the tabs on the right are turned by arrow keys and come back to the track', async () => {
	await button('Track 2: empty').click();
	await page().getByRole('tab', { name: 'Track 2' }).focus();
	await page().keyboard.press('ArrowRight');
	await page().getByRole('switch', { name: 'Hear the input' }).click();
	expect((await callsOf('tracks')).at(-1)).toEqual(['change', { isMonitoring: true }]);
	// A region that is read out stands before what it says.
	const said = page().getByRole('tabpanel').locator('p[role="status"]');
	expect(await said.textContent()).toBe('');
	await page().evaluate(() => {
		window.fakes.follow.set({ isOn: true, sentence: 'Play one note at a time.' });
	});
	await said.filter({ hasText: 'Play one note at a time.' }).waitFor();
	await page().getByRole('tab', { name: 'Band' }).click();
	await page().getByRole('radio', { name: 'Trade' }).waitFor();
});

test('the last session is offered, and goes when it is not wanted', async () => {
	await page().evaluate(() => {
		const offered = { id: 'b', name: 'Slow blues', when: new Date(), seconds: 194 };
		window.fakes.sessions.set({ offered });
	});
	await page().getByText('“Slow blues” is still here: 3 min 14 s of sound.').waitFor();
	await button('Not now').click();
	await button('Not now').waitFor({ state: 'detached' });
	expect(await callsOf('sessions')).toEqual([['dismissOffer']]);
});

test.each([
	['a laptop', { width: 1280, height: 800 }, 800],
	['a telephone', { width: 390, height: 844 }, Infinity]
])('nothing is cut off on %s', async (_, viewport, height) => {
	await page().close();
	await open(viewport);
	const size = () =>
		page().evaluate(() => {
			const { scrollWidth, scrollHeight } = document.documentElement;
			return { scrollWidth, scrollHeight };
		});
	for (const key of ['Shift+Digit0', 'Shift+Digit1']) {
		await page().keyboard.press(key);
		await page().waitForTimeout(100);
		const { scrollWidth, scrollHeight } = await size();
		expect(scrollWidth).toBeLessThanOrEqual(viewport.width);
		expect(scrollHeight).toBeLessThanOrEqual(height);
	}
});
