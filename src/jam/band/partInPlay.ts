import type { ChordSpan } from '../../music/harmony/chord';
import { cutTo } from '../../music/harmony/chordSpans';
import type { Note } from '../../music/note';
import type { Ticks } from '../../music/units';
import type { Draft } from './draft';
import type { ChairName, PartSource } from './face';
import { isBound, type Material } from './material';
import { adaptToChords } from './rules/adaptToChords';
import { rulePart } from './rules/rulePart';

/** What a chair plays, and who made it. */
interface PlayedNotes {
	readonly notes: readonly Note[];
	readonly source: PartSource;
}

interface Made {
	readonly key: string;
	readonly notes: readonly Note[];
}

/** What a draft comes to over the present chords; and what the rules play where there is none. */
export class PartInPlay {
	readonly #chair: Exclude<ChairName, 'lead'>;
	/** The chords that each request obeys. */
	readonly #chords = new Map<number, readonly ChordSpan[]>();
	#ruled: Made | null = null;
	#adapted: Made | null = null;

	constructor(chair: Exclude<ChairName, 'lead'>) {
		this.#chair = chair;
	}

	/** The drafts of a request were made over these chords. */
	obeys(request: number, spans: readonly ChordSpan[]): void {
		this.#chords.set(request, spans);
	}

	/**
	 * The notes that begin in [from, to) of the loop. Where a draft was made over other chords that bind
	 * the chair, it is moved into these; where nothing has to be moved, it is the model's as it is.
	 */
	of(draft: Draft | null, material: Material, from: Ticks, to: Ticks): PlayedNotes {
		if (draft === null)
			return { notes: within(this.#byRules(material), from, to), source: 'rules' };
		const known = this.#chords.get(draft.request) ?? [];
		const { spans } = material.harmony;
		if (!isBound(this.#chair, material) || areSame(known, spans, from, to)) {
			return { notes: within(draft.notes, from, to), source: 'model' };
		}
		const key = `${draft.request} ${draft.index} ${draft.knownTo} ${material.chords}`;
		if (this.#adapted?.key !== key) {
			this.#adapted = { key, notes: adaptToChords(draft.notes, spans, material.metre) };
		}
		const own = within(draft.notes, from, to);
		const adapted = within(this.#adapted.notes, from, to);
		const isOwn = own.every(({ pitch }, index) => pitch === adapted[index]!.pitch);
		return isOwn ? { notes: own, source: 'model' } : { notes: adapted, source: 'last bars' };
	}

	#byRules(material: Material): readonly Note[] {
		const { harmony, grid, metre, notes, parts } = material;
		const { spans, key: scale } = harmony;
		const key = `${material.music} ${material.chords} ${scale?.name ?? ''}`;
		if (this.#ruled?.key !== key) {
			const melody = notes.filter((_, index) => parts[index] === 'melody');
			const scene = { spans, length: grid.length, metre, melody, key: scale };
			this.#ruled = { key, notes: rulePart(this.#chair, scene) };
		}
		return this.#ruled.notes;
	}
}

const within = (notes: readonly Note[], from: Ticks, to: Ticks) =>
	notes.filter(({ start }) => start >= from && start < to);

/** Whether the same chords lie over [from, to). */
function areSame(
	one: readonly ChordSpan[],
	other: readonly ChordSpan[],
	from: Ticks,
	to: Ticks
): boolean {
	const over = (spans: readonly ChordSpan[]) =>
		cutTo(spans, from, to).map((span) => `${span.from} ${span.chord?.symbol ?? ''}`);
	return over(one).join() === over(other).join();
}
