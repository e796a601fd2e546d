import { breathe } from '../breathe';
import type { Embedded, Engine, Recall } from '../engines/engine';
import type { Reading } from './answerWriter';
import { callEvents } from './callEvents';
import { CallMoments } from './callMoments';
import { Embedding } from './embedding';
import { Heads } from './heads';
import type { MusicModel } from './modelManifest';
import type { NetworkConfig } from './networkShapes';
import type { Prompt, PromptEvent } from './prompt';

/** The events of a prompt. */
interface Told {
	readonly events: readonly PromptEvent[];
	readonly embedding: Embedding;
}

/** What was read last and is still remembered: the recall may hold only the beginning of it. */
interface Kept {
	readonly told: Told;
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
	readonly engine: Engine;
	readonly #heads: Heads;
	#kept: Kept | null = null;

	constructor(model: MusicModel, engine: Engine) {
		this.#model = model;
		this.engine = engine;
		this.#heads = new Heads(model, (vector, matrix) => engine.product(vector, matrix));
	}

	get config(): NetworkConfig {
		return this.#model.config;
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
		const told = this.#told(prompt);
		const { embedding } = told;
		const read =
			keeping === undefined
				? await this.#readWith(this.engine.open(), told, never)
				: await this.#readOn(told, keeping.isCancelled);
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
		await this.#readOn(this.#told(prompt), isCancelled);
	}

	dispose(): void {
		this.#kept?.recall.dispose();
		this.#kept = null;
		this.engine.dispose();
	}

	#told(prompt: Prompt): Told {
		const events = callEvents(prompt, this.#model.vocabulary);
		return { events, embedding: new Embedding(this.#model, prompt) };
	}

	async #readOn(told: Told, isCancelled: () => boolean): Promise<Whole | null> {
		const kept = this.#kept;
		this.#kept = null;
		const recall = kept?.recall ?? this.engine.open();
		const count = told.events.length;
		const shared = kept === null ? 0 : Math.min(sharedEvents(kept.told, told), recall.events);
		if (isWhole(kept) && shared === count && shared === recall.events) {
			this.#kept = kept;
			return kept;
		}
		// The last event is always read, for the state after it.
		recall.cut(Math.min(shared, count - 1));
		const read = await this.#readWith(recall, told, isCancelled);
		this.#kept = read ?? { told, recall, hidden: null };
		return read;
	}

	/** Reads what the recall does not remember yet, piece by piece. */
	async #readWith(recall: Recall, told: Told, isCancelled: () => boolean): Promise<Whole | null> {
		try {
			let hidden = new Float32Array();
			const count = told.events.length;
			while (recall.events < count) {
				if (isCancelled()) return null;
				const to = Math.min(recall.events + EVENTS_AT_ONCE, count);
				const isLast = to === count;
				hidden = (await recall.read(embedded(told, recall.events, to))) as typeof hidden;
				if (!isLast) await breathe();
			}
			return { told, recall, hidden };
		} catch (cause) {
			recall.dispose();
			throw cause;
		}
	}
}

/** How many events at the beginning are the same to the trunk. */
function sharedEvents(one: Told, other: Told): number {
	const most = Math.min(one.events.length, other.events.length);
	for (let index = 0; index < most; index++) {
		const event = other.events[index]!;
		if (!one.embedding.writesAlike(one.events[index]!, event, other.embedding)) return index;
	}
	return most;
}

/** The events [from, to) as the trunk reads them. */
const embedded = ({ events, embedding }: Told, from: number, to: number): Embedded =>
	embedding.writeAll(events.slice(from, to));
