import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppHouse, type Visit } from './appPage';
import { recordLoop, visitWithTrack, waitForState } from './appTracks';
import { clicks, fakeMicrophone, type FakeMicrophone } from './fakeMicrophone';

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

const dialog = ({ page }: Visit) => page.getByRole('dialog');

async function openMenu(visit: Visit, name: string): Promise<void> {
	const menu = visit.page.getByRole('navigation', { name: 'Looper' });
	await menu.getByRole('button', { name, exact: true }).click();
	await dialog(visit).waitFor();
}

test('what was just recorded stands in the list, and deleting it can be undone', async () => {
	const visit = await visitWithTrack(house);
	await recordLoop(visit);
	await openMenu(visit, 'Sessions');
	const open = dialog(visit).getByRole('button', { name: /^Open Session of/ });
	await open.waitFor();
	expect(await open.textContent()).toBe('Is open');
	await dialog(visit)
		.getByRole('button', { name: /^Delete Session of/ })
		.click();
	await waitForState(visit, 'empty');
	await dialog(visit).getByText('No session yet').waitFor();
	await dialog(visit).getByRole('button', { name: 'Undo delete' }).click();
	await open.click();
	await waitForState(visit, 'stopped');
	await visit.page.keyboard.press('Escape');
	await dialog(visit).waitFor({ state: 'detached' });
	await visit.page.keyboard.press('Enter');
	await visit.sounds();
	expect(visit.errors).toEqual([]);
	await visit.close();
});

test('a session that was saved to a file comes back from it on another machine', async () => {
	const visit = await visitWithTrack(house);
	await recordLoop(visit);
	const length = await visit.page.evaluate(() => continuo.looper.node.base!.length);
	await openMenu(visit, 'Sessions');
	const download = visit.page.waitForEvent('download');
	await dialog(visit).getByRole('button', { name: 'Save to a file' }).click();
	const path = await (await download).path();
	const other = await visitWithTrack(house);
	await openMenu(other, 'Sessions');
	const chooser = other.page.waitForEvent('filechooser');
	await dialog(other).getByRole('button', { name: 'Open a file…' }).click();
	await (await chooser).setFiles(path);
	await waitForState(other, 'stopped');
	expect(await other.page.evaluate(() => continuo.looper.node.base!.length)).toBe(length);
	await dialog(other)
		.getByRole('button', { name: /^Open Session of/ })
		.waitFor();
	await other.page.keyboard.press('Escape');
	await dialog(other).waitFor({ state: 'detached' });
	await other.page.keyboard.press('Enter');
	await other.sounds();
	expect(other.errors).toEqual([]);
	await visit.close();
	await other.close();
});

test('an export shows its share and can be cancelled, and the page stays awake', async () => {
	const visit = await visitWithTrack(house);
	await recordLoop(visit);
	// A hundred rounds are long to export.
	await visit.page.evaluate(() => {
		const { node } = continuo.looper;
		const { record } = node.tracks[0]!;
		const length = record.content.length * 100;
		const content = { length, layers: record.content.layers };
		node.restore(1, { ...record, content }, node.base);
	});
	await visit.page.waitForFunction(() => continuo.looper.tracks.tracks[1]!.seconds > 0);
	await openMenu(visit, 'Files');
	let downloads = 0;
	visit.page.on('download', () => downloads++);
	await dialog(visit).getByRole('button', { name: 'Export the mix' }).click();
	const bar = dialog(visit).getByRole('progressbar');
	await visit.page.waitForFunction(
		() =>
			(continuo.looper.files.port.status.share ?? 0) > 0 &&
			Number(document.querySelector('progress')?.getAttribute('value')) > 0
	);
	await dialog(visit).getByRole('button', { name: 'Cancel' }).click();
	await dialog(visit).getByText('Cancelled').waitFor();
	await bar.waitFor({ state: 'detached' });
	expect(downloads).toBe(0);
	expect(await visit.page.evaluate(() => continuo.audio.scheduler.late)).toBe(0);
	expect(visit.errors).toEqual([]);
	await visit.close();
});
