import type { Engines } from '../../../src/composer/engines/engines';
import type { AnswerRequest } from '../../../src/composer/protocol';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { TransformerAnswerer } from '../../../src/composer/transformer/transformerAnswerer';
import type { Note } from '../../../src/music/note';
import { onCurrentBackend } from '../../composer/engines/currentBackend';
import { requestOf, type Excerpt } from './excerpts';

/** The composer's answerer as the page asks it. */
export class Partner {
	readonly model: MusicModel;
	readonly #answerer: TransformerAnswerer;
	readonly #candidates: number;

	private constructor(model: MusicModel, engines: Engines, candidates: number) {
		this.model = model;
		this.#answerer = new TransformerAnswerer(model, engines);
		this.#candidates = candidates;
	}

	/**
	 * With its weights loaded. Of so many candidates, made in time or not, its answers are the ones that
	 * rank best.
	 */
	static async of(
		model: MusicModel,
		engines: Engines = onCurrentBackend,
		candidates = 1
	): Promise<Partner> {
		const partner = new Partner(model, engines, candidates);
		await partner.#answerer.load('auto');
		return partner;
	}

	/** The answer to an excerpt's call, from its own bar line. The same seed gives the same notes. */
	async answer(
		excerpt: Excerpt,
		seed: number,
		wishes: Pick<AnswerRequest, 'controls' | 'keyLock' | 'chordLock'> = {}
	): Promise<Note[]> {
		const asked = { ...requestOf(excerpt, this.model.vocabulary, seed), ...wishes };
		const answers: Note[][] = [];
		let best = 0;
		await this.#answerer.generate(
			{ ...asked, candidates: this.#candidates },
			{
				bar: (candidate, bar) => (answers[candidate] ??= []).push(...bar),
				ranked: ([first = 0]) => {
					best = first;
				}
			},
			() => false
		);
		return answers[best] ?? [];
	}

	dispose(): void {
		this.#answerer.dispose();
	}
}
