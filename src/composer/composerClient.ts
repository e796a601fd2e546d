import { Emitter } from '../lib/emitter';
import { unreachable } from '../lib/exhaustive';
import { seconds } from '../music/units';
import * as sentences from './composerSentences';
import type { ComposerThread } from './composerThread';
import { FirstBarEstimate } from './firstBarEstimate';
import { modelAddress } from './modelFiles';
import { OpenCalls, type AnswerListener } from './openCalls';
import type {
	AnswerRequest,
	ComposerFailure,
	ComposerReply,
	ComposerStatus,
	EngineChoice,
	EngineName,
	EngineWish
} from './protocol';

export interface ComposerOptions {
	readonly startThread: () => ComposerThread;
	/** What relative addresses of checkpoints are relative to: the page's. */
	readonly base: string;
	/** The addresses of the app's own models: the first that is whole answers. */
	readonly models: readonly string[];
	readonly engine: EngineWish;
	/** Keeps the choice of engines from visit to visit. */
	readonly memory: ChoiceMemory;
	/** Milliseconds on any clock. */
	readonly now: () => number;
}

/** Where the choice of engines is remembered. Neither throws. */
export interface ChoiceMemory {
	read(): EngineChoice | null;
	/** Null forgets it. */
	write(choice: EngineChoice | null): void;
}

/** So many crashes in a row, without an answer in between, and the client gives up. */
const MOST_CRASHES = 3;

