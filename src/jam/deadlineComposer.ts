import type { Emitter } from '../lib/emitter';
import { seconds, ticks, type Ticks } from '../music/units';
import type { AnswerListener, AnswerRequest, Composer, ComposerStatus } from './ports';

/** One request, from its asking to its end. */
interface Errand {
	readonly request: AnswerRequest;
	readonly listener: AnswerListener;
	/** On the clock of `now`, in seconds. */
	readonly dueAt: number;
	/** Of those that are due as soon the one that was asked first comes first. */
	readonly number: number;
	/** How far each candidate was told; a request that is begun again does not tell it twice. */
	readonly told: Map<number, Ticks>;
	/** Its first candidate is whole: what follows is choice. */
	isServed: boolean;
	cancel: (() => void) | null;
	isOver: boolean;
}

/**
 * A request gives way only to one that is due so much sooner, in seconds. What is due within it of
 * another is due as soon: the same bar line, seen at two moments.
 */
const CLEARLY_SOONER = 0.05;

/**
 * Hands requests to a composer one at a time, the one that is due first before the others. One that is
 * under way gives way, and begins again later: when nobody waits for a first candidate any more, if its
 * own is whole. Requests of several musicians so share one mind by their deadlines.
 */
export class DeadlineComposer implements Composer {
	readonly #composer: Composer;
	readonly #now: () => number;
	#waiting: Errand[] = [];
	#asked = 0;
	#running: Errand | null = null;
	/** Names the present run: what an interrupted one still says is not heard. */
	#run: object | null = null;

	/** `now` is any clock, in seconds. */
	constructor(composer: Composer, now: () => number) {
		this.#composer = composer;
		this.#now = now;
	}

	get status(): ComposerStatus {
		return this.#composer.status;
	}

	get changed(): Emitter<void> {
		return this.#composer.changed;
	}

	prepare(request: AnswerRequest): void {
		if (this.#running === null) this.#composer.prepare(request);
	}

	ask(request: AnswerRequest, listener: AnswerListener): () => void {
		const dueAt = this.#now() + request.dueIn;
		const errand: Errand = {
			request,
			listener,
			dueAt,
			number: ++this.#asked,
			told: new Map<number, Ticks>(),
			isServed: false,
			cancel: null,
			isOver: false
		};
		this.#waiting.push(errand);
		const running = this.#running;
		if (running !== null && dueAt + CLEARLY_SOONER < running.dueAt) this.#interrupt(running);
		else if (running !== null && running.isServed && isDueAsSoon(errand, running))
			this.#interrupt(running);
		this.#runNext();
		return () => {
			this.#cancel(errand);
		};
	}

	#runNext(): void {
		if (this.#running !== null) return;
		const errand = firstOf(this.#waiting);
		if (errand === null) return;
		this.#waiting = this.#waiting.filter((other) => other !== errand);
		this.#running = errand;
		const { request, listener, told, dueAt } = errand;
		const left = seconds(Math.max(0, dueAt - this.#now()));
		const run = {};
		this.#run = run;
		const isCurrent = () => this.#run === run && !errand.isOver;
		const cancel = this.#composer.ask(
			{ ...request, dueIn: left },
			{
				bar: (candidate, notes, from, to) => {
					if (!isCurrent()) return;
					const known = told.get(candidate) ?? ticks(0);
					if (to <= known) return;
					told.set(candidate, to);
					if (candidate === 0 && to >= request.answerLength) errand.isServed = true;
					listener.bar(
						candidate,
						notes.filter(({ start }) => start >= known),
						ticks(Math.max(from, known)),
						to
					);
					const isOthersTurn = this.#waiting.some(
						(other) => !other.isServed && isDueAsSoon(other, errand)
					);
					if (errand.isServed && isOthersTurn && isCurrent()) {
						this.#interrupt(errand);
						this.#runNext();
					}
				},
				ranked: (order) => {
					if (isCurrent()) listener.ranked(order);
				},
				done: () => {
					if (isCurrent())
						this.#end(errand, () => {
							listener.done();
						});
				},
				failed: (reason) => {
					if (isCurrent())
						this.#end(errand, () => {
							listener.failed(reason);
						});
				}
			}
		);
		if (isCurrent()) errand.cancel = cancel;
		else if (errand.isOver || this.#running !== errand) cancel();
	}

	/** The running one makes room. */
	#interrupt(errand: Errand): void {
		this.#run = null;
		this.#running = null;
		errand.cancel?.();
		errand.cancel = null;
		this.#waiting.push(errand);
	}

	#end(errand: Errand, tell: () => void): void {
		errand.isOver = true;
		this.#run = null;
		this.#running = null;
		tell();
		this.#runNext();
	}

	#cancel(errand: Errand): void {
		if (errand.isOver) return;
		errand.isOver = true;
		this.#waiting = this.#waiting.filter((other) => other !== errand);
		const isRunning = this.#running === errand;
		if (isRunning) {
			this.#run = null;
			this.#running = null;
			errand.cancel?.();
		}
		errand.listener.failed('cancelled');
		if (isRunning) this.#runNext();
	}
}

const isDueAsSoon = (one: Errand, other: Errand) => one.dueAt <= other.dueAt + CLEARLY_SOONER;

/**
 * Of those without a whole candidate, if there are any, and about as urgent as the most urgent one, the
 * one that was asked first; null for none.
 */
function firstOf(all: readonly Errand[]): Errand | null {
	const unserved = all.filter(({ isServed }) => !isServed);
	const waiting = unserved.length > 0 ? unserved : all;
	const soonest = Math.min(...waiting.map(({ dueAt }) => dueAt));
	const urgent = waiting.filter(({ dueAt }) => dueAt <= soonest + CLEARLY_SOONER);
	return urgent.reduce<Errand | null>(
		(first, errand) => (first === null || errand.number < first.number ? errand : first),
		null
	);
}
