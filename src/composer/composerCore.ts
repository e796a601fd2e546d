import { unreachable } from '../lib/exhaustive';
import { seconds, type Seconds } from '../music/units';
import { ComposerError } from './composerError';
import { DeviceLife } from './deviceLife';
import { DRY_REQUEST } from './dryRequest';
import type { Answerer, AnswerTelling } from './answerer';
import type {
	AnswerRequest,
	CallId,
	ComposerFailure,
	ComposerReply,
	ComposerRequest,
	EngineChoice,
	EngineWish
} from './protocol';

/** Fetches and checks the model at an address; the answerer's `load` is still to be called. */
export type OpenAnswerer = (url: string) => Promise<Answerer>;

const reasonOf = (cause: unknown): ComposerFailure =>
	cause instanceof ComposerError ? cause.reason : 'broken';

const SILENT: AnswerTelling = { bar: () => undefined, ranked: () => undefined };

/** What the worker does, apart from being one: one job after the other, each call ended once. */
export class ComposerCore {
	readonly #openAnswerer: OpenAnswerer;
	readonly #machine: () => Promise<string>;
	readonly #post: (reply: ComposerReply) => void;
	readonly #open = new Set<CallId>();
	#wish: EngineWish = 'auto';
	#remembered: EngineChoice | null = null;
	#answerer: Answerer | null = null;
	#newestLoad: CallId | null = null;
	#newestToPrepare: AnswerRequest | null = null;
	#jobs: Promise<void> = Promise.resolve();
	#device = new DeviceLife();

	/** `machine` names what a choice of engines holds for. */
	constructor(
		openAnswerer: OpenAnswerer,
		machine: () => Promise<string>,
		post: (reply: ComposerReply) => void
	) {
		this.#openAnswerer = openAnswerer;
		this.#machine = machine;
		this.#post = post;
	}

	/** The graphics device is gone. */
	loseDevice(): void {
		this.#device.end();
		this.#enqueue(() => this.#recover());
	}

	receive(request: ComposerRequest): void {
		switch (request.kind) {
			case 'start':
				this.#wish = request.engine;
				this.#remembered = request.remembered;
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
			case 'prepare':
				this.#newestToPrepare = request.request;
				this.#enqueue(() => this.#prepare(request.request));
				return;
			case 'measure':
				void this.#measureLater();
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
			const known = await this.#knownChoice();
			const engine = await answerer.load(known?.figures[0]?.engine ?? this.#wish);
			const firstBarSeconds = await this.#warmUp(answerer);
			this.#answerer?.dispose();
			this.#answerer = answerer;
			this.#post({ kind: 'model', name: answerer.name, engine, firstBarSeconds });
			this.#done(id);
			if (known?.figures[0]?.engine !== engine) void this.#measureLater();
			else this.#post({ kind: 'chosen', engine, choice: known });
		} catch (cause) {
			console.warn(cause);
			answerer.dispose();
			if (await device.wasLost()) this.#enqueue(() => this.#load(id, answerer));
			else this.#fail(id, reasonOf(cause));
		}
	}

	/** What an earlier visit chose for this very machine. */
	async #knownChoice(): Promise<EngineChoice | null> {
		const known = this.#remembered;
		if (this.#wish !== 'auto' || known === null) return null;
		return known.machine === (await this.#machine()) ? known : null;
	}

	/** Two dry answers: the first compiles what there is to compile, the second is timed. */
	async #warmUp(answerer: Answerer): Promise<Seconds> {
		let start = 0;
		for (let run = 0; run < 2; run++) {
			start = performance.now();
			await this.#generate(answerer, DRY_REQUEST, SILENT);
		}
		return seconds((performance.now() - start) / 1000);
	}

	async #generate(
		answerer: Answerer,
		request: AnswerRequest,
		telling: AnswerTelling,
		isCancelled: () => boolean = () => false
	): Promise<void> {
		const device = this.#device;
		const isOver = () => isCancelled() || device.isLost;
		const making = answerer.generate(
			request,
			{
				bar: (...bar) => {
					if (!isOver()) telling.bar(...bar);
				},
				ranked: (order) => {
					if (!isOver()) telling.ranked(order);
				}
			},
			isOver
		);
		await device.during(making);
	}

	/** What comes next has precedence, so that it stops when a call is open. */
	async #prepare(request: AnswerRequest): Promise<void> {
		const isOver = () => this.#open.size > 0 || request !== this.#newestToPrepare;
		if (this.#answerer === null || isOver() || this.#device.isLost) return;
		try {
			await this.#device.during(this.#answerer.prepare(request, isOver));
		} catch (cause) {
			// The call itself will say what is wrong with it.
			console.warn(cause);
		}
	}

	/** What is measured is compiled first, while answers are still made. */
	async #measureLater(): Promise<void> {
		if (this.#wish !== 'auto') return;
		try {
			await this.#answerer?.warm();
		} catch (cause) {
			console.warn(cause);
		}
		this.#enqueue(() => this.#choose());
	}

	/** Moves to the fastest engine, which takes a moment: not while somebody waits. */
	async #choose(): Promise<void> {
		const answerer = this.#answerer;
		if (answerer === null || this.#wish !== 'auto' || this.#open.size > 0) return;
		const device = this.#device;
		try {
			const choosing = answerer.choose().then((chosen) => {
				if (chosen !== null) this.#post({ kind: 'chosen', ...chosen });
			});
			await device.during(choosing);
		} catch (cause) {
			console.warn(cause);
			if (!(await device.wasLost())) await answerer.load('auto');
		}
	}

	/**
	 * What was told before a device was lost is not told again: the next engine makes the same notes of
	 * the same seed, and goes on from there.
	 */
	async #answer(id: CallId, request: AnswerRequest, told = new Told()): Promise<void> {
		if (!this.#open.has(id)) return;
		if (this.#answerer === null) {
			this.#fail(id, 'not-ready');
			return;
		}
		const device = this.#device;
		const telling: AnswerTelling = {
			bar: (candidate, notes, from, to) => {
				if (!told.isNews(candidate, to)) return;
				this.#post({ kind: 'bar', id, candidate, notes, from, to });
			},
			ranked: (order) => {
				this.#post({ kind: 'ranked', id, order });
			}
		};
		try {
			await this.#generate(this.#answerer, request, telling, () => !this.#open.has(id));
			this.#done(id);
		} catch (cause) {
			console.warn(cause);
			const isLost = await device.wasLost();
			if (!this.#open.has(id)) return;
			if (isLost) this.#enqueue(() => this.#answer(id, request, told));
			else this.#fail(id, reasonOf(cause));
		}
	}

	/** Moves the model to an engine that still runs. */
	async #recover(): Promise<void> {
		this.#answerer?.dispose();
		this.#wish = 'simd';
		this.#device = new DeviceLife();
		try {
			const engine = await this.#answerer?.load(this.#wish);
			if (engine !== undefined) this.#post({ kind: 'moved', engine });
		} catch (cause) {
			console.warn(cause);
			this.#post({ kind: 'lost' });
		}
	}
}

/** How far each candidate was told. */
class Told {
	readonly #to = new Map<number, number>();

	/** Whether a piece up to `to` was not told yet; from now on it was. */
	isNews(candidate: number, to: number): boolean {
		if (to <= (this.#to.get(candidate) ?? 0)) return false;
		this.#to.set(candidate, to);
		return true;
	}
}
