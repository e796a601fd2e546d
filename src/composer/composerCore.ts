import { unreachable } from '../lib/exhaustive';
import { seconds, type Seconds } from '../music/units';
import { chooseBackend, type Backends } from './backend';
import { ComposerError } from './composerError';
import { DeviceLife } from './deviceLife';
import { DRY_REQUEST } from './dryRequest';
import type { Answerer } from './answerer';
import type {
	AnswerRequest,
	BackendWish,
	CallId,
	ComposerFailure,
	ComposerReply,
	ComposerRequest
} from './protocol';

/** Fetches and checks the model at an address; the answerer's `load` is still to be called. */
export type OpenAnswerer = (url: string) => Promise<Answerer>;

const reasonOf = (cause: unknown): ComposerFailure =>
	cause instanceof ComposerError ? cause.reason : 'broken';

/** What the worker does, apart from being one: one job after the other, each call ended once. */
export class ComposerCore {
	readonly #backends: Backends;
	readonly #openAnswerer: OpenAnswerer;
	readonly #post: (reply: ComposerReply) => void;
	readonly #open = new Set<CallId>();
	#wish: BackendWish = 'auto';
	#answerer: Answerer | null = null;
	#newestLoad: CallId | null = null;
	#jobs: Promise<void> = Promise.resolve();
	#device = new DeviceLife();

	constructor(
		backends: Backends,
		openAnswerer: OpenAnswerer,
		post: (reply: ComposerReply) => void
	) {
		this.#backends = backends;
		this.#openAnswerer = openAnswerer;
		this.#post = post;
		backends.onLost = () => {
			this.#device.end();
			this.#enqueue(() => this.#recover());
		};
	}

	receive(request: ComposerRequest): void {
		switch (request.kind) {
			case 'start':
				this.#wish = request.backend;
				return;
			case 'load':
				this.#open.add(request.id);
				this.#newestLoad = request.id;
				void this.#fetchAndLoad(request.id, request.url);
				return;
			case 'answer':
				this.#open.add(request.id);
				this.#enqueue(() => this.#answer(request.id, request.request));
				return;
			case 'cancel':
				if (this.#open.delete(request.id)) this.#fail(request.id, 'cancelled');
				return;
			default:
				unreachable(request);
		}
	}

	#enqueue(job: () => Promise<void>): void {
		this.#jobs = this.#jobs.then(job).catch((cause: unknown) => {
			console.error(cause);
			this.#post({ kind: 'lost' });
		});
	}

	#done(id: CallId): void {
		if (this.#open.delete(id)) this.#post({ kind: 'done', id });
	}

	#fail(id: CallId, reason: ComposerFailure): void {
		this.#open.delete(id);
		this.#post({ kind: 'failed', id, reason });
	}

	/** The present model goes on answering while the next one is fetched. */
	async #fetchAndLoad(id: CallId, url: string): Promise<void> {
		try {
			const answerer = await this.#openAnswerer(url);
			this.#enqueue(() => this.#load(id, answerer));
		} catch (cause) {
			console.warn(cause);
			if (this.#open.has(id)) this.#fail(id, reasonOf(cause));
		}
	}

	async #load(id: CallId, answerer: Answerer): Promise<void> {
		if (!this.#open.has(id)) return;
		if (id !== this.#newestLoad) {
			this.#fail(id, 'cancelled');
			return;
		}
		const device = this.#device;
		try {
			const backend = this.#backends.current ?? (await chooseBackend(this.#backends, this.#wish));
			if (backend === null) throw new ComposerError('engine-lost', 'no backend runs');
			answerer.load();
			const firstBarSeconds = await this.#warmUp(answerer);
			this.#answerer?.dispose();
			this.#answerer = answerer;
			this.#post({ kind: 'model', name: answerer.name, backend, firstBarSeconds });
			this.#done(id);
		} catch (cause) {
			console.warn(cause);
			answerer.dispose();
			if (await device.wasLost()) this.#enqueue(() => this.#load(id, answerer));
			else this.#fail(id, reasonOf(cause));
		}
	}

	/** Two dry answers: the first compiles what there is to compile, the second is timed. */
	async #warmUp(answerer: Answerer): Promise<Seconds> {
		let start = 0;
		for (let run = 0; run < 2; run++) {
			start = performance.now();
			await this.#generate(answerer, DRY_REQUEST, () => undefined);
		}
		return seconds((performance.now() - start) / 1000);
	}

	async #generate(
		answerer: Answerer,
		request: AnswerRequest,
		post: (reply: Omit<ComposerReply & { kind: 'bar' }, 'kind' | 'id'>) => void,
		isCancelled: () => boolean = () => false
	): Promise<void> {
		const device = this.#device;
		const isOver = () => isCancelled() || device.isLost;
		const making = answerer.generate(
			request,
			(candidate, notes, from, to) => {
				if (!isOver()) post({ candidate, notes, from, to });
			},
			isOver
		);
		await device.during(making);
	}

	async #answer(id: CallId, request: AnswerRequest): Promise<void> {
		if (!this.#open.has(id)) return;
		if (this.#answerer === null) {
			this.#fail(id, 'not-ready');
			return;
		}
		const device = this.#device;
		const progress = { hasBegun: false };
		try {
			await this.#generate(
				this.#answerer,
				request,
				(bar) => {
					progress.hasBegun = true;
					this.#post({ kind: 'bar', id, ...bar });
				},
				() => !this.#open.has(id)
			);
			this.#done(id);
		} catch (cause) {
			console.warn(cause);
			const isLost = await device.wasLost();
			if (!this.#open.has(id)) return;
			if (isLost && !progress.hasBegun) this.#enqueue(() => this.#answer(id, request));
			else this.#fail(id, isLost ? 'engine-lost' : reasonOf(cause));
		}
	}

	/** Moves the model to a backend that still runs. */
	async #recover(): Promise<void> {
		this.#answerer?.dispose();
		this.#wish = 'wasm';
		this.#device = new DeviceLife();
		const backend = await chooseBackend(this.#backends, this.#wish);
		if (backend === null) {
			this.#post({ kind: 'lost' });
			return;
		}
		this.#answerer?.load();
		this.#post({ kind: 'moved', backend });
	}
}
