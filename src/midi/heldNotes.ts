import type { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import type { PerfTime, Pitch, Velocity } from '../music/units';

/** What has no MIDI channel of its own plays on the first. */
const CHANNEL = 1;

/** The notes that one port holds, by what holds them: a key's code, a pointer's id, a note of a phrase. */
export class HeldNotes<Holder> {
	readonly #port: string;
	readonly #events: Emitter<LiveEvent>;
	readonly #pitches = new Map<Holder, Pitch>();

	constructor(port: string, events: Emitter<LiveEvent>) {
		this.#port = port;
		this.#events = events;
	}

	pitchOf(holder: Holder): Pitch | undefined {
		return this.#pitches.get(holder);
	}

	/** What the holder held before ends first. */
	press(holder: Holder, pitch: Pitch, velocity: Velocity, at: PerfTime): void {
		this.release(holder, at);
		this.#pitches.set(holder, pitch);
		this.#events.emit({
			kind: 'note-on',
			port: this.#port,
			channel: CHANNEL,
			pitch,
			velocity,
			at
		});
	}

	/** The note ends with the last that holds its pitch. Does nothing for who holds none. */
	release(holder: Holder, at: PerfTime): void {
		const pitch = this.#pitches.get(holder);
		if (pitch === undefined) return;
		this.#pitches.delete(holder);
		for (const other of this.#pitches.values()) if (other === pitch) return;
		this.#events.emit({ kind: 'note-off', port: this.#port, channel: CHANNEL, pitch, at });
	}

	releaseAll(at: PerfTime): void {
		if (this.#pitches.size === 0) return;
		this.#pitches.clear();
		this.#events.emit({ kind: 'released', port: this.#port, at });
	}
}
