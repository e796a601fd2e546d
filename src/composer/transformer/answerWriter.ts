import type { Recall } from '../engines/engine';
import { AnswerLine } from './answerLine';
import type { CallMoments } from './callMoments';
import type { Chooser } from './choosers';
import type { Embedding } from './embedding';
import type { Heads } from './heads';
import type { MusicModel } from './modelManifest';
import type { Prompt, PromptEvent, StepNote } from './prompt';
import type { Place, Rules } from './rules';
import type { Steering } from './steering';
import { addTo } from './vectors';
import { ANSWER_ENDS, BAR_PASSES, type Vocabulary } from './vocabulary';

/** A network at work on one prompt. */
export interface Reading {
	readonly model: MusicModel;
	readonly heads: Heads;
	readonly prompt: Prompt;
	readonly moments: CallMoments;
	readonly embedding: Embedding;
	/** The hidden state [width] after the prompt. */
	readonly hidden: Float32Array;
	readonly recall: Recall;
	/** After the answers that begin with it. */
	dispose(): void;
}

/** Hears the logits of every head, in the order of the heads. */
export type LogitsListener = (head: string, logits: Float32Array) => void;

/** How the classes of each head are drawn. */
export interface Drawing {
	readonly rules: Rules;
	readonly chooser: Chooser;
	/** Without it the network alone heeds the controls. */
	readonly steering?: Steering | null;
	readonly onLogits?: LogitsListener;
}

/** What comes next in an answer: a note, nothing up to a step, or its end. */
export type Written =
	| { readonly kind: 'note'; readonly note: StepNote }
	| { readonly kind: 'silent'; readonly until: number }
	| { readonly kind: 'ended' }
	/** The network can remember no more, and the answer is not ended. */
	| { readonly kind: 'full' };

/** Writes one answer to a prompt, event by event. Dispose of it before the reading. */
export class AnswerWriter {
	readonly #reading: Reading;
	readonly #vocabulary: Vocabulary;
	readonly #rules: Rules;
	readonly #chooser: Chooser;
	readonly #steering: Steering | null;
	readonly #onLogits: LogitsListener;
	readonly #line: AnswerLine;
	readonly #recall: Recall;
	readonly #asked: Float32Array;
	/** The hidden state, told again what is asked. */
	#hidden: Float32Array;
	/** What the trunk has not read yet. */
	#unread: PromptEvent | null = null;

	constructor(reading: Reading, { rules, chooser, steering = null, onLogits }: Drawing) {
		this.#reading = reading;
		this.#vocabulary = reading.model.vocabulary;
		this.#rules = rules;
		this.#chooser = chooser;
		this.#steering = steering;
		this.#onLogits = onLogits ?? (() => undefined);
		this.#line = new AnswerLine(reading.prompt, reading.moments, this.#vocabulary);
		this.#recall = reading.recall.fork();
		this.#asked = reading.heads.asked(reading.embedding.condition);
		this.#hidden = addTo(reading.hidden.slice(), this.#asked);
	}

	dispose(): void {
		this.#recall.dispose();
	}

	/** Asks the network for the next event; not to be called again after `ended` or `full`. */
	async next(): Promise<Written> {
		if (this.#unread !== null) {
			if (this.#recall.events >= this.#reading.model.config.context) return { kind: 'full' };
			await this.#read(this.#unread);
		}
		const onset = this.#drawOnset();
		if (onset === ANSWER_ENDS) return { kind: 'ended' };
		if (onset === BAR_PASSES) {
			this.#unread = this.#line.passBar();
			return { kind: 'silent', until: this.#line.at };
		}
		return { kind: 'note', note: this.#drawNote(onset) };
	}

	async #read(event: PromptEvent): Promise<void> {
		const { embedding, model, prompt } = this.#reading;
		const x = new Float32Array(model.config.width);
		embedding.write(event, x);
		const embedded = { x, at: [event.at], barSteps: prompt.barSteps };
		const hidden = await this.#recall.read(embedded);
		this.#hidden = addTo(hidden, this.#asked);
		this.#unread = null;
	}

	/** The onset's class. An answer that would begin with an empty bar is drawn once more, hotter. */
	#drawOnset(): number {
		const { heads, prompt } = this.#reading;
		const { barSteps } = prompt;
		const line = this.#line;
		const logits = heads.onsets(this.#hidden, line.at % barSteps, barSteps, line.rhythm());
		this.#onLogits('onset', logits);
		const allowed = this.#rules.onsets(line);
		const steered = this.#steering?.onsets(logits, allowed, line) ?? logits;
		const onset = this.#chooser.choose(steered, allowed);
		const isFirst = line.notes.length === 0 && line.at === prompt.answerBar * barSteps;
		return isFirst && onset >= barSteps ? this.#chooser.hotter.choose(steered, allowed) : onset;
	}

	#drawNote(onsetClass: number): StepNote {
		const { heads, prompt } = this.#reading;
		const line = this.#line;
		const onset = line.at + onsetClass;
		const moment = line.momentAt(onset);
		const place = onset % prompt.barSteps;
		const state = heads.placed(this.#hidden, onsetClass, place, moment);
		const part = this.#choose('part', heads.parts(state), this.#rules.parts(line));
		heads.addPart(state, part);
		const symbol = this.#drawSymbol(heads.symbols(state, moment), {
			onset,
			part
		});
		heads.addSymbol(state, symbol);
		const length = this.#chooseFreely('duration', heads.durations(state));
		heads.addDuration(state, length);
		const velocity = 1 + this.#chooseFreely('velocity', heads.velocities(state));
		const longest = this.#rules.longest(line, onset, symbol);
		const duration = Math.min(this.#vocabulary.durations[length]!, longest);
		const note = { onset, duration, symbol, velocity, part };
		this.#unread = line.add(note, moment);
		return note;
	}

	#drawSymbol(logits: Float32Array, place: Place): number {
		this.#onLogits('symbol', logits);
		const allowed = this.#rules.symbols(this.#line, place, logits.length);
		const steered = this.#steering?.symbols(logits, allowed, this.#line, place) ?? logits;
		return this.#chooser.choose(steered, allowed);
	}

	#choose(head: string, logits: Float32Array, allowed: Uint8Array): number {
		this.#onLogits(head, logits);
		return this.#chooser.choose(logits, allowed);
	}

	#chooseFreely(head: string, logits: Float32Array): number {
		return this.#choose(head, logits, new Uint8Array(logits.length).fill(1));
	}
}
