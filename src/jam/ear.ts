import type { LiveEvent } from '../music/liveEvent';
import type { Note } from '../music/note';
import { ticks, type Pitch, type Ticks, type Velocity } from '../music/units';

/** A note that the player holds (`end` is null) or held, where it was heard on the timeline. */
export interface HeardNote {
	readonly pitch: Pitch;
	readonly velocity: Velocity;
	readonly start: Ticks;
	readonly end: Ticks | null;
}

/** What is remembered: an hour of busy playing. */
const MEMORY_NOTES = 40_000;

/** Heard positions keep this many parts of a tick, a power of two, so that sums of them stay exact. */
const TICK_PARTS = 64;

/** A heard position as the ear takes it. */
export const inTickParts = (heard: Ticks) => ticks(Math.round(heard * TICK_PARTS) / TICK_PARTS);

/** Joins presses and releases into notes, and remembers what was played whether or not the loop records. */
export class Ear {
	/** Grows with every change, for those who cache. */
	version = 0;
	/** The farthest position that anything was heard at. */
	latest = ticks(-Infinity);
	#notes: HeardNote[] = [];
	/** Index of each sounding note by key of port, channel and pitch. */
	readonly #held = new Map<string, number>();
	/** Keys let go while their pedal was down, by port and channel. */
	readonly #pedals = new Map<string, Set<string>>();

	hear(event: LiveEvent, at: Ticks): void {
		this.latest = ticks(Math.max(this.latest, at));
		switch (event.kind) {
			case 'note-on':
				this.#press(event, at);
				break;
			case 'note-off': {
				const key = keyOf(event);
				const waiting = this.#pedals.get(stripOf(event));
				if (waiting === undefined) this.#end(key, at);
				else if (this.#held.has(key)) waiting.add(key);
				break;
			}
			case 'sustain':
				this.#pedal(stripOf(event), event.isDown, at);
				break;
			case 'released':
				this.#release(`${event.port}/`, at);
				break;
		}
	}

	/** The notes that began in [from, to), in the order of arrival. */
	notesBetween(from: Ticks, to: Ticks): HeardNote[] {
		const found: HeardNote[] = [];
		for (let index = this.#notes.length - 1; index >= 0; index--) {
			const note = this.#notes[index]!;
			if (note.start >= from && note.start < to) found.push(note);
		}
		return found.reverse();
	}

	/** Ends every held note at `at`. */
	releaseAll(at: Ticks): void {
		this.#release('', at);
	}

	/** The timeline begins anew: what was heard on the old one means nothing on it. */
	forget(): void {
		this.#notes = [];
		this.#held.clear();
		this.#pedals.clear();
		this.latest = ticks(-Infinity);
		this.version++;
	}

	#press(event: LiveEvent & { kind: 'note-on' }, at: Ticks): void {
		const key = keyOf(event);
		this.#end(key, at);
		this.#pedals.get(stripOf(event))?.delete(key);
		if (this.#notes.length >= MEMORY_NOTES) this.#shed();
		this.#held.set(key, this.#notes.length);
		this.#notes.push({ pitch: event.pitch, velocity: event.velocity, start: at, end: null });
		this.version++;
	}

	#end(key: string, at: Ticks): void {
		const index = this.#held.get(key);
		if (index === undefined) return;
		this.#held.delete(key);
		const note = this.#notes[index]!;
		this.#notes[index] = { ...note, end: ticks(Math.max(at, note.start + 1)) };
		this.version++;
	}

	#pedal(strip: string, isDown: boolean, at: Ticks): void {
		const waiting = this.#pedals.get(strip);
		if (isDown && waiting === undefined) this.#pedals.set(strip, new Set());
		if (isDown || waiting === undefined) return;
		this.#pedals.delete(strip);
		for (const key of waiting) this.#end(key, at);
	}

	#release(prefix: string, at: Ticks): void {
		for (const key of [...this.#held.keys()]) if (key.startsWith(prefix)) this.#end(key, at);
		for (const strip of [...this.#pedals.keys()]) {
			if (strip.startsWith(prefix)) this.#pedals.delete(strip);
		}
	}

	#shed(): void {
		const count = MEMORY_NOTES / 2;
		this.#notes.splice(0, count);
		for (const [key, index] of this.#held) {
			if (index < count) this.#held.delete(key);
			else this.#held.set(key, index - count);
		}
	}
}

const stripOf = (event: { port: string; channel: number }) => `${event.port}/${event.channel}`;
const keyOf = (event: { port: string; channel: number; pitch: Pitch }) =>
	`${stripOf(event)}/${event.pitch}`;

/** What was heard over [begin, end) and `pickup` ticks before it, as notes; starts count from `begin`. */
export const heardOver = (ear: Ear, begin: Ticks, end: Ticks, pickup: Ticks): readonly Note[] =>
	ear.notesBetween(ticks(begin - pickup), end).map((note) => ({
		start: ticks(note.start - begin),
		duration: ticks(Math.max(1, Math.min(note.end ?? end, end) - note.start)),
		pitch: note.pitch,
		velocity: note.velocity
	}));
