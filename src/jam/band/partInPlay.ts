import type { Note } from '../../music/note';
import type { Draft } from './draft';
import type { ChairName, PartSource } from './face';
import { chordsSignature, lockSignature, signatureOf, type Material } from './material';
import { adaptToChords } from './rules/adaptToChords';
import { rulePart } from './rules/rulePart';

interface Made {
	readonly key: string;
	readonly notes: readonly Note[];
}

/** What a draft comes to over the present chords; and what the rules play where there is none. */
export class PartInPlay {
	readonly #chair: Exclude<ChairName, 'lead'>;
	/** The chords that each request obeys. */
	readonly #locks = new Map<number, string>();
	#ruled: Made | null = null;
	#adapted: Made | null = null;

	constructor(chair: Exclude<ChairName, 'lead'>) {
		this.#chair = chair;
	}

	/** The drafts of a request obey these chords. */
	obeys(request: number, locks: string): void {
		this.#locks.set(request, locks);
	}

	/** Notes over the whole loop. A draft that was made for other chords is moved into these. */
	of(
		draft: Draft | null,
		material: Material
	): { readonly notes: readonly Note[]; readonly source: PartSource } {
		if (draft === null) return { notes: this.#byRules(material), source: 'rules' };
		const locks = lockSignature(this.#chair, material);
		if (this.#locks.get(draft.request) === locks) return { notes: draft.notes, source: 'model' };
		const key = `${draft.request} ${draft.index} ${draft.knownTo} ${locks}`;
		if (this.#adapted?.key !== key) {
			const { harmony, metre } = material;
			this.#adapted = { key, notes: adaptToChords(draft.notes, harmony.spans, metre) };
		}
		return { notes: this.#adapted.notes, source: 'last bars' };
	}

	#byRules(material: Material): readonly Note[] {
		const { harmony, grid, metre, notes, parts } = material;
		const { spans, key: scale } = harmony;
		const key = `${signatureOf(material)} ${chordsSignature(spans)} ${scale?.name ?? ''}`;
		if (this.#ruled?.key !== key) {
			const melody = notes.filter((_, index) => parts[index] === 'melody');
			const scene = { spans, length: grid.length, metre, melody, key: scale };
			this.#ruled = { key, notes: rulePart(this.#chair, scene) };
		}
		return this.#ruled.notes;
	}
}
