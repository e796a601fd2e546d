import type { AnswerRequest } from '../../../src/composer/protocol';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { TransformerAnswerer } from '../../../src/composer/transformer/transformerAnswerer';
import type { Note } from '../../../src/music/note';
import { onCurrentBackend } from '../../composer/engines/currentBackend';
import { requestOf, type Excerpt } from './excerpts';

/** The composer's answerer as the page asks it, on the tfjs backend that is set. */
export class Partner {
	readonly model: MusicModel;
	readonly #answerer: TransformerAnswerer;

	private constructor(model: MusicModel) {
		this.model = model;
		this.#answerer = new TransformerAnswerer(model, onCurrentBackend);
	}

	/** With its weights loaded. */
	static async of(model: MusicModel): Promise<Partner> {
		const partner = new Partner(model);
		await partner.#answerer.load('auto');
		return partner;
	}

	/** The answer to an excerpt's call, from its own bar line. The same seed gives the same notes. */
	async answer(
		excerpt: Excerpt,
		seed: number,
		wishes: Pick<AnswerRequest, 'controls' | 'keyLock' | 'chordLock'> = {}
	): Promise<Note[]> {
		const request = { ...requestOf(excerpt, this.model.vocabulary, seed), ...wishes };
		const notes: Note[] = [];
		await this.#answerer.generate(
			request,
			{ bar: (_candidate, bar) => notes.push(...bar), ranked: () => undefined },
			() => false
		);
		return notes;
	}

	dispose(): void {
		this.#answerer.dispose();
	}
}
