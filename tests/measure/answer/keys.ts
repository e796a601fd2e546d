import { quantile, rounded } from '../table';
import type { Session } from './session';

const KEYS = 200;
/** The strip of probePage.js. */
const LIVE = 0;

export interface KeyLatency {
	readonly medianMs: number;
	readonly p99Ms: number;
	readonly keys: number;
}

/**
 * From a key press's own timestamp to the frame in which its sound begins, both on the context's
 * clock: what we add to the latency that the context has by itself.
 */
export async function measureKeys({ page }: Session): Promise<KeyLatency> {
	await page.evaluate(() => {
		probe.forget();
	});
	for (let count = 0; count < KEYS; count++) {
		await page.keyboard.press('ASDFGHJK'[count % 8]!, { delay: 20 });
		await page.waitForTimeout(20 + ((count * 7) % 13));
	}
	await page.waitForTimeout(300);
	const { keys, impulses, sampleRate } = await page.evaluate(() => ({
		keys: probe.keys,
		impulses: probe.impulses,
		sampleRate: continuo.audio.context.sampleRate
	}));
	// Keys that a busy page hears of at once begin in one frame.
	const starts = impulses
		.filter(([strip]) => strip === LIVE)
		.flatMap(([, frame, count]) => new Array<number>(count).fill(frame));
	const latencies = keys.map(({ at, handledAt, clock }, index) => {
		const start = starts[index] ?? Infinity;
		return handledAt - at + (start / sampleRate - clock) * 1000;
	});
	return {
		medianMs: rounded(quantile(latencies, 0.5)),
		p99Ms: rounded(quantile(latencies, 0.99)),
		keys: latencies.length
	};
}
