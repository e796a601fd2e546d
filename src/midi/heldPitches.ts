import { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import type { Pitch } from '../music/units';

/** Which pitches are held now, on whatever port: for lighting keys. */
export class HeldPitches {
	readonly changed = new Emitter<void>();
	readonly #held = new Map<string, Pitch>();

	get pitches(): ReadonlySet<Pitch> {
		return new Set(this.#held.values());
	}

	handle(event: LiveEvent): void {
		if (event.kind === 'sustain') return;
		if (event.kind === 'released') {
			for (const key of [...this.#held.keys()]) {
				if (key.startsWith(`${event.port}/`)) this.#held.delete(key);
			}
		} else {
			const key = `${event.port}/${event.channel}/${event.pitch}`;
			if (event.kind === 'note-on') this.#held.set(key, event.pitch);
			else this.#held.delete(key);
		}
		this.changed.emit();
	}
}