/** The page's side of the composer: asks the worker, and replaces it when it dies. */
export class ComposerClient {
	readonly changed = new Emitter<void>();
	readonly #options: ComposerOptions;
	readonly #open = new OpenCalls();
	readonly #estimate = new FirstBarEstimate();
	#thread: ComposerThread | null = null;
	#wish: EngineWish;
	/** The model that answered last; null before the first. */
	#url: string | null = null;
	#crashes = 0;
	#status: ComposerStatus = {
		kind: 'loading',
		model: '',
		canAccompany: false,
		engine: null,
		figures: [],
		sentence: sentences.LOADING,
		firstBarSeconds: seconds(0)
	};

	constructor(options: ComposerOptions) {
		this.#options = options;
		this.#wish = options.engine;
	}

	get status(): ComposerStatus {
		return this.#status;
	}

	/** Starts the worker and loads the first of the app's own models that is whole. Call it once, after the first sound. */
	start(): void {
		this.#startThread();
		void this.#useOwnModels();
	}

	/** Ends the worker; all that is open fails with `cancelled`. */
	dispose(): void {
		this.#endThread('cancelled');
	}

	/**
	 * Answers with the model at this address from now on, a Music Transformer of ours or a Magenta.js
	 * checkpoint. Resolves with null, or with
	 * what was wrong: then the status says it in a sentence, and the present model goes on answering.
	 */
	async useCheckpoint(address: string): Promise<ComposerFailure | null> {
		const thread = this.#thread;
		const failure = await this.#load(address);
		const isNews = failure !== null && failure !== 'cancelled' && thread === this.#thread;
		if (isNews) this.#sayWhyNot(failure, address);
		return failure;
	}

	/**
	 * Asks for an answer; returns the function that cancels it, upon which `failed` is called at once.
	 * While no model is there the request fails with `not-ready`.
	 */
	ask(request: AnswerRequest, listener: AnswerListener): () => void {
		const askedAt = this.#options.now();
		const id = this.#open.add({
			bar: (candidate, notes, from, to) => {
				if (candidate === 0 && from === 0) this.#estimateFrom(askedAt);
				listener.bar(candidate, notes, from, to);
			},
			ranked: (order) => {
				listener.ranked(order);
			},
			end: (failure) => {
				if (failure !== null) {
					listener.failed(failure);
					return;
				}
				this.#crashes = 0;
				listener.done();
			}
		});
		if (this.#status.kind === 'ready') {
			this.#thread?.postMessage({ kind: 'answer', id, request });
		} else {
			queueMicrotask(() => {
				this.#open.end(id, 'not-ready');
			});
		}
		return () => {
			if (this.#open.get(id) === undefined) return;
			this.#thread?.postMessage({ kind: 'cancel', id });
			this.#open.end(id, 'cancelled');
		};
	}

	/** Tells what will be asked about soon, so that most of the call is read by then. */
	prepare(request: AnswerRequest): void {
		if (this.#status.kind === 'ready') this.#thread?.postMessage({ kind: 'prepare', request });
	}

	/** The machine may have become faster or slower: the engines are measured again, when there is time. */
	measure(): void {
		this.#thread?.postMessage({ kind: 'measure' });
	}

	/** Says it when another engine runs than was wished for. */
	#wishSentence(engine: EngineName): string {
		const wish = this.#options.engine;
		return wish === 'auto' || wish === engine ? '' : sentences.otherEngine(wish, engine);
	}

	/** Where one of our own models is missing or broken the next one answers, and the status says so. */
	async #useOwnModels(): Promise<void> {
		const thread = this.#thread;
		let first: { readonly failure: ComposerFailure; readonly address: string } | null = null;
		for (const address of this.#options.models) {
			const failure = await this.#load(address);
			if (failure === 'cancelled' || thread !== this.#thread) return;
			if (failure === null) {
				if (first === null) return;
				const { model } = this.#status;
				this.#change({ sentence: sentences.ownModelFailed(first.failure, first.address, model) });
				return;
			}
			first ??= { failure, address };
		}
		if (first !== null) this.#sayWhyNot(first.failure, first.address);
	}

	#load(address: string): Promise<ComposerFailure | null> {
		const thread = this.#thread;
		if (thread === null) return Promise.resolve('not-ready');
		if (!URL.canParse(address, this.#options.base)) return Promise.resolve('model-missing');
		const url = modelAddress(new URL(address, this.#options.base).href);
		return new Promise((resolve) => {
			const id = this.#open.add({
				end: (failure) => {
					if (failure === null) this.#url = url;
					resolve(failure);
				}
			});
			thread.postMessage({ kind: 'load', id, url });
		});
	}

	#sayWhyNot(failure: ComposerFailure, address: string): void {
		const { kind, model } = this.#status;
		const isAnswering = kind === 'ready';
		this.#change({
			kind: kind === 'loading' ? 'failed' : kind,
			sentence: sentences.checkpointFailed(failure, address, isAnswering ? model : null)
		});
	}

	#startThread(): void {
		const thread = this.#options.startThread();
		this.#thread = thread;
		thread.addEventListener('message', ({ data }) => {
			if (thread === this.#thread) this.#hear(data);
		});
		for (const type of ['error', 'messageerror'] as const) {
			thread.addEventListener(type, () => {
				if (thread === this.#thread) this.#replaceThread('broken');
			});
		}
		const remembered = this.#options.memory.read();
		thread.postMessage({ kind: 'start', engine: this.#wish, remembered });
	}

	#endThread(reason: ComposerFailure): void {
		this.#thread?.terminate();
		this.#thread = null;
		this.#open.endAll(reason);
	}

	/** A new worker, with the model that answered last, on the engine that is least likely to die. */
	#replaceThread(reason: ComposerFailure): void {
		this.#crashes++;
		const isHopeless = this.#crashes > MOST_CRASHES;
		this.#change({
			kind: isHopeless ? 'failed' : 'loading',
			engine: null,
			sentence: isHopeless ? sentences.GAVE_UP : sentences.RESTARTING
		});
		this.#endThread(reason);
		if (isHopeless) return;
		this.#wish = 'simd';
		this.#startThread();
		void (this.#url === null ? this.#useOwnModels() : this.useCheckpoint(this.#url));
	}

	#hear(reply: ComposerReply): void {
		switch (reply.kind) {
			case 'model':
				this.#estimate.restart(reply.firstBarSeconds);
				this.#change({
					kind: 'ready',
					model: reply.name,
					canAccompany: reply.canAccompany,
					engine: reply.engine,
					figures: [],
					sentence: this.#wishSentence(reply.engine)
				});
				return;
			case 'chosen':
				this.#options.memory.write(reply.choice);
				this.#change({ engine: reply.engine, figures: reply.choice.figures });
				return;
			case 'ranked':
				this.#open.get(reply.id)?.ranked?.(reply.order);
				return;
			case 'bar':
				this.#open.get(reply.id)?.bar?.(reply.candidate, reply.notes, reply.from, reply.to);
				return;
			case 'done':
				this.#open.end(reply.id, null);
				return;
			case 'failed':
				this.#open.end(reply.id, reply.reason);
				return;
			case 'moved':
				this.#options.memory.write(null);
				this.#change({ engine: reply.engine, figures: [], sentence: sentences.MOVED });
				return;
			case 'lost':
				this.#replaceThread('engine-lost');
				return;
			default:
				unreachable(reply);
		}
	}

	#estimateFrom(askedAt: number): void {
		this.#estimate.add(seconds((this.#options.now() - askedAt) / 1000));
		this.#change({});
	}

	#change(difference: Partial<ComposerStatus>): void {
		const firstBarSeconds = this.#estimate.seconds;
		this.#status = { ...this.#status, ...difference, firstBarSeconds };
		this.changed.emit();
	}
}
