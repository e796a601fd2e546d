import type { Reading } from './answerWriter';
import { callEvents } from './callEvents';
import { CallMoments } from './callMoments';
import { Embedding } from './embedding';
import { Heads } from './heads';
import type { MusicModel } from './modelManifest';
import type { Prompt } from './prompt';
import { Trunk } from './trunk';

/** A Music Transformer on the backend that was set when it was made. */
export class Network {
	readonly #model: MusicModel;
	readonly #trunk: Trunk;
	readonly #heads: Heads;

	constructor(model: MusicModel) {
		this.#model = model;
		this.#trunk = new Trunk(model);
		this.#heads = new Heads(model);
	}

	/** Reads a prompt once, for any number of answers. Dispose of its recall after theirs. */
	async read(prompt: Prompt): Promise<Reading> {
		const model = this.#model;
		const { width, aheadSteps } = model.config;
		const embedding = new Embedding(model, prompt);
		const events = callEvents(prompt, model.vocabulary);
		const x = new Float32Array(events.length * width);
		for (const [row, event] of events.entries()) {
			embedding.write(event, x.subarray(row * width, (row + 1) * width));
		}
		const at = events.map((event) => event.at);
		const read = await this.#trunk.prefill({ x, at, barSteps: prompt.barSteps });
		const moments = new CallMoments(prompt.call, prompt.bars * prompt.barSteps, aheadSteps);
		return { model, trunk: this.#trunk, heads: this.#heads, prompt, moments, embedding, ...read };
	}

	dispose(): void {
		this.#trunk.dispose();
	}
}
