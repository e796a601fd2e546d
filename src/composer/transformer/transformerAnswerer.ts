import { seededRandom } from '../../lib/random';
import type { Note } from '../../music/note';
import { ticks } from '../../music/units';
import { breathe } from '../breathe';
import type { Answerer, AnswerTelling } from '../answerer';
import { briefOf, curate, Curation } from '../critic/curation';
import { worthMeasuring } from '../engines/browserEngines';
import { openFirst, type Engines } from '../engines/engines';
import type { AnswerRequest, EngineFigure, EngineName, EngineWish } from '../protocol';
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
import { notesPerSecond } from './speed';
import { bounded, insideWindow, playable, Rules } from './rules';
import { Steering } from './steering';
import { beatStepsOf, TICKS_PER_STEP, type Vocabulary } from './vocabulary';
import { wantedOf } from './wanted';
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
	readonly #engines: Engines;
	#network: Network | null = null;

	constructor(model: MusicModel, engines: Engines) {
		this.#model = model;
		this.#engines = engines;
		this.name = model.title;
	}

	async load(wish: EngineWish): Promise<EngineName> {
		this.dispose();
		const engine = await openFirst(this.#engines, this.#model, wish);
		this.#network = new Network(this.#model, engine);
		return engine.name;
	}

	async choose() {
		const figures: EngineFigure[] = [];
		for (const engine of worthMeasuring(await this.#engines.offered('auto'))) {
			const figure = await this.#figureOf(engine);
			if (figure > 0) figures.push({ engine, notesPerSecond: Math.round(figure) });
		}
		figures.sort((one, other) => other.notesPerSecond - one.notesPerSecond);
		const engine = await this.load(figures[0]?.engine ?? 'auto');
		return { engine, choice: { machine: await this.#engines.machine(), figures } };
	}

	dispose(): void {
		this.#network?.dispose();
		this.#network = null;
	}

	async prepare(request: AnswerRequest, isCancelled: () => boolean): Promise<void> {
		const network = this.#loaded();
		const { vocabulary, config } = this.#model;
		const job = jobOf(request, vocabulary);
		if (job.answerBars === 0) return;
		await network.prepare(windowOf(job, 0, [], config).prompt, isCancelled);
	}

	async generate(
		asked: AnswerRequest,
		telling: AnswerTelling,
		isCancelled: () => boolean
	): Promise<void> {
		const begun = performance.now();
		const network = this.#loaded();
		const { vocabulary, config } = this.#model;
		const request = { ...asked, temperature: Math.max(COLDEST, asked.temperature) };
		const job = jobOf(request, vocabulary);
		if (job.answerBars === 0) return;
		const window = windowOf(job, 0, [], config);
		const reading = await network.read(window.prompt, { isCancelled });
		if (reading === null) return;
		const teller = new AnswerTeller(request, job, vocabulary);
		const errand = { request, job, network, first: { window, reading }, teller, isCancelled };
		const brief = briefOf(request, wishesOf(job, vocabulary));
		try {
			await curate(new Curation(request, brief, begun), request.candidates, {
				make: (candidate) => this.#answer(errand, candidate, telling),
				ranked: (order) => {
					telling.ranked(order);
				}
			});
		} finally {
			reading.dispose();
		}
	}

	#loaded(): Network {
		if (this.#network === null) throw new Error(`${this.name} is asked before it is loaded`);
		return this.#network;
	}

	/** Notes a second; 0 for an engine that does not run. */
	async #figureOf(name: EngineName): Promise<number> {
		this.dispose();
		const engine = await this.#engines.open(name, this.#model);
		if (engine === null) return 0;
		const network = new Network(this.#model, engine);
		try {
			return await notesPerSecond(network, this.#model);
		} finally {
			network.dispose();
		}
	}

	/** Makes one candidate; null when it was cancelled meanwhile. */
	async #answer(
		errand: Errand,
		candidate: number,
		telling: AnswerTelling
	): Promise<readonly Note[] | null> {
		const { request, job, teller, isCancelled } = errand;
		const chooser = new Sampler(seededRandom(seedFor(request.seed, candidate)), {
			temperature: request.temperature,
			topP: TOP_P,
			minP: MIN_P
		});
		const end = job.answerBars * job.barSteps;
		const made: StepNote[] = [];
		const notes: Note[] = [];
		let told = 0;
		for await (const known of this.#progress(errand, chooser, made)) {
			for (let next = this.#pieceEnd(told, job); told < end && next <= known;) {
				if (isCancelled()) return null;
				const [from, to] = [ticks(told * TICKS_PER_STEP), ticks(next * TICKS_PER_STEP)];
				const piece = teller.notesIn(told, next, made);
				notes.push(...piece);
				telling.bar(candidate, piece, from, to);
				told = next;
				next = this.#pieceEnd(told, job);
				await breathe();
			}
			if (isCancelled()) return null;
		}
		return told === end ? notes : null;
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

/** The controls that the critic knows of, as far as they are asked. */
function wishesOf({ controls }: Job, vocabulary: Vocabulary) {
	const density = wantedOf('density', controls, vocabulary);
	const register = wantedOf('register', controls, vocabulary);
	return { ...(density && { density }), ...(register && { register }) };
}
