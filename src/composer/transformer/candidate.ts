import type { Note } from '../../music/note';
import { ticks } from '../../music/units';
import type { AnswerTelling } from '../answerer';
import type { AnswerTeller } from './answerTeller';
import type { Job } from './job';
import type { StepNote } from './prompt';
import { beatStepsOf, TICKS_PER_STEP, type Vocabulary } from './vocabulary';

/** What candidates of one request are told with. */
export interface CandidateParts {
	readonly job: Job;
	readonly vocabulary: Vocabulary;
	readonly teller: AnswerTeller;
	readonly telling: AnswerTelling;
}

/** One answer on its way: what is made of it, and what of that was told. */
export class Candidate {
	/** In steps of the job. */
	readonly made: StepNote[] = [];
	/** As told. */
	readonly notes: Note[] = [];
	/** Its number among the candidates of its request. */
	readonly index: number;
	readonly #parts: CandidateParts;
	#told = 0;

	constructor(index: number, parts: CandidateParts) {
		this.index = index;
		this.#parts = parts;
	}

	/** All of it was told. */
	get isWhole(): boolean {
		const { answerBars, barSteps } = this.#parts.job;
		return this.#told === answerBars * barSteps;
	}

	/** Tells the next piece, if it lies before the step up to which all is made. Returns whether it did. */
	tellNext(known: number): boolean {
		const { teller, telling } = this.#parts;
		const next = this.#pieceEnd();
		if (this.isWhole || next > known) return false;
		const piece = teller.notesIn(this.#told, next, this.made);
		const [from, to] = [ticks(this.#told * TICKS_PER_STEP), ticks(next * TICKS_PER_STEP)];
		this.#told = next;
		this.notes.push(...piece);
		telling.bar(this.index, piece, from, to);
		return true;
	}

	/**
	 * The first beat is told in quarters and the first bar by beats, so that it can begin at once; the
	 * others are told whole.
	 */
	#pieceEnd(): number {
		const { job, vocabulary } = this.#parts;
		const told = this.#told;
		if (told >= job.barSteps) return told + job.barSteps;
		const beat = beatStepsOf(job.metre, vocabulary);
		return Math.min(told + (told < beat ? beat / 4 : beat), job.barSteps);
	}
}
