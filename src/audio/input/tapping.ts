import { frames, type Frames } from '../../music/units';

/** Between two clicks: taps so far after a click that Bluetooth cannot explain them belong to the next. */
export const CLICK_SECONDS = 1;
/** What the player hears in all. */
export const CLICK_COUNT = 10;
/** Listened to, to find the beat. */
const SKIPPED_CLICKS = 2;
const MIN_TAPS = 6;
/** A tap may come so much before its click, as a share of the time between clicks. */
const EARLY_SHARE = 0.25;
/** Twice what a practised player's taps spread. */
const MAX_SPREAD_SECONDS = 0.04;
/** People tap a little early; more than this is another beat. */
const MAX_EARLY_SECONDS = 0.06;

/** Why the taps say nothing. */
export type TapReason = 'too-few' | 'uneven' | 'early';

/** How late the player hears the output, by what was tapped. */
export type TapEstimate =
	| {
			readonly kind: 'found';
			/** The median, never below 0. */
			readonly delayFrames: Frames;
			/** The middle half of the taps lies within it. */
			readonly spreadFrames: number;
			/** 0–1. */
			readonly confidence: number;
	  }
	| { readonly kind: 'refused'; readonly reason: TapReason; readonly sentence: string };

const SENTENCES: Readonly<Record<TapReason, string>> = {
	'too-few': 'There were too few taps: tap once with every click, and try again.',
	uneven: 'The taps were too uneven to measure by: listen to a few clicks first, and try again.',
	early: 'The taps came before the clicks: tap together with what you hear, and try again.'
};

/** When clicks were put out, and how far apart they are. */
export interface Clicks {
	readonly at: readonly Frames[];
	readonly sampleRate: number;
}

/** Taps are moments of the same frame counter, with nothing taken off for latency. */
export function estimateFromTaps({ at, sampleRate }: Clicks, taps: readonly Frames[]): TapEstimate {
	const early = EARLY_SHARE * CLICK_SECONDS * sampleRate;
	const late = CLICK_SECONDS * sampleRate - early;
	const lags: number[] = [];
	for (const click of at.slice(SKIPPED_CLICKS)) {
		const near = taps.find((tap) => tap - click >= -early && tap - click < late);
		if (near !== undefined) lags.push(near - click);
	}
	if (lags.length < MIN_TAPS) return refused('too-few');
	lags.sort((a, b) => a - b);
	const spreadFrames = quantile(lags, 0.75) - quantile(lags, 0.25);
	const most = MAX_SPREAD_SECONDS * sampleRate;
	if (spreadFrames > most) return refused('uneven');
	const median = quantile(lags, 0.5);
	if (median < -MAX_EARLY_SECONDS * sampleRate) return refused('early');
	return {
		kind: 'found',
		delayFrames: frames(Math.max(0, median)),
		spreadFrames,
		confidence: 1 - spreadFrames / (2 * most)
	};
}

function refused(reason: TapReason): TapEstimate {
	return { kind: 'refused', reason, sentence: SENTENCES[reason] };
}

/** Between the two nearest of the sorted values. */
function quantile(sorted: readonly number[], share: number): number {
	const place = share * (sorted.length - 1);
	const below = sorted[Math.floor(place)] ?? 0;
	const above = sorted[Math.ceil(place)] ?? 0;
	return below + (above - below) * (place - Math.floor(place));
}
