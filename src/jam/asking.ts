import type { Random } from '../lib/random';
import { textOf } from '../music/note';
import { seconds, type Seconds, type Ticks } from '../music/units';
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
/** After so many requests for an answer that failed, it is asked for again only when its call has changed. */
const MOST_FAILURES = 3;
/**
 * The best of these plays, and the others are there to be swapped to. The composer makes as many as
 * there is time for.
 */
const CANDIDATES = 16;

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
	readonly #onNews: (answer: Answer) => void;
	#prepared = '';
	#open: OpenRequest | null = null;
	/** More candidates of an answer that has some: another answer may be asked for meanwhile. */
	#further: OpenRequest | null = null;
	/** The signature is null where the request for it failed. */
	#asked: { answer: Answer; signature: string | null } | null = null;
	#finalFor: Answer | null = null;
	#requests = 0;
	#failures = 0;

	/** `onNews` is called after an answer took in new notes, or heard which of them are the best. */
	constructor(composer: Composer, random: Random, onNews: (answer: Answer) => void) {
		this.#composer = composer;
		this.#random = random;
		this.#onNews = onNews;
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

	/** What was played so far of a call that is not due yet: the composer may read it. */
	warm(call: Call, length: Ticks, settings: Settings): void {
		if (this.#composer.status.kind !== 'ready') return;
		const { model, engine } = this.#composer.status;
		const signature = `${model} ${engine} ${length} ${signatureOf(call)}`;
		if (call.notes.length === 0 || signature === this.#prepared) return;
		this.#prepared = signature;
		this.#composer.prepare({ ...requestOf(call, length, settings), ...DRY });
	}

	/** Call often: asks when it is time to. */
	drive(answer: Answer, left: Seconds, settings: Settings): void {
		if (this.#composer.status.kind !== 'ready') return;
		const isFinal = left <= this.cutOff;
		const isNew = this.#asked?.answer !== answer;
		const signature = signatureOf(answer.call);
		if (isFinal && this.#finalFor === answer) return;
		if (isFinal) this.#finalFor = answer;
		if (isNew) this.#failures = 0;
		if (!isNew && signature === this.#asked?.signature) return;
		if (!isFinal && this.#open?.answer === answer && !this.#open.hasFirstBar) return;
		this.#asked = { answer, signature };
		this.#ask(answer, settings, left);
	}

	/** More candidates are being made of an answer that has some. */
	get isFurtherOpen(): boolean {
		return this.#further !== null;
	}

	/** Asks now for more candidates, which are wanted in `left` seconds. */
	askFurther(answer: Answer, settings: Settings, left: Seconds): void {
		this.#further?.cancel?.();
		const open: OpenRequest = { answer, hasFirstBar: false, cancel: null };
		this.#further = open;
		this.#send(open, settings, left);
	}

	/** Asks now, for what is heard in `left` seconds; what was asked before is cancelled. */
	#ask(answer: Answer, settings: Settings, left: Seconds): void {
		this.#open?.cancel?.();
		const open: OpenRequest = { answer, hasFirstBar: false, cancel: null };
		this.#open = open;
		this.#send(open, settings, left);
	}

	#send(open: OpenRequest, settings: Settings, left: Seconds): void {
		const { answer } = open;
		const { call, length } = answer;
		const request = ++this.#requests;
		const asked = {
			...requestOf(call, length, settings),
			candidates: CANDIDATES,
			seed: Math.floor(this.#random() * 2 ** 32),
			dueIn: seconds(Math.max(left, 0))
		};
		open.cancel = this.#composer.ask(asked, {
			bar: (candidate, notes, _from, to) => {
				open.hasFirstBar = true;
				answer.take(request, candidate, notes, to);
				// The others are of no consequence before they are ranked.
				if (candidate === 0) this.#onNews(answer);
			},
			ranked: (order) => {
				answer.rank(request, order);
				this.#onNews(answer);
			},
			done: () => {
				this.#close(open);
				// What came in time was chosen from; who waits for another candidate may have it now.
				this.#onNews(answer);
			},
			failed: (reason) => {
				const isPlan = this.#open === open;
				this.#close(open);
				if (!isPlan || reason === 'cancelled') return;
				if (++this.#failures < MOST_FAILURES) this.#asked = { answer, signature: null };
			}
		});
	}

	cancel(): void {
		const all = [this.#open, this.#further];
		this.#open = null;
		this.#further = null;
		for (const open of all) open?.cancel?.();
	}

	#close(open: OpenRequest): void {
		if (this.#open === open) this.#open = null;
		if (this.#further === open) this.#further = null;
	}
}

/** What has no meaning while nothing is made. */
const DRY = { candidates: 0, seed: 0, dueIn: seconds(0) };

const requestOf = (call: Call, length: Ticks, settings: Settings) => ({
	task: settings.mode === 'along' ? ('lead' as const) : ('answer' as const),
	call: call.notes,
	callLength: length,
	answerLength: length,
	metre: settings.metre,
	temperature: settings.temperature,
	closeness: settings.closeness,
	controls: call.wishes.controls,
	...(call.wishes.chordLock.length === 0 ? {} : { chordLock: call.wishes.chordLock })
});

const signatureOf = ({ notes, wishes }: Call) =>
	[
		textOf(notes),
		...Object.entries(wishes.controls).map(([name, wish]) => `${name}=${JSON.stringify(wish)}`),
		...wishes.chordLock.map(({ from, pitchClasses }) => `${from}:${pitchClasses.join('.')}`)
	].join(' ');
