import { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import type { Note } from '../music/note';
import { perfTime, ticks, type PerfTime, type Ticks } from '../music/units';
import { HeldNotes } from './heldNotes';

/** The page's clock and its alarm. */
export interface Timer {
	now(): PerfTime;
	/** Runs `wake` once, `delay` milliseconds from now; returns the function that calls it off. */
	after(delay: number, wake: () => void): () => void;
}

/** How far ahead of its moment an event may leave: browsers keep timers to about 4 ms. */
const EARLY_MS = 4;
/** How often the moments are worked out anew, for the tempo may change. */
const LONGEST_SLEEP_MS = 25;

interface Step {
	readonly position: Ticks;
	readonly note: Note;
	readonly isOn: boolean;
}

const pageTimer: Timer = {
	now: () => perfTime(performance.now()),
	after: (delay, wake) => {
		const id = setTimeout(wake, delay);
		return () => {
			clearTimeout(id);
		};
	}
};

/**
 * Plays a recorded phrase as if a player did, through the same way in as MIDI. A late timer makes an
 * event arrive late, but its `at` is always the exact moment at which it was meant.
 */
export class PhrasePlayer {
	readonly events = new Emitter<LiveEvent>();
	/** It began or ended. */
	readonly changed = new Emitter<void>();
	readonly #momentOf: (position: Ticks) => PerfTime;
	readonly #timer: Timer;
	readonly #held = new HeldNotes<Note>('demo phrase', this.events);
	#steps: readonly Step[] = [];
	#next = 0;
	/** When the latest event is meant, which may be a little ahead of now. */
	#latest = perfTime(0);
	#cancelWake: (() => void) | null = null;

	/** `momentOf` says when the player hears a position: the inverse of the transport's `heardAt`. */
	constructor(momentOf: (position: Ticks) => PerfTime, timer: Timer = pageTimer) {
		this.#momentOf = momentOf;
		this.#timer = timer;
	}

	get isPlaying(): boolean {
		return this.#cancelWake !== null;
	}

	/** The phrase's tick 0 falls on `from`; a phrase that plays already is stopped. */
	play(notes: readonly Note[], from: Ticks): void {
		this.stop();
		this.#steps = stepsOf(notes, from);
		this.#next = 0;
		this.#latest = this.#timer.now();
		this.#sleep(0);
		this.changed.emit();
	}

	/** Lets go of what it holds at this moment. */
	stop(): void {
		if (this.#cancelWake === null) return;
		this.#cancelWake();
		this.#cancelWake = null;
		this.#steps = [];
		this.#held.releaseAll(perfTime(Math.max(this.#timer.now(), this.#latest)));
		this.changed.emit();
	}

	#wake(): void {
		const steps = this.#steps;
		// Who hears an event may stop the phrase or start another.
		while (this.#steps === steps) {
			const step = steps[this.#next];
			if (step === undefined) {
				this.stop();
				return;
			}
			const at = this.#momentOf(step.position);
			const wait = at - this.#timer.now() - EARLY_MS;
			if (wait > 0) {
				this.#sleep(Math.min(wait, LONGEST_SLEEP_MS));
				return;
			}
			this.#next++;
			this.#latest = at;
			if (step.isOn) this.#held.press(step.note, step.note.pitch, step.note.velocity, at);
			else this.#held.release(step.note, at);
		}
	}

	#sleep(delay: number): void {
		this.#cancelWake = this.#timer.after(delay, () => {
			this.#wake();
		});
	}
}

/** Presses and releases in order; at the same tick releases come first, so that a repeated note speaks. */
function stepsOf(notes: readonly Note[], from: Ticks): readonly Step[] {
	const steps = notes.flatMap((note): Step[] => [
		{ position: ticks(from + note.start), note, isOn: true },
		{ position: ticks(from + note.start + note.duration), note, isOn: false }
	]);
	return steps.sort((a, b) => a.position - b.position || Number(a.isOn) - Number(b.isOn));
}
