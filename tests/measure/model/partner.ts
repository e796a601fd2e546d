import type { AnswerRequest } from '../../../src/composer/protocol';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { TransformerEngine } from '../../../src/composer/transformer/transformerEngine';
import type { Note } from '../../../src/music/note';
import { requestOf, type Excerpt } from './excerpts';

/** The composer's engine as the page asks it, on the tfjs backend that is set. */
export class Partner {
	readonly model: MusicModel;
	readonly #engine: TransformerEngine;

	constructor(model: MusicModel) {
		this.model = model;
		this.#engine = new TransformerEngine(model);
		this.#engine.load();
	}

	/** The answer to an excerpt's call, from its own bar line. The same seed gives the same notes. */
	async answer(
		excerpt: Excerpt,
		seed: number,
		wishes: Pick<AnswerRequest, 'controls' | 'keyLock' | 'chordLock'> = {}
	): Promise<Note[]> {
		const request = { ...requestOf(excerpt, this.model.vocabulary, seed), ...wishes };
		const notes: Note[] = [];
		await this.#engine.generate(
			request,
			(_candidate, bar) => notes.push(...bar),
			() => false
		);
		return notes;
	}

	dispose(): void {
		this.#engine.dispose();
	}
}
