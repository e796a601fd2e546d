import type { AppHouse, Visit } from './appPage';

/** Of a loop, unless a test says otherwise. */
export const TAKE_MS = 2000;

export const waitForState = ({ page }: Visit, state: string) =>
	page.waitForFunction((wanted) => continuo.looper.tracks.tracks[0]!.state === wanted, state);

/** A page with the first audio track under the pedal and its microphone on. */
export async function visitWithTrack(house: AppHouse): Promise<Visit> {
	const visit = await house.visit();
	const { page } = visit;
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.keyboard.press('Shift+Digit1');
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	return visit;
}

export async function recordLoop(visit: Visit): Promise<void> {
	await visit.page.keyboard.press('Space');
	await waitForState(visit, 'recording');
	await visit.page.waitForTimeout(TAKE_MS);
	await visit.page.keyboard.press('Space');
	await waitForState(visit, 'playing');
}
