import { breathe } from '../breathe';
import type { Embedded, Engine, Recall } from '../engines/engine';
import type { Reading } from './answerWriter';
import { callEvents } from './callEvents';
import { CallMoments } from './callMoments';
import { Embedding } from './embedding';
import { Heads } from './heads';
import type { MusicModel } from './modelManifest';
import type { Prompt } from './prompt';

/** What was read last and is still remembered: the recall may hold only the beginning of it. */
interface Kept {
	readonly events: Embedded;
	readonly recall: Recall;
	/** The state after the last event; null when not all of them were read. */
	readonly hidden: Float32Array | null;
}

type Whole = Kept & { readonly hidden: Float32Array };
const isWhole = (kept: Kept | null): kept is Whole => kept !== null && kept.hidden !== null;

/** How a prompt is read that is to be kept. */
interface Keeping {
	readonly isCancelled: () => boolean;
}

/** A piece of a prompt: others have their turn between two of them. */
const EVENTS_AT_ONCE = 64;

const never = () => false;

/** A Music Transformer on an engine. */
export class Network {
	readonly #model: MusicModel;
	readonly #engine: Engine;
	readonly #heads: Heads;
	#kept: Kept | null = null;

	constructor(model: MusicModel, engine: Engine) {
		this.#model = model;
		this.#engine = engine;
		this.#heads = new Heads(model, (vector, matrix) => engine.product(vector, matrix));
	}

	/** Reads a prompt once, for any number of answers. Dispose of the reading after theirs. */
	read(prompt: Prompt): Promise<Reading>;
	/**
	 * The same for a prompt that is kept: of the next such one only what follows the first event that
	 * differs is read. There is one at a time. Null once it is cancelled, between two pieces.
	 */
	read(prompt: Prompt, keeping: Keeping): Promise<Reading | null>;
	async read(prompt: Prompt, keeping?: Keeping): Promise<Reading | null> {
		const model = this.#model;
		const embedding = new Embedding(model, prompt);
		const events = this.#embedded(prompt, embedding);
		const read =
			keeping === undefined
				? await this.#readWith(this.#engine.open(), events, never)
				: await this.#readOn(events, keeping.isCancelled);
		if (read === null) return null;
		const { recall, hidden } = read;
		const { bars, barSteps, call } = prompt;
		const moments = new CallMoments(call, bars * barSteps, model.config.aheadSteps);
		const dispose = () => {
			if (keeping === undefined) recall.dispose();
		};
		return { model, heads: this.#heads, prompt, moments, embedding, recall, hidden, dispose };
	}

	/** Reads a prompt that will be kept by the next `read`, as far as it stays the same. */
	async prepare(prompt: Prompt, isCancelled: () => boolean): Promise<void> {
		await this.#readOn(this.#embedded(prompt, new Embedding(this.#model, prompt)), isCancelled);
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

	async #readOn(events: Embedded, isCancelled: () => boolean): Promise<Whole | null> {
		const kept = this.#kept;
		this.#kept = null;
		const recall = kept?.recall ?? this.#engine.open();
		const shared = kept === null ? 0 : Math.min(sharedEvents(kept.events, events), recall.events);
		if (isWhole(kept) && shared === events.at.length && shared === recall.events) {
			this.#kept = kept;
			return kept;
		}
		// The last event is always read, for the state after it.
		recall.cut(Math.min(shared, events.at.length - 1));
		const read = await this.#readWith(recall, events, isCancelled);
		this.#kept = read ?? { events, recall, hidden: null };
		return read;
	}

	/** Reads what the recall does not remember yet, piece by piece. */
	async #readWith(
		recall: Recall,
		events: Embedded,
		isCancelled: () => boolean
	): Promise<Whole | null> {
		try {
			let hidden = new Float32Array();
			while (recall.events < events.at.length) {
				if (isCancelled()) return null;
				const to = Math.min(recall.events + EVENTS_AT_ONCE, events.at.length);
				const isLast = to === events.at.length;
				hidden = (await recall.read(eventsIn(events, recall.events, to))) as typeof hidden;
				if (!isLast) await breathe();
			}
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

/** The events [from, to). */
function eventsIn({ x, at, barSteps }: Embedded, from: number, to: number): Embedded {
	const width = x.length / at.length;
	return { x: x.subarray(width * from, width * to), at: at.slice(from, to), barSteps };
}
