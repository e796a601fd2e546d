import { Emitter } from '../../lib/emitter';

/** As much of `navigator.storage` as sessions need. */
export interface StorageRoom {
	estimate(): Promise<{ readonly usage?: number; readonly quota?: number }>;
	/** True when the browser promises to keep our files. */
	persist(): Promise<boolean>;
}

const LOW_MINUTES = 10;
const LOW_BYTES = 200e6;
const STEREO_FRAME_BYTES = 8;
const MINUTE = 60;

/** How often the free space is looked at while something is recorded. */
const LOOK_MS = 10_000;

/** Of one stereo track at `sampleRate` Hz. */
export const minutesIn = (bytes: number, sampleRate: number) =>
	bytes / (STEREO_FRAME_BYTES * sampleRate * MINUTE);

/** Less than ten minutes of one stereo track, or than 200 MB. */
export const isLow = (bytes: number, sampleRate: number) =>
	bytes < LOW_BYTES || minutesIn(bytes, sampleRate) < LOW_MINUTES;

/** Asks the browser to keep our files, and how much more of them it would take. Never rejects. */
export class FreeSpace {
	readonly changed = new Emitter<void>();
	readonly #room: StorageRoom | null;
	/** In milliseconds. */
	readonly #now: () => number;
	#bytes: number | null = null;
	#lookedAt = -Infinity;
	#hasAsked = false;
	#isPersistent = false;

	constructor(room: StorageRoom | null, now: () => number) {
		this.#room = room;
		this.#now = now;
	}

	/** That can still be written; null while it is not known. */
	get bytes(): number | null {
		return this.#bytes;
	}

	/** The browser promised not to clear our files by itself. */
	get isPersistent(): boolean {
		return this.#isPersistent;
	}

	/** Asks once. Call it when the player has made something worth keeping, for then browsers say yes. */
	async persist(): Promise<void> {
		if (this.#hasAsked || this.#room === null) return;
		this.#hasAsked = true;
		try {
			this.#isPersistent = await this.#room.persist();
			this.changed.emit();
		} catch (cause) {
			console.warn(cause);
		}
	}

	/** Call it as often as something is written. */
	async look(): Promise<void> {
		if (this.#room === null || this.#now() - this.#lookedAt < LOOK_MS) return;
		this.#lookedAt = this.#now();
		try {
			const { usage, quota } = await this.#room.estimate();
			const isKnown = usage !== undefined && quota !== undefined;
			this.#bytes = isKnown ? Math.max(0, quota - usage) : null;
			this.changed.emit();
		} catch (cause) {
			console.warn(cause);
		}
	}
}
