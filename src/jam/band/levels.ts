import { forgetOldest } from '../../lib/forgetOldest';
import { PPQ, type Ticks } from '../../music/units';
import type { HeardNote } from '../ear';
import type { BandLevel } from './face';

/** The band listens to so much of what was just played, in bars. */
const HEARD_BARS = 2;
/** Up to so many onsets a quarter note leave the band all its room. */
const ROOMY = 0.6;
/** The share falls with this power of the density: to a little over half when the player's doubles. */
const YIELD_POWER = 0.85;
const LEAST_SHARE = 0.2;
/** Playing of this strength leaves the band's as it is. */
const USUAL_VELOCITY = 0.65;
const QUIETEST = 0.6;
const LOUDEST = 1.25;
/** So much of the difference in strength is followed. */
const FOLLOWED = 0.7;
/** Levels of so many bars are remembered. */
const REMEMBERED = 32;

export const FULL_LEVEL: BandLevel = { share: 1, gain: 1, isFill: false };

/**
 * How full and loud the band is, bar by bar: a busy player makes it quiet, a pause after playing
 * invites a fill. What was decided for a bar stays.
 */
export class BandLevels {
	readonly #decided = new Map<number, BandLevel>();
	#latest = FULL_LEVEL;

	/** Of the bar that begins at `at`; what is not decided yet goes on as it was. */
	of(at: Ticks): BandLevel {
		return this.#decided.get(at) ?? { ...this.#latest, isFill: false };
	}

	get latest(): BandLevel {
		return this.#latest;
	}

	/**
	 * Decides on the bar that begins at `at` by what was played over the two bars before it, unless that
	 * is done. Returns whether it was not.
	 */
	decide(at: Ticks, recent: readonly HeardNote[], bar: Ticks): boolean {
		if (this.#decided.has(at)) return false;
		this.#latest = levelFor(at, recent, bar);
		this.#decided.set(at, this.#latest);
		forgetOldest(this.#decided, REMEMBERED);
		return true;
	}

	forget(): void {
		this.#decided.clear();
		this.#latest = FULL_LEVEL;
	}
}

function levelFor(at: Ticks, recent: readonly HeardNote[], bar: Ticks): BandLevel {
	const onsets = new Set(recent.map(({ start }) => Math.round(start / (PPQ / 8)))).size;
	const density = onsets / ((HEARD_BARS * bar) / PPQ);
	const yielding = density === 0 ? 1 : (density / ROOMY) ** -YIELD_POWER;
	const share = Math.max(LEAST_SHARE, Math.min(1, yielding));
	const hasPaused =
		recent.length > 0 && recent.every(({ start, end }) => start < at - bar && end !== null);
	const total = recent.reduce((sum, { velocity }) => sum + velocity, 0);
	const mean = total / Math.max(1, recent.length);
	const wanted = 1 + FOLLOWED * (mean / USUAL_VELOCITY - 1);
	const gain = recent.length === 0 ? 1 : Math.min(LOUDEST, Math.max(QUIETEST, wanted));
	return { share: hasPaused ? 1 : share, gain, isFill: hasPaused };
}
