import type { EarNote } from '../../music/ears/heard';
import { countingNotes, type Sensitivity } from '../../music/ears/sensitivity';

/** A note that the player says was not played. Seconds count from the beginning of its layer's window. */
export interface RemovedNote {
	/** Of the looper. */
	readonly layer: number;
	readonly onset: number;
	/** MIDI. */
	readonly pitch: number;
}

/** What is kept of a session's heard notes. */
export interface SavedBook {
	readonly sensitivity: Sensitivity;
	readonly layers: readonly {
		/** Of the looper. */
		readonly layer: number;
		/** All that was heard of it; none where nothing was. */
		readonly notes: readonly EarNote[];
	}[];
	/** The oldest first. */
	readonly removed: readonly RemovedNote[];
}

/** A removed note that is heard anew may lie so far from where it lay. */
const SAME_SECONDS = 0.05;

export const isSameNote = (
	one: Pick<EarNote, 'onset' | 'pitch'>,
	other: Pick<EarNote, 'onset' | 'pitch'>
) => one.pitch === other.pitch && Math.abs(one.onset - other.onset) < SAME_SECONDS;

/** What was heard of each layer of the looper, and what the player corrected in it. */
export class EarBook {
	readonly #heard = new Map<number, readonly EarNote[]>();
	/** What counts of it, as long as that is the same. */
	readonly #counting = new Map<number, readonly EarNote[]>();
	/** The oldest first. */
	#removed: readonly RemovedNote[] = [];
	#sensitivity: Sensitivity = 'usual';
	#version = 0;

	/** What is to be kept of these layers. */
	saved(layers: ReadonlySet<number>): SavedBook {
		const known = [...this.#heard].filter(([layer]) => layers.has(layer));
		return {
			sensitivity: this.#sensitivity,
			layers: known.map(([layer, notes]) => ({ layer, notes })),
			removed: this.#removed.filter(({ layer }) => layers.has(layer))
		};
	}

	/** What was kept is all that is known. */
	restore({ sensitivity, layers, removed }: SavedBook): void {
		this.#sensitivity = sensitivity;
		this.#heard.clear();
		for (const { layer, notes } of layers) this.#heard.set(layer, notes);
		this.#removed = removed;
		this.#change();
	}

	/** Something was heard of the layer, whether or not it counts. */
	hasHeard(layer: number): boolean {
		return (this.#heard.get(layer)?.length ?? 0) > 0;
	}

	/** Goes up when something that counts is another. */
	get version(): number {
		return this.#version;
	}

	/** What is told of a layer replaces what was known of it; what was removed stays so. */
	hear(layer: number, notes: readonly EarNote[]): void {
		this.#heard.set(layer, notes);
		this.#change();
	}

	/** How much of what was heard counts. */
	get sensitivity(): Sensitivity {
		return this.#sensitivity;
	}

	set sensitivity(sensitivity: Sensitivity) {
		this.#sensitivity = sensitivity;
		this.#change();
	}

	/** Nothing was heard. How much counts is the player's wish, and stays. */
	forget(): void {
		this.#heard.clear();
		this.#removed = [];
		this.#change();
	}

	/** What counts of a layer, in the order in which it was heard; undefined where nothing was heard of it. */
	notesOf(layer: number): readonly EarNote[] | undefined {
		const known = this.#counting.get(layer);
		if (known !== undefined) return known;
		const heard = this.#heard.get(layer);
		if (heard === undefined) return undefined;
		const removed = this.#removed.filter((note) => note.layer === layer);
		const left = heard.filter((note) => !removed.some((gone) => isSameNote(gone, note)));
		const notes = countingNotes(left, this.#sensitivity);
		this.#counting.set(layer, notes);
		return notes;
	}

	/** The note was not played. */
	remove(layer: number, { onset, pitch }: EarNote): void {
		this.#removed = [...this.#removed, { layer, onset, pitch }];
		this.#change();
	}

	/** The note that was removed last, in one of these layers; null for none. */
	lastRemoved(layers: ReadonlySet<number>): RemovedNote | null {
		return this.#removed.findLast(({ layer }) => layers.has(layer)) ?? null;
	}

	/** The note was played after all. */
	putBack(note: RemovedNote): void {
		this.#removed = this.#removed.filter((gone) => gone !== note);
		this.#change();
	}

	#change(): void {
		this.#counting.clear();
		this.#version++;
	}
}
