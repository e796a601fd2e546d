import { offsetIn, type LoopRegion } from '../music/loopRegion';
import type { Note } from '../music/note';
import type { Sound } from '../music/score';
import { PPQ, ticks, type Ticks } from '../music/units';
import type { ChairName } from './band/face';
import type { Ear, HeardNote } from './ear';
import type { ImportedPart } from './importedParts';

/**
 * A note of a layer; its start lies in [0, length of the loop). What is held over the seam sounds on
 * over it, at most once round.
 */
export interface LayerNote extends Note {
	/** Where on the timeline it may first sound again: not in the pass in which it was played. */
	readonly soundsFrom: Ticks;
	/** A pickup to the pass that follows the one it lies in. */
	readonly isPickup: boolean;
	/** Its key is still down: it sounds on, and nobody knows for how long. */
	readonly isHeld: boolean;
}

/** One recording in the loop: by the player, who is heard through the ear, or kept from the partner. */
export interface Layer {
	readonly id: number;
	readonly by: 'player' | 'partner';
	/** Whose part it was; null for the player's, and where that is not known. */
	readonly chair: ChairName | null;
	readonly sound: Sound;
	readonly isOpen: boolean;
	notesIn(region: LoopRegion): readonly LayerNote[];
	/** Its section, until now in `region`, rests: when it comes back, elsewhere, everything may sound. */
	leave(region: LoopRegion): void;
	/** The timeline begins anew: from now on everything may sound. */
	rewind(region: LoopRegion): void;
}

/** What lies on one side of a seam, or before a line where the loop is left, and is no longer than a 64th, is a key struck early or let go late. */
export const SHORTEST_PIECE = PPQ / 16;

const withoutMemory = (note: LayerNote): LayerNote => ({ ...note, soundsFrom: ticks(-Infinity) });

/** A blocked page hears of a note late; after so much more playing nothing can be missing: a second at 240 BPM. */
const SETTLED_TICKS = 4 * PPQ;

/** What the player plays over [from, closed at), and `pickup` ticks before it. */
export class RecordedLayer implements Layer {
	readonly by = 'player';
	readonly chair = null;
	readonly id: number;
	readonly sound: Sound;
	readonly from: Ticks;
	readonly #ear: Ear;
	readonly #pickup: Ticks;
	#to = ticks(Infinity);
	#cache: { version: number; length: Ticks; notes: readonly LayerNote[] } | null = null;
	#frozen: readonly LayerNote[] | null = null;
	/** Where the loop lay in which it was played, once that lies elsewhere. */
	#home: LoopRegion | null = null;

	constructor(id: number, sound: Sound, ear: Ear, span: { from: Ticks; pickup: Ticks }) {
		this.id = id;
		this.sound = sound;
		this.from = span.from;
		this.#ear = ear;
		this.#pickup = span.pickup;
	}

	get isOpen(): boolean {
		return this.#to === Infinity;
	}

	close(at: Ticks): void {
		this.#to = at;
		this.#cache = null;
	}

	notesIn(region: LoopRegion): readonly LayerNote[] {
		if (this.#frozen !== null) return this.#frozen;
		const { version } = this.#ear;
		if (this.#cache?.version === version && this.#cache.length === region.length) {
			return this.#cache.notes;
		}
		const heard = this.#ear.notesBetween(ticks(this.from - this.#pickup), this.#to);
		const notes = heard.map((note) => this.#place(note, region));
		this.#cache = { version, length: region.length, notes };
		const isSettled = this.#ear.latest >= this.#to + SETTLED_TICKS;
		if (isSettled && heard.every(({ end }) => end !== null)) this.#frozen = notes;
		return notes;
	}

	leave(region: LoopRegion): void {
		this.#home ??= region;
		this.#cache = null;
		this.#frozen = this.#frozen?.map(withoutMemory) ?? null;
	}

	rewind(region: LoopRegion): void {
		this.#frozen = this.notesIn(region).map(withoutMemory);
	}

	#place(heard: HeardNote, region: LoopRegion): LayerNote {
		const { length } = region;
		const held = heard.end === null ? length : heard.end - heard.start;
		return {
			start: offsetIn(this.#home ?? region, heard.start),
			duration: ticks(Math.min(held, length)),
			pitch: heard.pitch,
			velocity: heard.velocity,
			soundsFrom: ticks(this.#home === null ? heard.start + length / 2 : -Infinity),
			isPickup: heard.start < this.from,
			isHeld: heard.end === null
		};
	}
}

/** Notes that are known: the partner's plan, kept, from the pass after the one in which it was heard; or a file's. */
export class KeptLayer implements Layer {
	readonly by: 'player' | 'partner';
	readonly chair: ChairName | null;
	readonly isOpen = false;
	readonly id: number;
	readonly sound: Sound;
	#notes: readonly LayerNote[];

	constructor(id: number, { sound, notes, by, chair = null }: ImportedPart, soundsFrom: Ticks) {
		this.id = id;
		this.by = by;
		this.chair = chair;
		this.sound = sound;
		this.#notes = notes.map((note) => ({
			...note,
			soundsFrom,
			isPickup: false,
			isHeld: false
		}));
	}

	notesIn(): readonly LayerNote[] {
		return this.#notes;
	}

	leave(): void {
		this.rewind();
	}

	rewind(): void {
		this.#notes = this.#notes.map(withoutMemory);
	}
}
