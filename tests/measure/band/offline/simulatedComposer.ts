import type { Answerer } from '../../../../src/composer/answerer';
import type { AnswerListener, AnswerRequest, Composer } from '../../../../src/jam/ports';
import { Emitter } from '../../../../src/lib/emitter';
import type { Note } from '../../../../src/music/note';
import { seconds, type Ticks } from '../../../../src/music/units';

/** How fast the simulated mind writes and reads, in notes a second: half of what `simd` does alone here. */
const WRITES = 2000;
const READS = 8000;
/** As the composer's own: it ranks so long before the deadline, and makes so many in any case. */
const MARGIN = 0.06;
const SPARE_CANDIDATES = 3;
/** A deadline that nothing misses, so that every candidate is made. */
const NEVER_LATE = seconds(1e6);

interface Told {
	readonly at: number;
	readonly tell: (listener: AnswerListener) => void;
}

interface Call {
	readonly request: AnswerRequest;
	readonly listener: AnswerListener;
	readonly askedAt: number;
	isOver: boolean;
}

/**
 * A real answerer on a simulated clock: what it makes is told when a mind of a known speed would have
 * made it, one request after the other. The same requests at the same times give the same answers.
 */
export class SimulatedComposer implements Composer {
	readonly changed = new Emitter<void>();
	readonly status: Composer['status'];
	readonly #answerer: Answerer;
	readonly #now: () => number;
	#queue: Call[] = [];
	#running: { readonly call: Call; readonly told: Told[] } | null = null;
	#freeAt = 0;

	/** `now` is the simulated clock, in seconds. */
	constructor(answerer: Answerer, now: () => number) {
		this.#answerer = answerer;
		this.#now = now;
		this.status = {
			kind: 'ready',
			model: answerer.name,
			canAccompany: answerer.canAccompany,
			engine: 'simd',
			figures: [],
			sentence: '',
			firstBarSeconds: seconds(0.02)
		};
	}

	prepare(): void {
		// What is read ahead is not simulated.
	}

	ask(request: AnswerRequest, listener: AnswerListener): () => void {
		const call = { request, listener, askedAt: this.#now(), isOver: false };
		this.#queue.push(call);
		return () => {
			if (call.isOver) return;
			call.isOver = true;
			listener.failed('cancelled');
		};
	}

	/** Tells all that is told by now. */
	async catchUp(): Promise<void> {
		for (;;) {
			const running = (this.#running ??= await this.#begin());
			if (running === null) return;
			const next = running.told[0];
			if (running.call.isOver || next === undefined) {
				if (running.call.isOver && next !== undefined) this.#freeAt = this.#now();
				this.#running = null;
			} else if (next.at <= this.#now()) {
				running.told.shift();
				next.tell(running.call.listener);
			} else return;
		}
	}

	async #begin(): Promise<{ readonly call: Call; readonly told: Told[] } | null> {
		this.#queue = this.#queue.filter(({ isOver }) => !isOver);
		const call = this.#queue.shift();
		if (call === undefined) return null;
		const from = Math.max(call.askedAt, this.#freeAt);
		const told = await this.#made(call, from);
		this.#freeAt = told.at(-1)!.at;
		return { call, told };
	}

	/** All that a request will be told, from `from` on, if nobody cancels it. */
	async #made(call: Call, from: number): Promise<Told[]> {
		const { request } = call;
		const due = call.askedAt + request.dueIn - MARGIN;
		const bars: { candidate: number; notes: readonly Note[]; from: Ticks; to: Ticks }[] = [];
		let order: readonly number[] = [];
		await this.#answerer.generate(
			{ ...request, dueIn: NEVER_LATE },
			{
				bar: (candidate, notes, from, to) => bars.push({ candidate, notes, from, to }),
				ranked: (ranked) => (order = ranked)
			},
			() => false
		);
		const told: Told[] = [];
		const whole = new Set<number>();
		const rankedNow = (): Told['tell'] => {
			const known = order.filter((candidate) => whole.has(candidate));
			return (listener) => {
				listener.ranked(known);
			};
		};
		let at = from + request.call.length / READS;
		let isRanked = false;
		for (let candidate = 0; candidate < request.candidates; candidate++) {
			const own = bars.filter((bar) => bar.candidate === candidate);
			const length = own.reduce((sum, { notes }) => sum + notes.length, 0) / WRITES;
			const isLate = whole.size > 0 && at + length > due;
			if (isLate && !isRanked) told.push({ at, tell: rankedNow() });
			isRanked ||= isLate;
			if (isLate && whole.size >= SPARE_CANDIDATES) break;
			for (const { notes, from, to } of own) {
				at += notes.length / WRITES;
				told.push({
					at,
					tell: (listener) => {
						listener.bar(candidate, notes, from, to);
					}
				});
			}
			whole.add(candidate);
		}
		if (request.candidates > 1) told.push({ at, tell: rankedNow() });
		told.push({
			at,
			tell: (listener) => {
				call.isOver = true;
				listener.done();
			}
		});
		return told;
	}
}
