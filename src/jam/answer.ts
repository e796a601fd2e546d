import { closenessOf } from '../music/closeness';
import type { Note } from '../music/note';
import { ticks, type Ticks } from '../music/units';
import type { PlanSource, PlanView } from './face';
import { fallbackAnswer, type Fallback } from './fallback';
import { fitAnswer } from './fit';
import type { AnswerControls, PitchLock } from './ports';

/** One answer of the model, as far as it has been made. */
interface Candidate {
	/** Which request it belongs to; a later one has heard more of the call. */
	readonly request: number;
	readonly index: number;
	notes: readonly Note[];
	/** Its place among the candidates of its request, 0 for the best; null before they are ranked. */
	rank: number | null;
	/** Its notes are known over [0, knownTo). */
	knownTo: Ticks;
}

/** From `from` on, until the next stretch, the plan follows this candidate; null is the fallback. */
interface Stretch {
	readonly from: Ticks;
	readonly candidate: Candidate | null;
}

/** Whether what follows is to be like what plays. */
export type Likeness = 'more' | 'less';

/** What is asked of an answer beside its call. */
export interface AnswerWishes {
	readonly controls: AnswerControls;
	/** Chords that hold for everybody, from the answer's bar line on. */
	readonly chordLock: readonly PitchLock[];
}

/** What the answer is made for. */
export interface Call {
	/** From the call's bar line on; what is held ends with the call. */
	readonly notes: readonly Note[];
	/** What else sounds while the answer does. */
	readonly loop: readonly Note[];
	readonly wishes: AnswerWishes;
}

/**
 * The partner's plan for one cycle, from the first fallback to the last note. Until it begins it
 * follows the best that is known; then only a swap changes it. A part that the model has not made in
 * time is filled by the fallback, so that it is never silent.
 */
export class Answer {
	readonly start: Ticks;
	readonly length: Ticks;
	isKept = false;
	isRejected = false;
	/** The model had not made a bar when it was due. */
	fellShort = false;
	readonly #bar: Ticks;
	#call: Call;
	#fallback: Fallback;
	#stretches: Stretch[] = [{ from: ticks(0), candidate: null }];
	#candidates: Candidate[] = [];
	/** The player chose by hand. */
	#isSwapped = false;
	readonly #lastPlan: readonly Note[] | null;

	constructor(
		span: { start: Ticks; length: Ticks; bar: Ticks },
		call: Call,
		lastPlan: readonly Note[] | null
	) {
		this.start = span.start;
		this.length = span.length;
		this.#bar = span.bar;
		this.#call = call;
		this.#lastPlan = lastPlan;
		this.#fallback = fallbackAnswer(call.notes, span.length, lastPlan);
	}

	get end(): Ticks {
		return ticks(this.start + this.length);
	}

	get source(): PlanSource {
		return this.#stretches.at(-1)?.candidate == null ? this.#fallback.source : 'model';
	}

	get call(): Call {
		return this.#call;
	}

	/** The call went on: what follows answers this. */
	hearMore(call: Call): void {
		this.#call = call;
		this.#fallback = fallbackAnswer(call.notes, this.length, this.#lastPlan);
	}

