import { textOf, type Note } from '../../music/note';
import { ticks, type Ticks } from '../../music/units';
import type { Ranked } from '../ranked';

/** One part of the model's for the whole loop, as far as it has been made. */
export class Draft implements Ranked {
	/** Which request it belongs to; a later one knows more. */
	readonly request: number;
	readonly index: number;
	/** Starts count from the loop's start, and lie in [0, length). */
	notes: readonly Note[] = [];
	/** Its notes are known over [0, knownTo). */
	knownTo = ticks(0);
	/** Its place among those of its request, 0 for the best; null before they are ranked. */
	rank: number | null = null;
	readonly #length: Ticks;
	#sound: string | null = null;

	constructor(request: number, index: number, length: Ticks) {
		this.request = request;
		this.index = index;
		this.#length = length;
	}

	get isWhole(): boolean {
		return this.knownTo >= this.#length;
	}

	/** The same for the same notes, once it is whole; null before. */
	get sound(): string | null {
		if (!this.isWhole) return null;
		return (this.#sound ??= textOf(this.notes));
	}

	/** Takes in the notes up to `to`. */
	take(notes: readonly Note[], to: Ticks): void {
		const inside = notes
			.filter(({ start, duration }) => start >= 0 && start < this.#length && duration > 0)
			.map((note) => ({
				...note,
				duration: ticks(Math.min(note.duration, this.#length - note.start))
			}));
		this.notes = [...this.notes, ...inside];
		this.knownTo = ticks(Math.min(to, this.#length));
	}

	/** Whether the bar that begins at `offset` can be played. */
	knows(offset: Ticks, bar: Ticks): boolean {
		return this.isWhole || this.knownTo >= offset + bar;
	}
}
