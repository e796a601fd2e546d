import { fitClocks, lineError, stripHeight, type ClockFit, type CountedClock } from './clockFit';

/** Sixteen beats: enough for a tempo within 0.01 BPM, and not so many that a drifting one lags. */
const WINDOW_CLOCKS = 384;
/** A tempo from before a jump holds until four beats say better. */
const KNOWN_CLOCKS = 96;
/** The last clocks as a whole must lie on the line: so many standard errors are no chance. */
const TRENDS = [8, 48];
const TREND_ERRORS = 5;
const LEAST_SPREAD_MS = 0.1;
/** A kink is looked for over the last four beats. */
const KINK_CLOCKS = 96;
const LEAST_PART = 6;
/** How much less the squared error of two lines must be than that of one, in variances of the jitter. */
const KINK_GAIN = 25;
/** What is left of the tempo before shows at the beginning of the line, if more clocks than that follow. */
const HEADS = [1, 2, 4, 8, 16, 24, 32];
const HEAD_ERRORS = 3.5;
const HEAD_FOLLOWERS = 4;
/** Where jitter has edges, a head that stretches them so is less likely than one in e to this power. */
const HEAD_STRETCH = 6;
/** In a longer head one of the edges lies sooner by chance. */
const HEAD_CHANCE = 0.25;
/** Looking for stretched edges costs more than a fit, and half a beat is soon enough. */
const STRETCH_CLOCKS = 12;

/** The last clocks of one tempo, and the steady clock behind them. */
export class ClockWindow {
	#clocks: CountedClock[];
	#known: ClockFit | null;
	#fit: ClockFit;

	/** At least one clock, in order; `known` is a tempo that holds for the time being. */
	constructor(clocks: readonly CountedClock[], known: ClockFit | null) {
		this.#clocks = [...clocks];
		this.#known = known;
		this.#fit = fitClocks(clocks, known);
	}

	get fit(): ClockFit {
		return this.#fit;
	}

	add(clock: CountedClock): void {
		this.#clocks.push(clock);
		if (this.#clocks.length > WINDOW_CLOCKS) this.#clocks.shift();
		if (this.#clocks.length >= KNOWN_CLOCKS) this.#known = null;
		this.#fit = fitClocks(this.#clocks, this.#known);
		const stale = this.#staleClocks(this.#fit);
		if (stale === 0) return;
		this.#clocks = this.#clocks.slice(stale);
		this.#known = null;
		this.#fit = fitClocks(this.#clocks, null);
	}

	/** How many clocks at the beginning of the window are of another tempo. */
	#staleClocks(fit: ClockFit): number {
		const { length } = this.#clocks;
		const isOff = (clocks: readonly CountedClock[], errors: number) =>
			Math.abs(meanOff(clocks, fit)) * Math.sqrt(clocks.length) >
			errors * Math.max(LEAST_SPREAD_MS, fit.spread);
		for (const count of TRENDS) {
			if (length < 3 * count) break;
			if (isOff(this.#clocks.slice(-count), TREND_ERRORS)) return kinkOf(this.#clocks);
		}
		const heads = HEADS.filter((count) => length > (HEAD_FOLLOWERS + 1) * count);
		const off = heads.find((count) => isOff(this.#clocks.slice(0, count), HEAD_ERRORS));
		if (off !== undefined || !fit.isFlat || length % STRETCH_CLOCKS > 0) return off ?? 0;
		const height = stripHeight(this.#clocks);
		const stretch = (count: number) => Math.log(height / stripHeight(this.#clocks.slice(count)));
		return heads.find((count) => length * stretch(count) > HEAD_STRETCH + HEAD_CHANCE * count) ?? 0;
	}
}

const meanOff = (clocks: readonly CountedClock[], { origin, period }: ClockFit) =>
	clocks.reduce((sum, { index, at }) => sum + at - origin - index * period, 0) / clocks.length;

/** Where two straight lines, one before and one after, fit best; 0 where they are no better than one. */
function kinkOf(clocks: readonly CountedClock[]): number {
	const recent = clocks.slice(-2 * KINK_CLOCKS);
	let [best, least] = [0, Infinity];
	const from = Math.max(LEAST_PART, recent.length - KINK_CLOCKS);
	for (let place = from; place <= recent.length - LEAST_PART; place++) {
		const error = lineError(recent.slice(0, place)) + lineError(recent.slice(place));
		if (error < least) [best, least] = [place, error];
	}
	const variance = Math.max(LEAST_SPREAD_MS ** 2, least / recent.length);
	if (lineError(recent) - least < KINK_GAIN * variance) return 0;
	return clocks.length - recent.length + best;
}
