import type { ChordSpan } from '../music/harmony/chord';
import { closenessOf } from '../music/closeness';
import type { Note } from '../music/note';
import { barLength, type Metre } from '../music/metre';
import { ticks, type Ticks } from '../music/units';
import type { ChairCommand } from './band/face';
import { isShaped, shapedPart, shapesAfter, thinnedTo, UNSHAPED, type Shape } from './band/shape';
import { firstDifference } from './band/variation';
import type { PlanSource, PlanView, SectionName } from './face';
import { fallbackAnswer, type Fallback } from './fallback';
import { fitAnswer } from './fit';
import type { AnswerControls, PitchLock } from './ports';
import { byRequestAndRank, type Ranked } from './ranked';

/** One answer of the model, as far as it has been made. */
interface Candidate extends Ranked {
	notes: readonly Note[];
	/** Its notes are known over [0, knownTo). */
	knownTo: Ticks;
}

/** From `from` on, until the next stretch, the plan follows this candidate; null is the fallback. */
interface Stretch {
	readonly from: Ticks;
	readonly candidate: Candidate | null;
	readonly shape: Shape;
}

/** What asks for other notes. */
export type AnswerCommand = Extract<ChairCommand, 'swap' | 'less' | 'more' | 'simpler'>;

/** What is asked of an answer beside its call. */
export interface AnswerWishes {
	readonly controls: AnswerControls;
	/** Chords that hold for everybody, from the answer's bar line on. */
	readonly chordLock: readonly PitchLock[];
	/** What the others play to, pinned or found, from the answer's bar line on. */
	readonly chords: readonly ChordSpan[];
}

/** What the answer is made for. */
export interface Call {
	/** From the call's bar line on; what is held ends with the call. */
	readonly notes: readonly Note[];
	/** What else sounds while the answer does. */
	readonly loop: readonly Note[];
	readonly wishes: AnswerWishes;
	/** Nobody played the call: below the model this is the answer, from its bar line on. */
	readonly standIn?: readonly Note[];
}

/** Where an answer lies, how its bars are counted, and which section it is made for. */
export interface AnswerSpan {
	readonly start: Ticks;
	readonly length: Ticks;
	readonly metre: Metre;
	readonly section: SectionName;
}

/**
 * The partner's plan for one cycle, from the first fallback to the last note. Until it begins it
 * follows the best that is known; then only a swap changes it. A part that the model has not made in
 * time is filled by the fallback, so that it is never silent.
 */
export class Answer {
	readonly start: Ticks;
	readonly length: Ticks;
	readonly section: SectionName;
	isKept = false;
	isRejected = false;
	/** The model had not made a bar when it was due. */
	fellShort = false;
	readonly #metre: Metre;
	readonly #bar: Ticks;
	#call: Call;
	#fallback: Fallback;
	#stretches: Stretch[] = [{ from: ticks(0), candidate: null, shape: UNSHAPED }];
	#candidates: Candidate[] = [];
	/** The player chose by hand. */
	#isSwapped = false;
	/** The plan and how many candidates there are to turn to, while neither has changed. */
	#told: readonly Note[] | null = null;
	#counted: number | null = null;
	readonly #lastPlan: readonly Note[] | null;

	constructor(span: AnswerSpan, call: Call, lastPlan: readonly Note[] | null) {
		this.start = span.start;
		this.length = span.length;
		this.section = span.section;
		this.#metre = span.metre;
		this.#bar = barLength(span.metre);
		this.#call = call;
		this.#lastPlan = lastPlan;
		this.#fallback = this.#fallbackTo(call);
	}

	get end(): Ticks {
		return ticks(this.start + this.length);
	}

	get source(): PlanSource {
		const { candidate, shape } = this.#last;
		if (isShaped(shape)) return 'variation';
		return candidate === null ? this.#fallback.source : 'model';
	}

	/** Whether the model made what plays last, as it stands or varied. */
	get isByModel(): boolean {
		return this.#last.candidate !== null;
	}

	/** How many candidates a command could turn to. */
	get others(): number {
		return (this.#counted ??= this.#others().length);
	}

	/** The latest request of which there are notes; 0 for none. */
	get latestRequest(): number {
		return Math.max(0, ...this.#candidates.map(({ request }) => request));
	}

	get call(): Call {
		return this.#call;
	}

	/** The call went on: what follows answers this. */
	hearMore(call: Call): void {
		this.#call = call;
		this.#fallback = this.#fallbackTo(call);
		this.#hasChanged();
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
		this.#hasChanged();
	}

	/** Hears which candidates of a request are the best. */
	rank(request: number, order: readonly number[]): void {
		for (const candidate of this.#candidates) {
			if (candidate.request !== request) continue;
			const place = order.indexOf(candidate.index);
			candidate.rank = place < 0 ? null : place;
		}
		this.#candidates.sort(byRequestAndRank);
		this.#hasChanged();
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
		if (best === undefined) return;
		const { candidate, shape } = this.#last;
		this.#stretches = [
			{ from: ticks(0), candidate: best, shape: best === candidate ? shape : UNSHAPED }
		];
		this.#hasChanged();
	}

	/**
	 * From `from` on another candidate of a request after `newerThan` plays, if there is one that is heard
	 * to be another: the next, or for `more` and `less` the one that is most or least like the present
	 * one. Notes that have begun sound to their end. Returns whether there is.
	 */
	turn(from: Ticks, command: AnswerCommand, newerThan = 0): boolean {
		const others = this.#choices(command).filter(({ request }) => request > newerThan);
		const changes = others.map((candidate) => ({ candidate, shape: UNSHAPED }));
		const isDone = this.#change(from, changes);
		this.#isSwapped ||= isDone;
		return isDone;
	}

	/** From `from` on the present plan is changed by rules. Returns whether it can be. */
	reshape(from: Ticks, command: AnswerCommand): boolean {
		const { candidate, shape } = this.#last;
		return this.#change(
			from,
			shapesAfter(command, shape).map((other) => ({ candidate, shape: other }))
		);
	}

