import type { Embedded, Engine, MakeEngine, Recall } from '../engines/engine';
import type { Reading } from './answerWriter';
import { callEvents } from './callEvents';
import { CallMoments } from './callMoments';
import { Embedding } from './embedding';
import { Heads } from './heads';
import type { MusicModel } from './modelManifest';
import type { Prompt } from './prompt';

/** What was read last and is still remembered. */
interface Kept {
	readonly events: Embedded;
	readonly recall: Recall;
	readonly hidden: Float32Array;
}

/** A Music Transformer on an engine. */
export class Network {
	readonly #model: MusicModel;
	readonly #engine: Engine;
	readonly #heads: Heads;
	#kept: Kept | null = null;

	constructor(model: MusicModel, makeEngine: MakeEngine) {
		this.#model = model;
		this.#engine = makeEngine(model);
		this.#heads = new Heads(model, (vector, matrix) => this.#engine.product(vector, matrix));
	}

	/**
	 * Reads a prompt once, for any number of answers. Dispose of the reading after theirs. Of a prompt
	 * that is `kept` the next kept one reads only what follows the first event that differs; there is
	 * one at a time.
	 */
	async read(prompt: Prompt, isKept = false): Promise<Reading> {
		const model = this.#model;
		const embedding = new Embedding(model, prompt);
		const events = this.#embedded(prompt, embedding);
		const { recall, hidden } = isKept ? await this.#readOn(events) : await this.#readAnew(events);
		const { bars, barSteps, call } = prompt;
		const moments = new CallMoments(call, bars * barSteps, model.config.aheadSteps);
		const dispose = () => {
			if (!isKept) recall.dispose();
		};
		return { model, heads: this.#heads, prompt, moments, embedding, recall, hidden, dispose };
	}

	dispose(): void {
		this.#kept?.recall.dispose();
		this.#kept = null;
		this.#engine.dispose();
	}

	#embedded(prompt: Prompt, embedding: Embedding): Embedded {
		const { width } = this.#model.config;
		const events = callEvents(prompt, this.#model.vocabulary);
		const x = new Float32Array(events.length * width);
		for (const [row, event] of events.entries()) {
			embedding.write(event, x.subarray(row * width, (row + 1) * width));
		}
		return { x, at: events.map((event) => event.at), barSteps: prompt.barSteps };
	}

	async #readAnew(events: Embedded): Promise<Kept> {
		const recall = this.#engine.open();
		return this.#readWith(recall, events);
	}

	async #readOn(events: Embedded): Promise<Kept> {
		const kept = this.#kept;
		this.#kept = null;
		if (kept === null) return (this.#kept = await this.#readAnew(events));
		const shared = sharedEvents(kept.events, events);
		if (shared === events.at.length && shared === kept.recall.events) {
			return (this.#kept = kept);
		}
		const { recall } = kept;
		// The last event is always read, for the state after it.
		recall.cut(Math.min(shared, events.at.length - 1));
		return (this.#kept = await this.#readWith(recall, events));
	}

	/** Reads what the recall does not remember yet. */
	async #readWith(recall: Recall, events: Embedded): Promise<Kept> {
		try {
			const hidden = await recall.read(following(events, recall.events));
			return { events, recall, hidden };
		} catch (cause) {
			recall.dispose();
			throw cause;
		}
	}
}

/** How many events at the beginning are the same in both. */
function sharedEvents(one: Embedded, other: Embedded): number {
	if (one.barSteps !== other.barSteps) return 0;
	const width = one.x.length / one.at.length;
	const most = Math.min(one.at.length, other.at.length);
	for (let event = 0; event < most; event++) {
		if (one.at[event] !== other.at[event]) return event;
		for (let index = event * width; index < (event + 1) * width; index++) {
			if (one.x[index] !== other.x[index]) return event;
		}
	}
	return most;
}

const following = ({ x, at, barSteps }: Embedded, from: number): Embedded => ({
	x: x.subarray((x.length / at.length) * from),
	at: at.slice(from),
	barSteps
});
