import type { PerfTime } from '../music/units';
import type { ClockFit } from './clockFit';
import { evenPeriod, GAPS, runLength, stepOf, type HeardClock } from './clockGaps';
import { ClockWindow } from './clockWindow';

/** So long without a clock is silence, in milliseconds: eight clocks at 40 BPM. */
export const SILENCE_MS = 500;

/** So many of the last gaps that do not fit may mean another tempo instead of accidents. */
const ODD_GAPS = 2;
/** How far a clock may be from its place, in periods, and in milliseconds where these are short. */
const PLACE_PERIODS = 0.24;
const PLACE_MS = 2.5;
/** The mean of six gaps is off by less. */
const SAME_MS = 1;
const SAME_PERIODS = 0.04;
/** As many of the last clocks are remembered as they came: a beat, and four until a tempo is known. */
const REMEMBERED = 24;
const REMEMBERED_UNKNOWN = 96;

/**
 * Counts a master's clocks and finds the steady pulse behind them, through jitter, clocks that are
 * lost, doubled or late, and changes of tempo. Feed it in the order of arrival.
 */
export class ClockPulse {
	#window: ClockWindow | null = null;
	/** As they came, with the accidents. */
	#recent: HeardClock[] = [];
	#heard = 0;
	#isNextAnew = false;

	/** Null until a few even clocks were heard. */
	get fit(): ClockFit | null {
		return this.#window?.fit ?? null;
	}

	/** The number of the last clock; -1 before the first. */
	get last(): number {
		return this.#recent.at(-1)?.index ?? -1;
	}

	/** The next clock counts one, and may come at any time: the master starts there. */
	startAnew(): void {
		this.#isNextAnew = true;
	}

	/** Returns the message's ordinal, to ask its number with. */
	hear(at: PerfTime): number {
		const ordinal = this.#heard++;
		this.#recent.push({ ...this.#count(at), ordinal });
		const odd = this.#recent.slice(-GAPS).filter(({ isPlain }) => !isPlain).length;
		if (this.#window === null || odd >= ODD_GAPS) this.#recount();
		this.#recent = this.#recent.slice(this.#window === null ? -REMEMBERED_UNKNOWN : -REMEMBERED);
		return ordinal;
	}

	/** Its clock's number, which later clocks may have corrected; null when that is long settled. */
	numberOf(ordinal: number): number | null {
		return this.#recent.find((clock) => clock.ordinal === ordinal)?.index ?? null;
	}

	/** Where the count is at `moment`, in clocks and parts of clocks. */
	indexAt(moment: PerfTime): number {
		const { fit } = this;
		return fit === null ? this.last : (moment - fit.origin) / fit.period;
	}

	#count(at: PerfTime): Omit<HeardClock, 'ordinal'> {
		const { last } = this;
		const isAnew = this.#isNextAnew;
		this.#isNextAnew = false;
		if (this.#window === null) return { index: last + 1, at, isPlain: false };
		const { period } = this.#window.fit;
		const place = this.indexAt(at);
		const near = Math.round(place);
		const off = Math.abs(place - near) * period;
		const isInPlace = off <= Math.max(PLACE_MS, PLACE_PERIODS * period);
		const wasSilent = at - (this.#recent.at(-1)?.at ?? at) > SILENCE_MS;
		if (wasSilent || (isAnew && !(isInPlace && near === last + 1))) {
			const index = isAnew ? last + 1 : Math.max(last + 1, near);
			this.#window = new ClockWindow([{ index, at }], this.#window.fit);
			return { index, at, isPlain: true };
		}
		if (!isInPlace || near <= last) return { index: last, at, isPlain: false };
		this.#window.add({ index: near, at });
		return { index: near, at, isPlain: near === last + 1 };
	}

	/** If the last gaps agree on a period, they are counted by it, and all before is forgotten. */
	#recount(): void {
		const latest = this.#recent.slice(-GAPS - 1);
		const period = evenPeriod(latest);
		if (period === null || this.#expects(period, latest)) return;
		const wasUnknown = this.#window === null;
		const from = this.#recent.length - runLength(this.#recent, period);
		let index = this.#numberBefore(from, period);
		const counted = this.#recent.slice(from).map((clock, place, run) => {
			const step = place === 0 ? 0 : stepOf(run[place - 1]!, clock, period);
			index += step;
			return {
				...clock,
				index,
				isPlain: true,
				isDoubled: place > 0 && step === 0
			};
		});
		this.#window = new ClockWindow(
			counted.slice(-GAPS - 1).filter(({ isDoubled }) => !isDoubled),
			null
		);
		const before = this.#recent.slice(0, from).map((clock) => ({
			...clock,
			index: wasUnknown ? Math.round(this.indexAt(clock.at)) : clock.index
		}));
		this.#recent = [...before, ...counted];
	}

	/** The number of the clock with which another tempo begins. Its first gap is of the one or the other. */
	#numberBefore(from: number, period: number): number {
		const clock = this.#recent[from]!;
		const before = this.#recent[from - 1];
		if (clock.isPlain || before === undefined || this.#window === null) return clock.index;
		const usual = (period + this.#window.fit.period) / 2;
		return before.index + Math.max(1, Math.round((clock.at - before.at) / usual));
	}

	/** Some accidents at once are not yet another tempo. */
	#expects(period: number, latest: readonly HeardClock[]): boolean {
		if (this.#window === null) return false;
		const limit = Math.max(SAME_MS, SAME_PERIODS * period);
		if (Math.abs(period - this.#window.fit.period) > limit) return false;
		return latest.slice(1).filter(({ isPlain }) => isPlain).length >= GAPS / 2;
	}
}
