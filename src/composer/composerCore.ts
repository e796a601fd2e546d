import { unreachable } from '../lib/exhaustive';
import { seconds, type Seconds } from '../music/units';
import { isOnGpu } from './backend';
import { ComposerError } from './composerError';
import { DeviceLife } from './deviceLife';
import { DRY_REQUEST } from './dryRequest';
import type { Answerer, AnswerTelling } from './answerer';
import { IdleTask } from './idleTask';
import { Told } from './told';
import type {
	AnswerRequest,
	CallId,
	ComposerFailure,
	ComposerReply,
	ComposerRequest,
	EngineChoice,
	EngineName,
	EngineWish
} from './protocol';

/** Fetches and checks the model at an address; the answerer's `load` is still to be called. */
export type OpenAnswerer = (url: string) => Promise<Answerer>;

const reasonOf = (cause: unknown): ComposerFailure =>
	cause instanceof ComposerError ? cause.reason : 'broken';

/** Engines are measured when nobody has asked for so long. */
const IDLE_MS = 3000;
const WARM_PATIENCE_MS = 10_000;

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
	/** What the model runs on; null while that is not known. */
	#engine: EngineName | null = null;
	/** Ends once the graphics card has compiled what it is measured with. */
	#warming: Promise<void> = Promise.resolve();
	readonly #measuring: IdleTask;

	/** `machine` names what a choice of engines holds for. */
	constructor(
		openAnswerer: OpenAnswerer,
		machine: () => Promise<string>,
		post: (reply: ComposerReply) => void,
		idleMs = IDLE_MS
	) {
		this.#measuring = new IdleTask(idleMs, () => {
			this.#enqueue(() => this.#choose());
		});
		this.#openAnswerer = openAnswerer;
		this.#machine = machine;
		this.#post = post;
	}

	/** The graphics device is gone; that is no matter where the model is known to run without it. */
	loseDevice(): void {
		if (this.#engine !== null && !isOnGpu(this.#engine)) return;
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
				this.#measuring.busy();
				this.#enqueueAnswer(request.id, request.request);
				return;
			case 'prepare':
				this.#newestToPrepare = request.request;
				this.#measuring.busy();
				this.#enqueue(() => this.#prepare(request.request));
				return;
			case 'measure':
				this.#measureLater();
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
		await this.#warming;
		const device = this.#device;
		const before = this.#engine;
		this.#engine = null;
		try {
			const known = await this.#knownChoice(answerer);
			const engine = await answerer.load(known?.figures[0]?.engine ?? this.#wish);
			this.#engine = engine;
			const firstBarSeconds = await this.#warmUp(answerer);
			this.#answerer?.dispose();
			this.#answerer = answerer;
			const { name, canAccompany } = answerer;
			this.#post({ kind: 'model', name, canAccompany, engine, firstBarSeconds });
			this.#done(id);
			if (known?.figures[0]?.engine !== engine) this.#measureLater();
			else this.#post({ kind: 'chosen', engine, choice: known });
		} catch (cause) {
			console.warn(cause);
			answerer.dispose();
			const hasGpuFailed = (await device.wasLost()) || this.#hasGpuFailed(cause);
			this.#engine = before;
			if (!hasGpuFailed) {
				this.#fail(id, reasonOf(cause));
				return;
			}
			this.#wish = 'simd';
			this.#enqueue(() => this.#load(id, answerer));
		}
	}

	/** Whether it was the graphics card that refused, its device lost or not. */
	#hasGpuFailed(cause: unknown): boolean {
		return reasonOf(cause) === 'engine-lost' && this.#engine !== null && isOnGpu(this.#engine);
	}

	/** What an earlier visit chose for this model on this very machine. */
	async #knownChoice({ name }: Answerer): Promise<EngineChoice | null> {
		const known = this.#remembered;
		if (this.#wish !== 'auto' || known === null) return null;
		return known.machine === (await this.#machineOf(name)) ? known : null;
	}

	/** What a choice for a model holds for. */
	async #machineOf(model: string): Promise<string> {
		return `${await this.#machine()} ${model}`;
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

	/** What is measured is compiled before, meanwhile. */
	#measureLater(): void {
		if (this.#wish !== 'auto') return;
		this.#warming = this.#warm();
		this.#measuring.want(this.#warming);
	}

	/** A graphics card that does not come back is not waited for. */
	async #warm(): Promise<void> {
		const patience = new Promise((resolve) => setTimeout(resolve, WARM_PATIENCE_MS));
		try {
			await Promise.race([this.#answerer?.warm(), patience]);
		} catch (cause) {
			console.warn(cause);
		}
	}

	/** Moves to the fastest engine; somebody who asks meanwhile has precedence. */
	async #choose(): Promise<void> {
		const answerer = this.#answerer;
		if (answerer === null || this.#wish !== 'auto') return;
		if (this.#open.size > 0) {
			this.#measuring.want(this.#warming);
			return;
		}
		const device = this.#device;
		const before = this.#engine;
		this.#engine = null;
		try {
			const choosing = answerer
				.choose(() => this.#open.size > 0 || device.isLost)
				.then(async (chosen) => {
					if (chosen === null || device.isLost) return;
					this.#engine = chosen.engine;
					const machine = await this.#machineOf(answerer.name);
					this.#remembered = { ...chosen.choice, machine };
					this.#post({ kind: 'chosen', engine: chosen.engine, choice: this.#remembered });
				});
			await device.during(choosing);
			this.#engine ??= before;
		} catch (cause) {
			console.warn(cause);
			if (!(await device.wasLost())) await this.#recover();
		}
	}

	/** Its time runs from now on, in the queue too. */
	#enqueueAnswer(id: CallId, request: AnswerRequest, told = new Told()): void {
		const { dueIn } = request;
		const askedAt = performance.now();
		this.#enqueue(() => {
			const waited = (performance.now() - askedAt) / 1000;
			const left = dueIn === undefined ? {} : { dueIn: seconds(dueIn - waited) };
			return this.#answer(id, { ...request, ...left }, told);
		});
	}

	/**
	 * What was told before a device was lost is not told again; the next engine goes on from there. The
	 * same seed gives the same notes, unless the graphics card drew them: then two answers are joined.
	 */
	async #answer(id: CallId, request: AnswerRequest, told: Told): Promise<void> {
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
			const hasRefused = !isLost && this.#hasGpuFailed(cause);
			if (hasRefused) this.#enqueue(() => this.#recover());
			if (!this.#open.has(id)) return;
			if (isLost || hasRefused) this.#enqueueAnswer(id, request, told);
			else this.#fail(id, reasonOf(cause));
		}
	}

	/** Moves the model to an engine that still runs. */
	async #recover(): Promise<void> {
		this.#answerer?.dispose();
		this.#wish = 'simd';
		this.#remembered = null;
		this.#device = new DeviceLife();
		this.#engine = null;
		try {
			const engine = await this.#answerer?.load(this.#wish);
			if (engine === undefined) return;
			this.#engine = engine;
			this.#post({ kind: 'moved', engine });
		} catch (cause) {
			console.warn(cause);
			this.#post({ kind: 'lost' });
		}
	}
}
