import { quantile, rounded } from '../table';
import type { House } from './house';

/** One slow core: arithmetic takes so many times longer. */
const RATE = 4;
/** Chromium's throttling falls short where other programs want the cores: then it is told more. */
const TRIES = 4;
const HIGHEST_RATE = 32;

/** A played call's answer on a page whose own thread is throttled; milliseconds, medians and p95. */
export interface Throttled {
	readonly throttled_two_bars_ms: number;
	readonly throttled_two_bars_ms_p95: number;
	readonly throttled_first_note_ms: number;
	readonly throttled_first_note_ms_p95: number;
	/** How many times longer a piece of arithmetic took than without throttling. */
	readonly throttle: number;
}

/**
 * `small` on simd, on the page's own thread, because Chromium throttles no worker: all of the call but
 * its last note is read before that note is played.
 */
export async function measureThrottled(house: House, runs: number): Promise<Throttled> {
	await house.callHere('open', { rung: 'simd', model: 'small' }, house.models);
	await house.callHere('playedAnswer', 0);
	const free = await house.callHere('spin');
	await throttleBy(house, free);
	const first: number[] = [];
	const whole: number[] = [];
	const spins: number[] = [];
	for (let seed = 1; seed <= runs; seed++) {
		const { firstNoteMs, answerMs } = await house.callHere('playedAnswer', seed);
		first.push(firstNoteMs);
		whole.push(answerMs);
		spins.push(await house.callHere('spin'));
	}
	const held = quantile(spins, 0.5);
	await house.throttle(1);
	return {
		throttled_two_bars_ms: rounded(quantile(whole, 0.5)),
		throttled_two_bars_ms_p95: rounded(quantile(whole, 0.95)),
		throttled_first_note_ms: rounded(quantile(first, 0.5)),
		throttled_first_note_ms_p95: rounded(quantile(first, 0.95)),
		throttle: rounded(held / free, 2)
	};
}

/** Throttles the page until arithmetic that took `free` milliseconds takes RATE times as long. */
async function throttleBy(house: House, free: number): Promise<void> {
	let rate = RATE;
	for (let attempt = 0; attempt < TRIES; attempt++) {
		await house.throttle(rate);
		const factor = (await house.callHere('spin')) / free;
		if (factor >= RATE || rate === HIGHEST_RATE) return;
		rate = Math.min(HIGHEST_RATE, (rate * RATE) / factor);
	}
	await house.throttle(rate);
}
