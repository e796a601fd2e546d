import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenChords, lineMicrophone, recordLine } from './appHeard';
import { AppHouse, type Visit } from './appPage';
import { impulseTicks, PROBED } from './appProbe';
import { waitForState } from './appTracks';
import type { FakeMicrophone } from './fakeMicrophone';

/** I and V in C. */
const LINE = brokenChords([
	[48, 52, 55, 60],
	[43, 50, 55, 59]
]);
const BAR = 1920;
/** Bars in which the band is listened to after a change. */
const HEARD_BARS = 4;
const SHOTS = process.env.SHOTS;

let microphone: FakeMicrophone;
let house: AppHouse;
beforeAll(async () => {
	microphone = await lineMicrophone(LINE);
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

const shot = async ({ page }: Visit, name: string) => {
	if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

/** What was heard, as the page has it. */
const heardIn = ({ page }: Visit) =>
	page.evaluate(() => ({
		bars: continuo.looper.tracks.guess?.bars,
		length: Number(continuo.jam.heard?.region.length),
		notes: continuo.jam.heard!.layers[0]!.notes.map(({ pitch }) => Number(pitch)),
		sensitivity: continuo.looper.tracks.corrections.sensitivity
	}));

/** Where on the roll's canvas the heard note at `place` can be touched, found by asking the page at every point. */
const touchHeard = ({ page }: Visit, place: number) =>
	page.evaluate(async (wanted) => {
		const canvas = document.querySelector<HTMLCanvasElement>('.roll canvas')!;
		const { tracks } = continuo.looper;
		const box = canvas.getBoundingClientRect();
		const found: { readonly x: number; readonly y: number }[] = [];
		for (let y = 2; y < box.height; y += 3) {
			// Nothing waits for us.
			await new Promise(requestAnimationFrame);
			for (let x = 46; x < box.width; x += 6) {
				const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true };
				if (document.elementFromPoint(at.clientX, at.clientY) !== canvas) continue;
				canvas.dispatchEvent(new PointerEvent('pointerup', at));
				if (tracks.corrections.selected?.place !== wanted) continue;
				found.push({ x: at.clientX, y: at.clientY });
			}
		}
		tracks.corrections.close();
		const middle = found[Math.floor(found.length / 2)];
		if (middle === undefined) throw new Error('the note is nowhere');
		return middle;
	}, place);

test('a misheard note is deleted by touch and by key, a reading is chosen in time, and all of it comes back with the session', async () => {
	const visit = await house.visit({ query: PROBED });
	const { page } = visit;
	// The roll stands still at once.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.setViewportSize({ width: 1440, height: 1000 });
	await visit.settle();
	await page.evaluate(() => probe.attach());
	await recordLine(visit, LINE);
	const before = await heardIn(visit);
	expect(before.bars).toBe(2);
	expect(before.notes.length).toBeGreaterThan(12);

	// By touch, once the roll shows all that it will.
	await page.waitForFunction(() => continuo.jam.band.bars.model >= 2);
	const place = await touchHeard(visit, 3);
	await page.mouse.click(place.x, place.y);
	const bar = page.getByRole('toolbar', { name: 'Heard notes' });
	await bar.getByText(`3 of ${before.notes.length}`).waitFor();
	await shot(visit, 'selected');
	await bar.getByRole('button', { name: 'Delete' }).click();
	await page.getByRole('status').getByText('is deleted.').waitFor();
	expect((await heardIn(visit)).notes).toHaveLength(before.notes.length - 1);
	await bar.getByRole('button', { name: 'Undo' }).click();
	expect((await heardIn(visit)).notes).toEqual(before.notes);
	await page.keyboard.press('Escape');
	await bar.waitFor({ state: 'detached' });

	// By key: the first two notes.
	await page.keyboard.press('Shift+BracketRight');
	await bar.getByText(`1 of ${before.notes.length}`).waitFor();
	await page.keyboard.press('Delete');
	await page.keyboard.press('Delete');
	expect((await heardIn(visit)).notes).toEqual(before.notes.slice(2));
	await page.keyboard.press('Backspace');
	expect((await heardIn(visit)).notes).toEqual(before.notes.slice(1));
	await page.keyboard.press('Escape');
	await waitForState(visit, 'playing');

	// Another reading, while the band plays.
	const list = page.getByRole('combobox', { name: 'How the first loop is counted' });
	await shot(visit, 'readings');
	const words = await list.getByRole('option').allTextContents();
	expect(words[0]).toBe('2 bars at 100 BPM');
	expect(words).toContain('4 bars at 200 BPM');
	await page.evaluate(() => {
		probe.forget();
	});
	await list.selectOption('4 bars at 200 BPM');
	const from = await page.evaluate(() => Number(continuo.audio.transport.position()));
	expect(await heardIn(visit)).toMatchObject({ bars: 4, length: 4 * BAR });
	await page.waitForFunction(
		(until) => continuo.audio.transport.position() > until,
		from + (HEARD_BARS + 1) * BAR
	);
	const played = await impulseTicks(visit, 'bass');
	const first = Math.ceil(from / BAR);
	for (let line = first + 1; line < first + HEARD_BARS; line++) {
		const inBar = played.filter((tick) => tick >= line * BAR - 2 && tick < (line + 1) * BAR - 2);
		expect(inBar.length, `notes of the bass in bar ${line}`).toBeGreaterThan(0);
	}
	await page.keyboard.press('Backslash');
	const next = await heardIn(visit);
	expect(next.bars).not.toBe(4);
	await list.selectOption('4 bars at 200 BPM');
	const scheduled = await page.evaluate(() => ({
		late: continuo.audio.scheduler.late,
		dropped: continuo.audio.scheduler.dropped
	}));
	expect(scheduled).toEqual({ late: 0, dropped: 0 });

	// The bar line, an eighth later and back.
	const line = await page.evaluate(() => {
		const canvas = document.querySelector<HTMLCanvasElement>('.roll canvas')!;
		const { left, top, width } = canvas.getBoundingClientRect();
		return { x: left + 44, y: top + 8, eighth: (width - 44) / 32 };
	});
	const starts = () =>
		page.evaluate(() => continuo.jam.heard!.layers[0]!.notes.map(({ start }) => Number(start)));
	const unmoved = await starts();
	await page.mouse.move(line.x, line.y);
	await page.mouse.down();
	await page.mouse.move(line.x + line.eighth, line.y, { steps: 4 });
	await shot(visit, 'dragged');
	await page.mouse.up();
	await page.getByRole('status').getByText('ms after the recording begins').waitFor();
	const moved = await starts();
	expect(moved).not.toEqual(unmoved);
	for (const tick of moved) {
		const away = unmoved.map((start) => Math.abs(((tick + 240 - start + 960) % 1920) - 960));
		expect(Math.min(...away)).toBeLessThan(20);
	}
	await page.keyboard.press('Shift+Period');
	await page.keyboard.press('Shift+Comma');

	// How much counts.
	await page.keyboard.press('KeyI');
	const slider = page.getByRole('slider', { name: 'What the ear takes for a note' });
	await slider.scrollIntoViewIfNeeded();
	await slider.focus();
	await slider.press('ArrowLeft');
	await shot(visit, 'sensitivity');
	await page.keyboard.press('Escape');
	const corrected = await heardIn(visit);
	expect(corrected.sensitivity).toBe('fewer');

	// The next visit.
	await page.waitForTimeout(600);
	await page.reload();
	await visit.start();
	await page.waitForFunction(() => continuo.looper.sessions.port.offered !== null);
	const asked = visit.requests.length;
	await page.evaluate(() => {
		const { port } = continuo.looper.sessions;
		return port.open(port.offered!.id);
	});
	await waitForState(visit, 'stopped');
	expect(await heardIn(visit)).toEqual(corrected);
	expect(visit.requests.slice(asked).some((url) => url.includes('group1'))).toBe(false);
	await shot(visit, 'reloaded');
	expect(visit.errors).toEqual([]);
	await visit.close();
});