	/** Takes in notes that begin in [from, to) of a candidate. */
	take(request: number, index: number, notes: readonly Note[], to: Ticks): void {
		let candidate = this.#candidates.find(
			(known) => known.request === request && known.index === index
		);
		if (candidate === undefined) {
			candidate = { request, index, notes: [], rank: null, knownTo: ticks(0) };
			this.#candidates.push(candidate);
		}
		const { notes: called, loop, wishes } = this.#call;
		const context = { notes: [...called, ...loop], locks: wishes.chordLock };
		candidate.notes = [...candidate.notes, ...fitAnswer(notes, context, this.length)];
		candidate.knownTo = ticks(Math.min(to, this.length));
	}

	/** Hears which candidates of a request are the best. */
	rank(request: number, order: readonly number[]): void {
		for (const candidate of this.#candidates) {
			if (candidate.request !== request) continue;
			const place = order.indexOf(candidate.index);
			candidate.rank = place < 0 ? null : place;
		}
		this.#candidates.sort(byRequestAndRank);
	}

	/**
	 * Follows a candidate of the latest request that has one that speaks in its first bar: the best, or
	 * the first as long as they are not ranked.
	 */
	choose(): void {
		if (this.#isSwapped) return;
		const ready = this.#candidates.filter(({ notes }) => (notes[0]?.start ?? Infinity) < this.#bar);
		const latest = Math.max(...ready.map(({ request }) => request));
		const best = ready.find(({ request }) => request === latest);
		if (best !== undefined) this.#stretches = [{ from: ticks(0), candidate: best }];
	}

	/** Whether there is a candidate that `swap` could turn to. */
	get canSwap(): boolean {
		return this.#others().length > 0;
	}

	/**
	 * From `from` on the next candidate plays, or the one that is most or least like the present one;
	 * notes that have begun sound to their end.
	 */
	swap(from: Ticks, likeness: Likeness | null = null): void {
		const next = likeness === null ? this.#others()[0] : this.#byLikeness(likeness);
		if (next === undefined) return;
		this.#isSwapped = true;
		const kept = this.#stretches.filter((stretch) => stretch.from < from);
		this.#stretches = [...kept, { from, candidate: next }];
	}

	/** Notes the passing of time: a part of the plan is due that the model has not made. */
	reach(position: Ticks): void {
		const stretch = this.#stretches.at(-1);
		if (this.isRejected || stretch?.candidate == null) {
			this.fellShort ||= !this.isRejected && position >= 0;
		} else if (stretch.candidate.knownTo < this.length && position >= stretch.candidate.knownTo) {
			this.fellShort = true;
		}
	}

	/** The plan as it stands, in order; starts count from the answer's start. */
	get notes(): readonly Note[] {
		if (this.isRejected) return [];
		return this.#stretches.flatMap(({ from, candidate }, index) => {
			const to = this.#stretches[index + 1]?.from ?? this.length;
			const knownTo = candidate?.knownTo ?? 0;
			return [
				...(candidate?.notes ?? []).filter(({ start }) => start >= from && start < to),
				...this.#fallback.notes.filter(
					({ start }) => start >= Math.max(from, knownTo) && start < to
				)
			];
		});
	}

	view(isProvisional: boolean): PlanView {
		const following = this.#stretches.at(-1)?.candidate;
		const known = this.#playable();
		return {
			start: this.start,
			length: this.length,
			notes: this.notes,
			source: this.source,
			isProvisional,
			candidate: following == null ? 1 : known.indexOf(following) + 1,
			candidates: Math.max(1, known.length),
			isKept: this.isKept
		};
	}

	/** Candidates that heard as much as the latest, and what is being followed. */
	#playable(): Candidate[] {
		const following = this.#stretches.at(-1)?.candidate;
		const whole = this.#candidates.filter(
			({ notes, knownTo }) => notes.length > 0 && knownTo >= this.length
		);
		const latest = Math.max(...whole.map(({ request }) => request));
		return this.#candidates.filter(
			(candidate) =>
				candidate === following || (whole.includes(candidate) && candidate.request >= latest - 1)
		);
	}

	#byLikeness(likeness: Likeness): Candidate | undefined {
		const { notes } = this;
		const [best] = this.#others()
			.map((candidate) => ({ candidate, closeness: closenessOf(notes, candidate.notes) }))
			.sort((one, other) =>
				likeness === 'more' ? other.closeness - one.closeness : one.closeness - other.closeness
			);
		return best?.candidate;
	}

	#others(): Candidate[] {
		const following = this.#stretches.at(-1)?.candidate;
		const playable = this.#playable();
		const at = following == null ? -1 : playable.indexOf(following);
		return [...playable.slice(at + 1), ...playable.slice(0, Math.max(0, at))];
	}
}

const placeOf = ({ rank }: Candidate) => rank ?? Number.MAX_SAFE_INTEGER;

/** Of the latest request first; those that are not ranked stand last, in the order they were begun. */
const byRequestAndRank = (one: Candidate, other: Candidate) =>
	other.request - one.request || placeOf(one) - placeOf(other) || one.index - other.index;
