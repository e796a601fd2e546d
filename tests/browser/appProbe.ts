import type { AppHouse, Visit, VisitOptions } from './appPage';

/** Every note is one impulse. */
export const PROBED = 'probe=1&engine=simd&seed=1';
/** Of probePage.js. */
export const STRIPS = { live: 0, loop: 1, partner: 2, bass: 6 } as const;
/** The folk phrase of the menu, in 4/4; its length and its bar in ticks. */
export const FOLK = { notes: 13, length: 3840, bar: 1920 } as const;

/** A page whose model is there and whose probe writes down in which frame each note begins. */
export async function openProbed(house: AppHouse, options: VisitOptions = {}): Promise<Visit> {
	const visit = await house.visit({ query: PROBED, ...options });
	await visit.settle();
	await visit.page.evaluate(() => probe.attach());
	return visit;
}

export const loopOf = ({ page }: Visit) => page.evaluate(() => continuo.jam.loop);

export const waitForState = ({ page }: Visit, state: string) =>
	page.waitForFunction((expected) => continuo.jam.loop.state === expected, state);

export const waitForPosition = ({ page }: Visit, tick: number) =>
	page.waitForFunction((end) => continuo.audio.transport.position() > end, tick, { polling: 20 });

/** When the notes of a strip began, in ticks, once what was rendered has reached the page. */
export const impulseTicks = ({ page }: Visit, strip: keyof typeof STRIPS) =>
	page.evaluate(async (wanted) => {
		await new Promise((resolve) => setTimeout(resolve, 200));
		await probe.catchUp();
		const { audio } = continuo;
		const origin = probe.frameOf(audio, 0);
		const framesPerTick = (probe.frameOf(audio, 19_200) - origin) / 19_200;
		return probe.impulses
			.filter(([found]) => found === wanted)
			.flatMap(([, frame, count]) =>
				new Array<number>(count).fill((frame - origin) / framesPerTick)
			);
	}, STRIPS[strip]);
