import type { Note } from '../../music/note';
import type { AnswerRequest, TaskName } from '../protocol';
import type { Brief } from './brief';
import { rank } from './rank';

/** The page needs this long to hear of a ranking and to act on it. */
const MARGIN_MS = 60;
/** So many candidates are made in any case: to be swapped to, if not in time to be the best. */
const SPARE_CANDIDATES = 3;

/** How many candidates there is time for, and which of them is the best. */
export class Curation {
	readonly #brief: Brief;
	readonly #dueAt: number;
	/** The whole ones, by their number. */
	readonly #candidates = new Map<number, readonly Note[]>();
	#lastAt: number;
	#longest = 0;
	#isTold = false;

	/** `now` is when it was asked, in milliseconds; so are the others. */
	constructor(request: AnswerRequest, brief: Brief, now: number) {
		this.#brief = brief;
		this.#dueAt = now + (request.dueIn ?? Infinity) * 1000 - MARGIN_MS;
		this.#lastAt = now;
	}

	/** The call is read, and the first candidate is begun. */
	begin(now: number): void {
		this.#lastAt = now;
	}

	/** A whole candidate; they may come in any order. */
	add(candidate: number, notes: readonly Note[], now: number): void {
		this.#candidates.set(candidate, notes);
		this.#longest = Math.max(this.#longest, now - this.#lastAt);
		this.#lastAt = now;
	}

	/** Another candidate would not be whole in time. */
	isLate(now: number): boolean {
		return this.#candidates.size > 0 && now + this.#longest > this.#dueAt;
	}

	/** How many more would be whole in time, one after the other; one where nothing is known of that. */
	room(now: number): number {
		if (this.#dueAt === Infinity) return Infinity;
		return this.#longest === 0 ? 1 : Math.floor((this.#dueAt - now) / this.#longest);
	}

	/** Whether the ranking is to be told now, before another candidate is begun. Says so once. */
	isDue(now: number): boolean {
		if (this.#isTold || !this.isLate(now)) return false;
		this.#isTold = true;
		return true;
	}

	/** There is neither time for more nor need of more. */
	isEnough(now: number): boolean {
		return this.isLate(now) && this.#candidates.size >= SPARE_CANDIDATES;
	}

	/** The whole candidates, the best first. */
	order(): number[] {
		const numbers = [...this.#candidates.keys()].sort((one, other) => one - other);
		const answers = numbers.map((number) => this.#candidates.get(number)!);
		return rank(answers, this.#brief).map((index) => numbers[index]!);
	}
}

/** How candidates are made, and who hears which of them are the best. */
interface Making {
	/** So many, at most, are made at once. */
	readonly atOnce: number;
	/** Null for one that was cancelled. */
	make(candidates: readonly number[]): Promise<readonly (readonly Note[] | null)[]>;
	ranked(order: readonly number[]): void;
}

/**
 * Makes as many candidates, up to `most`, as there is time for, and ranks them. Before a deadline the
 * first is made alone, to be heard soon, and of the others no more at once than will be whole in time.
 */
export async function curate(curation: Curation, most: number, making: Making): Promise<void> {
	let made = 0;
	while (made < most) {
		const now = performance.now();
		if (curation.isDue(now)) making.ranked(curation.order());
		if (curation.isEnough(now)) break;
		const count = Math.max(1, Math.min(making.atOnce, most - made, curation.room(now)));
		const numbers = Array.from({ length: count }, (_, index) => made + index);
		const candidates = await making.make(numbers);
		const each = (performance.now() - now) / count;
		for (const [index, notes] of candidates.entries()) {
			if (notes === null) return;
			curation.add(made + index, notes, now + (index + 1) * each);
		}
		made += count;
	}
	if (most > 1) making.ranked(curation.order());
}

const ROLES: Partial<Record<TaskName, Brief['role']>> = {
	harmonise: 'chords',
	comp: 'chords',
	bass: 'counterline',
	lead: 'counterline',
	complete: 'counterline',
	drums: 'rhythm'
};

/** What a request says of a good answer, but for the controls, whose classes the model knows. */
export const briefOf = (
	request: AnswerRequest,
	wanted: Pick<Brief, 'density' | 'register'> = {}
): Brief => ({
	call: request.call,
	answerLength: request.answerLength,
	metre: request.metre,
	role: ROLES[request.task ?? 'answer'] ?? 'line',
	...(request.keyLock === undefined ? {} : { keyLock: request.keyLock }),
	...(request.chordLock === undefined ? {} : { chordLock: request.chordLock }),
	...(request.closeness === undefined ? {} : { closeness: request.closeness }),
	...wanted
});
