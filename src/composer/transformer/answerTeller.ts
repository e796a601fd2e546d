import type { Note } from '../../music/note';
import { ticks, velocity, type Pitch, type Ticks } from '../../music/units';
import { loudnessOf } from '../decode';
import type { AnswerRequest } from '../protocol';
import type { Job } from './job';
import type { StepNote } from './prompt';
import { pitchOf, TICKS_PER_STEP, velocityOf, type Vocabulary } from './vocabulary';

/** The class that an answer to a call without dynamics has in the middle, between 5 and 6. */
const USUAL_CLASS = 5.5;

/** Turns notes in the job's steps into notes of the answer, piece by piece. */
export class AnswerTeller {
	readonly #job: Job;
	readonly #vocabulary: Vocabulary;
	/** What a call without dynamics is louder than the network takes it to be. */
	readonly #louder: number;

	constructor(request: AnswerRequest, job: Job, vocabulary: Vocabulary) {
		this.#job = job;
		this.#vocabulary = vocabulary;
		const isFlat = job.call.every((note) => note.velocity === 0);
		this.#louder = isFlat ? loudnessOf(request.call) - velocityOf(USUAL_CLASS, vocabulary) : 0;
	}

	/** The notes that begin in [from, to) steps of the answer, in order, counted from its bar line. */
	notesIn(from: number, to: number, made: readonly StepNote[]): Note[] {
		const { barSteps, answerBar } = this.#job;
		const begin = answerBar * barSteps;
		return made
			.filter(({ onset }) => onset >= begin + from && onset < begin + to)
			.map((note) => this.#noteOf(note));
	}

	#noteOf({ onset, duration, symbol, velocity: loudness }: StepNote): Note {
		const { barSteps, answerBar } = this.#job;
		return {
			start: stepTicks(onset - answerBar * barSteps),
			duration: stepTicks(duration),
			pitch: pitchOf(symbol, this.#vocabulary) as Pitch,
			velocity: velocity(velocityOf(loudness, this.#vocabulary) + this.#louder)
		};
	}
}

/** A chord may change between two steps. */
const stepTicks = (steps: number): Ticks => ticks(Math.max(0, Math.round(steps * TICKS_PER_STEP)));
