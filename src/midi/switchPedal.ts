import { perfTime, type PerfTime } from '../music/units';

/** What a pedal's value means: `tap` is down and up at once. */
export type PedalMove = 'down' | 'up' | 'tap';

/** MIDI 1.0: down from the middle of the way on. */
export const PEDAL_DOWN = 64;
/** A foot that rests near the middle shakes by less than the difference. */
const PEDAL_UP = 56;
/** A contact that closes twice within this bounces; no foot is so quick. */
const BOUNCE_MS = 50;

/** Turns the values of one controller into presses, whichever way the pedal tells them. */
export class SwitchPedal {
	#isDown = false;
	#lastValue = 0;
	#lastAt = perfTime(-Infinity);
	/** It says the same high value at each press, and never that it is let go. */
	#isRepeating = false;

	/** `value` is 0–127; null where nothing is pressed or let go. */
	move(value: number, at: PerfTime, isLatching: boolean): PedalMove | null {
		const move = isLatching ? this.#latch(value) : this.#press(value, at);
		this.#lastValue = value;
		this.#lastAt = at;
		return move;
	}

	#latch(value: number): PedalMove | null {
		const isDown = value >= PEDAL_DOWN;
		if (isDown === this.#isDown) return null;
		this.#isDown = isDown;
		return 'tap';
	}

	#press(value: number, at: PerfTime): PedalMove | null {
		if (!this.#isDown) {
			if (value < PEDAL_DOWN) return null;
			this.#isDown = true;
			return 'down';
		}
		if (value < PEDAL_UP) {
			const wasRepeating = this.#isRepeating;
			this.#isDown = false;
			this.#isRepeating = false;
			return wasRepeating ? null : 'up';
		}
		// A treadle that is moved passes through values; only a switch says one twice.
		if (value !== this.#lastValue || at - this.#lastAt < BOUNCE_MS) return null;
		this.#isRepeating = true;
		return 'tap';
	}
}
