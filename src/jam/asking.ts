import type { Random } from '../lib/random';
import type { Note } from '../music/note';
import { seconds, type Seconds } from '../music/units';
import type { Answer, Call } from './answer';
import type { Composer } from './ports';
import type { Settings } from './settings';

/** The composer is asked for the last time this long before the bar line, at most and at least. */
const LATEST_CUT_OFF = seconds(0.15);
const EARLIEST_CUT_OFF = seconds(0.09);
/** On top of one and a half of the usual time to the first bar: two wake-ups of the main thread. */
const CUT_OFF_SLACK = seconds(0.07);
/**
 * Nearer than this to its bar line a plan is not changed any more: the scheduler needs up to 25 ms,
 * and the page as much again when it is busy.
 */
const COMMIT_MARGIN = seconds(0.05);
/** A request that failed is made again this often, as long as there is time. */
const MOST_FAILURES = 3;
/** The one that plays, and two to swap to. */
const CANDIDATES = 3;

interface OpenRequest {
	readonly answer: Answer;
	cancel: (() => void) | null;
	hasFirstBar: boolean;
}

/**
 * Asks the composer for one answer at a time: early, from what has been played so far, so that there
 * is always something of the model's; again whenever the call has changed; and finally at the cut-off.
 */
export class Asking {
	readonly #composer: Composer;
	readonly #random: Random;
	readonly #onBar: (answer: Answer) => void;
	#open: OpenRequest | null = null;
	#asked: { answer: Answer; signature: string } | null = null;
	#finalFor: Answer | null = null;
	#requests = 0;
	#failures = 0;

	/** `onBar` is called after an answer took in new notes. */
	constructor(composer: Composer, random: Random, onBar: (answer: Answer) => void) {
		this.#composer = composer;
		this.#random = random;
		this.#onBar = onBar;
	}

	/** How long before the bar line the call is taken as it stands. */
	get cutOff(): Seconds {
		const wanted = this.#composer.status.firstBarSeconds * 1.5 + CUT_OFF_SLACK;
		return seconds(Math.min(LATEST_CUT_OFF, Math.max(EARLIEST_CUT_OFF, wanted)));
	}

	/** Whether what arrives with `left` to go may still change the plan. */
	isInTime(left: Seconds): boolean {
		return left >= COMMIT_MARGIN;
	}

	/** Call often: asks when it is time to. */
	drive(answer: Answer, left: Seconds, settings: Settings): void {
		if (this.#composer.status.kind !== 'ready') return;
		const isFinal = left <= this.cutOff;
		const isNew = this.#asked?.answer !== answer;
		const signature = signatureOf(answer.call.notes);
		if (isFinal && this.#finalFor === answer) return;
		if (isFinal) this.#finalFor = answer;
		if (isNew) this.#failures = 0;
		if (!isNew && signature === this.#asked?.signature) return;
		if (!isFinal && this.#open?.answer === answer && !this.#open.hasFirstBar) return;
		this.#asked = { answer, signature };
		this.ask(answer, answer.call, settings);
	}

	/** Asks now; what was asked before is cancelled. */
	ask(answer: Answer, call: Call, settings: Settings): void {
		this.cancel();
		const request = ++this.#requests;
		const open: OpenRequest = { answer, hasFirstBar: false, cancel: null };
		this.#open = open;
		open.cancel = this.#composer.ask(requestOf(answer, call, settings, this.#random), {
			bar: (candidate, notes, _from, to) => {
				open.hasFirstBar = true;
				answer.take(request, candidate, notes, to);
				this.#onBar(answer);
			},
			done: () => {
				this.#close(open);
			},
			failed: (reason) => {
				this.#close(open);
				if (reason !== 'cancelled' && ++this.#failures < MOST_FAILURES) this.#asked = null;
			}
		});
	}

	cancel(): void {
		const open = this.#open;
		this.#open = null;
		open?.cancel?.();
	}

	#close(open: OpenRequest): void {
		if (this.#open === open) this.#open = null;
	}
}

function requestOf(
	answer: Answer,
	call: Call,
	settings: Settings,
	random: Random
): Parameters<Composer['ask']>[0] {
	return {
		task: settings.mode === 'along' ? 'lead' : 'answer',
		call: call.notes,
		callLength: answer.length,
		answerLength: answer.length,
		metre: settings.metre,
		temperature: settings.temperature,
		candidates: CANDIDATES,
		seed: Math.floor(random() * 2 ** 32)
	};
}

const signatureOf = (notes: readonly Note[]) =>
	notes.map(({ start, duration, pitch }) => `${start},${duration},${pitch}`).join(' ');
