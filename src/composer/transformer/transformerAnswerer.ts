import { seededRandom } from '../../lib/random';
import { ticks } from '../../music/units';
import { breathe } from '../breathe';
import type { BarListener, Answerer } from '../answerer';
import type { AnswerRequest } from '../protocol';
import type { MakeEngine } from '../engines/engine';
import { seedFor } from '../seedFor';
import { AnswerTeller } from './answerTeller';
import { AnswerWriter, type Reading } from './answerWriter';
import { Sampler, type Chooser } from './choosers';
import { jobOf, type Job } from './job';
import { chordLock, keyLock } from './locks';
import type { MusicModel } from './modelManifest';
import { Network } from './network';
import type { StepNote } from './prompt';
import { repetitionGuard } from './repetitionGuard';
import { bounded, insideWindow, playable, Rules } from './rules';
import { Steering } from './steering';
import { beatStepsOf, TICKS_PER_STEP } from './vocabulary';
import { windowOf, type Window } from './windows';

/** What stays in the draw; the rest of the classes is noise that training leaves behind. */
const TOP_P = 0.95;
const MIN_P = 0.02;
/** Steering divides by the temperature, and nothing is colder than greedy. */
const COLDEST = 0.05;

/** One request on its way. */
interface Errand {
	readonly request: AnswerRequest;
	readonly job: Job;
	readonly network: Network;
	/** The first window, read once for all candidates. */
	readonly first: { readonly window: Window; readonly reading: Reading };
	readonly teller: AnswerTeller;
	readonly isCancelled: () => boolean;
}

/** The Music Transformer: a note a step, whatever part is asked for. */
export class TransformerAnswerer implements Answerer {
	readonly name: string;
	readonly #model: MusicModel;
	readonly #makeEngine: MakeEngine;
	#network: Network | null = null;

	constructor(model: MusicModel, makeEngine: MakeEngine) {
		this.#model = model;
		this.#makeEngine = makeEngine;
		this.name = model.title;
	}

	load(): void {
		this.dispose();
		this.#network = new Network(this.#model, this.#makeEngine);
	}

	dispose(): void {
		this.#network?.dispose();
		this.#network = null;
	}

	async generate(
		asked: AnswerRequest,
		onBar: BarListener,
		isCancelled: () => boolean
	): Promise<void> {
		const network = this.#network;
		if (network === null) throw new Error(`${this.name} is asked before it is loaded`);
		const { vocabulary, config } = this.#model;
		const request = { ...asked, temperature: Math.max(COLDEST, asked.temperature) };
		const job = jobOf(request, vocabulary);
		if (job.answerBars === 0) return;
		const window = windowOf(job, 0, [], config);
		const reading = await network.read(window.prompt, true);
		const teller = new AnswerTeller(request, job, vocabulary);
		const errand = { request, job, network, first: { window, reading }, teller, isCancelled };
		try {
			for (let candidate = 0; candidate < request.candidates; candidate++) {
				if (!(await this.#answer(errand, candidate, onBar))) return;
			}
		} finally {
			reading.dispose();
		}
	}

	/** Makes one candidate; false when it was cancelled meanwhile. */
	async #answer(errand: Errand, candidate: number, onBar: BarListener): Promise<boolean> {
		const { request, job, teller, isCancelled } = errand;
		const chooser = new Sampler(seededRandom(seedFor(request.seed, candidate)), {
			temperature: request.temperature,
			topP: TOP_P,
			minP: MIN_P
		});
		const end = job.answerBars * job.barSteps;
		const made: StepNote[] = [];
		let told = 0;
		for await (const known of this.#progress(errand, chooser, made)) {
			for (let next = this.#pieceEnd(told, job); told < end && next <= known;) {
				if (isCancelled()) return false;
				const [from, to] = [ticks(told * TICKS_PER_STEP), ticks(next * TICKS_PER_STEP)];
				onBar(candidate, teller.notesIn(told, next, made), from, to);
				told = next;
				next = this.#pieceEnd(told, job);
				await breathe();
			}
		}
		return told === end;
	}

	/**
	 * The first beat is told in quarters and the first bar by beats, so that it can begin at once; the
	 * others are told whole.
	 */
	#pieceEnd(told: number, { barSteps, metre }: Job): number {
		if (told >= barSteps) return told + barSteps;
		const beat = beatStepsOf(metre, this.#model.vocabulary);
		return Math.min(told + (told < beat ? beat / 4 : beat), barSteps);
	}

	/** Yields how many steps of the answer are made, window by window; the notes go into `made`. */
	async *#progress(errand: Errand, chooser: Chooser, made: StepNote[]): AsyncGenerator<number> {
		const { job, network, first } = errand;
		const { config, vocabulary } = this.#model;
		let done = 0;
		while (done < job.answerBars) {
			const window = done === 0 ? first.window : windowOf(job, done, made, config);
			const reading = done === 0 ? first.reading : await network.read(window.prompt);
			const writer = new AnswerWriter(reading, {
				rules: this.#rulesFor(errand.request, window, job),
				chooser,
				steering: new Steering(window.prompt, vocabulary, errand.request.temperature)
			});
			try {
				done = yield* this.#write(writer, { job, window, done, made });
			} finally {
				writer.dispose();
				if (reading !== first.reading) reading.dispose();
			}
		}
	}

	#rulesFor(request: AnswerRequest, window: Window, job: Job): Rules {
		const origin = job.answerBar * job.barSteps - window.origin;
		return new Rules([
			insideWindow,
			playable,
			...(request.chordLock ? [chordLock(request.chordLock, origin)] : []),
			...(request.keyLock?.length ? [keyLock(request.keyLock)] : []),
			bounded,
			repetitionGuard
		]);
	}

	/** Returns how many bars of the answer are whole. */
	async *#write(
		writer: AnswerWriter,
		{ job, window, done, made }: { job: Job; window: Window; done: number; made: StepNote[] }
	): AsyncGenerator<number, number> {
		const { barSteps, answerBar } = job;
		let known = done * barSteps;
		while (true) {
			const event = await writer.next();
			if (event.kind === 'ended') break;
			if (event.kind === 'full') {
				const whole = Math.floor(known / barSteps);
				return yield* this.#cutShort(whole, done, { job, made });
			}
			const step = (event.kind === 'note' ? event.note.onset : event.until) + window.origin;
			const reached = step - answerBar * barSteps;
			if (reached > known) yield (known = reached);
			if (event.kind === 'note') made.push({ ...event.note, onset: step });
		}
		const end = done + window.answerBars;
		yield end * barSteps;
		return end;
	}

	/** The last bar is made again in the next window, unless it is all that this one held. */
	*#cutShort(
		whole: number,
		done: number,
		{ job, made }: { job: Job; made: StepNote[] }
	): Generator<number, number> {
		if (whole === done) {
			yield (whole + 1) * job.barSteps;
			return whole + 1;
		}
		const from = (job.answerBar + whole) * job.barSteps;
		while ((made.at(-1)?.onset ?? -1) >= from) made.pop();
		return whole;
	}
}
