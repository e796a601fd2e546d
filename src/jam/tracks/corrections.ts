import type { EarNote } from '../../music/ears/heard';
import type { Sensitivity } from '../../music/ears/sensitivity';
import type { LoopNote } from '../../music/ears/loopNotes';
import { barLength, type Metre } from '../../music/metre';
import { pitchWords } from '../../music/solo/pitchWords';
import { pitch, type Ticks } from '../../music/units';
import type { HeardMusic } from '../heardMusic';
import type { CorrectionsFace, SelectedNote } from './correctionsFace';
import { isSameNote, type EarBook } from './earBook';
import { layerOfHeard } from './heardTracks';

/** What corrections are made in. */
export interface CorrectionsParts {
	readonly book: EarBook;
	/** What sounds of what was heard. */
	readonly heard: () => HeardMusic | null;
	readonly metre: () => Metre;
	/** What counts is another: `heard` is told anew. */
	readonly corrected: () => void;
	/** Another note is selected, or none. */
	readonly changed: () => void;
	readonly notify: (sentence: string) => void;
}

/** A note that can be selected. */
interface Choosable {
	/** The id of its layer in what is heard. */
	readonly layer: number;
	readonly track: number;
	readonly note: LoopNote;
}

/** The looper's layer and the note of it: which is selected, whatever else is removed or comes back. */
interface Held {
	readonly layer: number;
	readonly note: EarNote;
}

const NOTHING_HEARD =
	'No notes were heard in the loops that sound: record a track, or let the ear take more for a note (Input).';
const NOTHING_SELECTED = 'No heard note is selected: touch one on the roll first.';
const NOTHING_REMOVED = 'No heard note was deleted here.';

/** Selects heard notes, takes them out and brings them back. */
export class Corrections implements CorrectionsFace {
	readonly #parts: CorrectionsParts;
	#isOpen = false;
	/** What the notes that can be selected were told from, and they. */
	#told: { readonly of: HeardMusic | null; readonly notes: readonly Choosable[] } | null = null;
	#held: Held | null = null;

	constructor(parts: CorrectionsParts) {
		this.#parts = parts;
	}

	get isOpen(): boolean {
		return this.#isOpen && (this.#choosable().length > 0 || this.canUndo);
	}

	get selected(): SelectedNote | null {
		if (!this.#isOpen || this.#held === null) return null;
		const all = this.#choosable();
		const place = this.#placeIn(all);
		const at = all[place];
		if (at === undefined) return null;
		const { layer, track, note } = at;
		const { heard, start } = note;
		const name = pitchWords(note.pitch);
		return { layer, heard, track, name, start, place: place + 1, count: all.length };
	}

	get canUndo(): boolean {
		return this.#lastRemoved() !== null;
	}

	get sensitivity(): Sensitivity {
		return this.#parts.book.sensitivity;
	}

	setSensitivity(sensitivity: Sensitivity): void {
		if (sensitivity === this.sensitivity) return;
		this.#parts.book.sensitivity = sensitivity;
		this.#parts.corrected();
		this.#parts.changed();
	}

	select(layer: number, heard: number): void {
		if (this.#choosable().length === 0 && !this.canUndo) {
			this.#parts.notify(NOTHING_HEARD);
			return;
		}
		this.#hold(layer, heard);
		this.#parts.changed();
	}

	step(by: 1 | -1): void {
		const all = this.#choosable();
		if (all.length === 0) {
			this.#parts.notify(NOTHING_HEARD);
			return;
		}
		const place = this.#isOpen ? this.#placeIn(all) : -1;
		const from = place < 0 && by < 0 ? 0 : place;
		const { layer, note } = all[(from + by + all.length) % all.length]!;
		this.select(layer, note.heard);
	}

	remove(): void {
		const all = this.#choosable();
		const place = this.#placeIn(all);
		const at = all[place];
		if (!this.isOpen || at === undefined || this.#held === null) {
			this.#parts.notify(NOTHING_SELECTED);
			return;
		}
		const { layer, note } = this.#held;
		const next = all[(place + 1) % all.length]!;
		if (next === at) this.#held = null;
		else this.#hold(next.layer, next.note.heard);
		this.#parts.book.remove(layer, note);
		this.#parts.corrected();
		this.#parts.changed();
		this.#parts.notify(`${this.#wordsOf(at.note.pitch, at.note.start)} is deleted.`);
	}

	undo(): void {
		const removed = this.#lastRemoved();
		if (removed === null) {
			this.#parts.notify(NOTHING_REMOVED);
			return;
		}
		const { book } = this.#parts;
		book.putBack(removed);
		this.#isOpen = true;
		this.#parts.corrected();
		const note = book.notesOf(removed.layer)?.find((one) => isSameNote(removed, one));
		if (note !== undefined) this.#held = { layer: removed.layer, note };
		this.#parts.changed();
		const start = this.selected?.start;
		this.#parts.notify(`${this.#wordsOf(pitch(removed.pitch), start)} is back.`);
	}

	close(): void {
		this.forget();
		this.#parts.changed();
	}

	/** What was heard is gone, and with it the note that was selected; tells nobody. */
	forget(): void {
		this.#isOpen = false;
		this.#held = null;
	}

	/** In time, each note once. */
	#choosable(): readonly Choosable[] {
		const heard = this.#parts.heard();
		if (this.#told?.of !== heard) this.#told = { of: heard, notes: choosableIn(heard) };
		return this.#told.notes;
	}

	#hold(layer: number, heard: number): void {
		const note = this.#parts.book.notesOf(layerOfHeard(layer))?.[heard];
		this.#isOpen = true;
		this.#held = note === undefined ? null : { layer: layerOfHeard(layer), note };
	}

	#placeIn(all: readonly Choosable[]): number {
		const held = this.#held;
		if (held === null) return -1;
		const heard = this.#parts.book
			.notesOf(held.layer)
			?.findIndex((one) => isSameNote(held.note, one));
		return all.findIndex(
			({ layer, note }) => layerOfHeard(layer) === held.layer && note.heard === heard
		);
	}

	#lastRemoved() {
		const layers = this.#parts.heard()?.layers ?? [];
		return this.#parts.book.lastRemoved(new Set(layers.map(({ id }) => layerOfHeard(id))));
	}

	#wordsOf(number: LoopNote['pitch'], start: Ticks | undefined): string {
		const name = pitchWords(number);
		if (start === undefined) return name;
		const bar = Math.floor(start / barLength(this.#parts.metre())) + 1;
		return `${name} in bar ${bar}`;
	}
}

/** In time, each note once. */
function choosableIn(heard: HeardMusic | null): readonly Choosable[] {
	return (heard?.layers ?? [])
		.flatMap(({ id, track, notes }) => {
			const first = new Map<number, LoopNote>();
			for (const note of notes) {
				const known = first.get(note.heard);
				if (known === undefined || note.start < known.start) first.set(note.heard, note);
			}
			return [...first.values()].map((note): Choosable => ({ layer: id, track, note }));
		})
		.sort(({ note: one }, { note: other }) => one.start - other.start || one.pitch - other.pitch);
}
