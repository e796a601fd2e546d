import { perfTime, type PerfTime } from '../../music/units';

/**
 * From the first press to the second of a double tap. Two quick presses of a foot lie 150–250 ms
 * apart; a tap meant for the next beat comes 300 ms later only from 200 BPM on.
 */
export const DOUBLE_TAP_MS = 300;
/** A press of this length is held. */
export const HOLD_MS = 1000;
/**
 * Presses are looked at every 25 ms. After a longer gap the page was blocked, and a release from
 * before it may still be on its way.
 */
const BLOCKED_MS = 100;

/**
 * What one button says. `take-back` undoes the gesture before it; of all that one press or two lead
 * to, exactly one gesture is left standing.
 */
export interface Gesture {
	readonly kind: 'tap' | 'take-back' | 'stop' | 'undo-redo' | 'clear';
	/** A stop happens where the first tap was, all else when it was recognised. */
	readonly at: PerfTime;
}

/** The press that is down. */
interface Press {
	readonly at: PerfTime;
	/** The second of a double tap. */
	readonly isSecond: boolean;
	/** Nothing more comes of it. */
	readonly isSpent: boolean;
}

/**
 * Reads one button as hardware loopers do: a tap acts as the button goes down, and is taken back
 * when it becomes a double tap (stop), a hold (undo or redo) or a tap and hold (clear).
 */
export class PedalGestures {
	#press: Press | null = null;
	/** A tap that a second one would make a double tap. */
	#tappedAt: PerfTime | null = null;
	#latest = perfTime(-Infinity);
	#lookedAt = perfTime(-Infinity);
	#wasLate = false;

	/** The button goes down; `at` is the event's own moment. A release that was never heard of is made up for. */
	down(at: PerfTime): readonly Gesture[] {
		const moment = this.#orderly(at);
		const before = this.#press === null ? [] : this.up(moment);
		const first = this.#tappedAt;
		const isSecond = first !== null && moment - first <= DOUBLE_TAP_MS;
		this.#press = { at: moment, isSecond, isSpent: false };
		this.#wasLate = false;
		this.#tappedAt = isSecond ? null : moment;
		if (!isSecond) return [...before, { kind: 'tap', at: moment }];
		return [...before, { kind: 'take-back', at: moment }, { kind: 'stop', at: first }];
	}

	up(at: PerfTime): readonly Gesture[] {
		const moment = this.#orderly(at);
		const gestures = this.#recognise(moment);
		this.#press = null;
		return gestures;
	}

	/** Call every few tens of milliseconds while the button is down. */
	advance(now: PerfTime): readonly Gesture[] {
		const isLate = now - this.#lookedAt > BLOCKED_MS;
		this.#lookedAt = now;
		if (this.#press === null || now - this.#press.at < HOLD_MS) return [];
		// What the player did while the page was blocked is told right after it: wait for that, once.
		if (isLate && !this.#wasLate) {
			this.#wasLate = true;
			return [];
		}
		return this.#recognise(now);
	}

	/** The button means something else from now on. */
	forget(): void {
		this.#press = null;
		this.#tappedAt = null;
	}

	#recognise(now: PerfTime): readonly Gesture[] {
		const press = this.#press;
		if (press === null || press.isSpent || now - press.at < HOLD_MS) return [];
		const at = perfTime(press.at + HOLD_MS);
		this.#press = { ...press, isSpent: true };
		this.#tappedAt = null;
		return [
			{ kind: 'take-back', at },
			{ kind: press.isSecond ? 'clear' : 'undo-redo', at }
		];
	}

	/** Two devices may tell of presses out of order. */
	#orderly(at: PerfTime): PerfTime {
		this.#latest = perfTime(Math.max(this.#latest, at));
		return this.#latest;
	}
}