	/** Notes the passing of time: a part of the plan is due that the model has not made. */
	reach(position: Ticks): void {
		const { candidate } = this.#last;
		if (this.isRejected || candidate === null) {
			this.fellShort ||= !this.isRejected && position >= 0;
		} else if (candidate.knownTo < this.length && position >= candidate.knownTo) {
			this.fellShort = true;
		}
	}

	/** The plan as it stands, in order; starts count from the answer's start. The same array while it is the same. */
	get notes(): readonly Note[] {
		return this.isRejected ? [] : this.#planned;
	}

	view(isProvisional: boolean): PlanView {
		const following = this.#last.candidate;
		const known = this.#playable();
		return {
			start: this.start,
			length: this.length,
			notes: this.notes,
			source: this.source,
			isProvisional,
			candidate: following === null ? 1 : known.indexOf(following) + 1,
			candidates: Math.max(1, known.length),
			isKept: this.isKept
		};
	}

	/** Candidates that heard as much as the latest, and what is being followed. */
	#playable(): Candidate[] {
		const following = this.#last.candidate;
		const whole = this.#candidates.filter(
			({ notes, knownTo }) => notes.length > 0 && knownTo >= this.length
		);
		const latest = Math.max(...whole.map(({ request }) => request));
		return this.#candidates.filter(
			(candidate) =>
				candidate === following || (whole.includes(candidate) && candidate.request >= latest - 1)
		);
	}

	#fallbackTo({ notes, standIn }: Call): Fallback {
		return standIn === undefined
			? fallbackAnswer(notes, this.length, this.#lastPlan)
			: { notes: standIn, source: 'rules' };
	}

	get #planned(): readonly Note[] {
		return (this.#told ??= this.#notesOf(this.#stretches));
	}

	#hasChanged(): void {
		this.#told = null;
		this.#counted = null;
	}

	get #last(): Stretch {
		return this.#stretches.at(-1)!;
	}

	/** Takes the first change that is heard in the bar from `from` on, else one that is heard later. */
	#change(from: Ticks, changes: readonly Pick<Stretch, 'candidate' | 'shape'>[]): boolean {
		const kept = this.#stretches.filter((stretch) => stretch.from < from);
		const options = changes.map((change) => [...kept, { ...change, from }]);
		const before = this.#planned;
		const heard = options.map((stretches) => ({
			stretches,
			at: firstDifference(before, this.#notesOf(stretches)) ?? Infinity
		}));
		const found =
			heard.find(({ at }) => at < from + this.#bar) ?? heard.find(({ at }) => at < this.length);
		if (found === undefined) return false;
		this.#stretches = found.stretches;
		this.#hasChanged();
		return true;
	}

	#notesOf(stretches: readonly Stretch[]): readonly Note[] {
		return stretches.flatMap(({ from, candidate, shape }, index) => {
			const to = stretches[index + 1]?.from ?? this.length;
			const knownTo = candidate?.knownTo ?? 0;
			const notes = [
				...(candidate?.notes ?? []),
				...this.#fallback.notes.filter(({ start }) => start >= knownTo)
			];
			const shaped = isShaped(shape) ? this.#shaped(notes, shape) : notes;
			return shaped.filter(({ start }) => start >= from && start < to);
		});
	}

	#shaped(notes: readonly Note[], shape: Shape): readonly Note[] {
		const { length } = this;
		const { chords } = this.#call.wishes;
		const metre = this.#metre;
		const part = shapedPart({ chair: 'lead', notes, length, metre, spans: chords }, shape);
		const bars = Array.from({ length: Math.ceil(length / this.#bar) }, (_, index) =>
			part.filter(({ start }) => Math.floor(start / this.#bar) === index)
		);
		return bars.flatMap((bar) => thinnedTo('lead', bar, shape, metre));
	}

	#choices(command: AnswerCommand): readonly Candidate[] {
		const others = this.#others();
		const own = this.#last.candidate?.notes ?? this.#fallback.notes;
		if (command === 'swap') return others;
		if (command === 'simpler') return others.filter(({ notes }) => notes.length < own.length);
		const sign = command === 'more' ? -1 : 1;
		return others
			.map((candidate) => ({ candidate, closeness: closenessOf(own, candidate.notes) }))
			.sort((one, other) => sign * (one.closeness - other.closeness))
			.map(({ candidate }) => candidate);
	}

	/** Those that sound other than what is followed, each in its turn. */
	#others(): Candidate[] {
		const following = this.#last.candidate;
		const playable = this.#playable();
		const at = following === null ? -1 : playable.indexOf(following);
		const others = [...playable.slice(at + 1), ...playable.slice(0, Math.max(0, at))];
		const own = following?.notes ?? [];
		return others.filter(({ notes }) => firstDifference(notes, own) !== null);
	}
}
