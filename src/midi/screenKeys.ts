import { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import { perfTime, type PerfTime, type Pitch, type Velocity } from '../music/units';
import { HeldNotes } from './heldNotes';

/** The keys on the screen: each finger or mouse, by pointer id, holds at most one note. */
export class ScreenKeys {
	readonly events = new Emitter<LiveEvent>();
	readonly #held = new HeldNotes<number>('screen keys', this.events);

	press(pointerId: number, pitch: Pitch, strength: Velocity, at: PerfTime = now()): void {
		this.#held.press(pointerId, pitch, strength, at);
	}

	/** Glides: over another key the old note ends and the new one begins; a pointer that is up is ignored. */
	move(pointerId: number, pitch: Pitch, strength: Velocity, at: PerfTime = now()): void {
		const before = this.#held.pitchOf(pointerId);
		if (before === undefined || before === pitch) return;
		this.#held.press(pointerId, pitch, strength, at);
	}

	/** Also for a pointer that was cancelled. */
	release(pointerId: number, at: PerfTime = now()): void {
		this.#held.release(pointerId, at);
	}

	/** For when the page can no longer see the pointers. */
	releaseAll(at: PerfTime = now()): void {
		this.#held.releaseAll(at);
	}
}

const now = () => perfTime(performance.now());
