import { barLength } from '../music/metre';
import type { Note } from '../music/note';
import { ticks } from '../music/units';
import type { Answerer, AnswerTelling } from './answerer';
import { chooseBackend, engineOn, type Backends } from './backend';
import { breathe } from './breathe';
import type { Checkpoint } from './checkpoint';
import { ComposerError } from './composerError';
import { briefOf, curate, Curation } from './critic/curation';
import { MelodyAnswer } from './melodyAnswer';
import type { MelodyEvent } from './melodyEvents';
import { MelodyNetwork } from './melodyNetwork';
import type { AnswerRequest, EngineName, EngineWish } from './protocol';
import { seedFor } from './seedFor';
import type { SeededDraws } from './seededMultinomial';

/** The folder of the model that ships with the app, and what it is called for people. */
const OWN_MODEL = 'melody-rnn';
const MODEL_NAME = 'MelodyRNN';
/** A bar without a note is tried once more with this much more daring. */
const DARING = 1.25;
const HOTTEST = 2;

/** One candidate on its way. */
interface Errand {
	readonly request: AnswerRequest;
	readonly candidate: number;
	readonly telling: AnswerTelling;
	readonly isCancelled: () => boolean;
}

/** Magenta's MusicRNN, answering a melody with its continuation. */
export class MelodyRnn implements Answerer {
	readonly name: string;
	readonly canAccompany = false;
	readonly #checkpoint: Checkpoint;
	readonly #draws: SeededDraws;
	readonly #backends: Backends;
	#network: MelodyNetwork | null = null;

	constructor(checkpoint: Checkpoint, draws: SeededDraws, backends: Backends) {
		this.#checkpoint = checkpoint;
		this.#draws = draws;
		this.#backends = backends;
		const { name } = checkpoint;
		this.name = name === OWN_MODEL ? MODEL_NAME : `${MODEL_NAME} ${name}`;
	}

	async load(wish: EngineWish): Promise<EngineName> {
		this.dispose();
		const backend = await chooseBackend(this.#backends, wish);
		if (backend === null) throw new ComposerError('engine-lost', 'no backend runs');
		this.#network = new MelodyNetwork(this.#checkpoint);
		return engineOn(backend);
	}

	warm(): Promise<void> {
		return Promise.resolve();
	}

	/** The backends were measured on a small LSTM when it was loaded. */
	choose(): Promise<null> {
		return Promise.resolve(null);
	}

	/** It reads the whole call anew for every bar. */
	prepare(): Promise<void> {
		return Promise.resolve();
	}

	dispose(): void {
		this.#network?.dispose();
		this.#network = null;
	}

	async generate(
		request: AnswerRequest,
		telling: AnswerTelling,
		isCancelled: () => boolean
	): Promise<void> {
		const network = this.#network;
		if (network === null) throw new Error(`${this.name} is asked before it is loaded`);
		const curation = new Curation(request, briefOf(request), performance.now());
		await curate(curation, request.candidates, {
			atOnce: 1,
			make: async ([candidate = 0]) => [
				await this.#answer(network, { request, candidate, telling, isCancelled })
			],
			ranked: (order) => {
				telling.ranked(order);
			}
		});
	}

	/** Null once it is cancelled. */
	async #answer(
		network: MelodyNetwork,
		{ request, candidate, telling, isCancelled }: Errand
	): Promise<readonly Note[] | null> {
		const answer = new MelodyAnswer(request, network.range);
		const bar = barLength(request.metre);
		const notes: Note[] = [];
		for (let index = 0; index < answer.bars; index++) {
			if (isCancelled()) return null;
			const seed = seedFor(request.seed, candidate, index);
			answer.add(await this.#eventsFor(network, answer, index, { ...request, seed }));
			const made = answer.notesOf(index);
			notes.push(...made);
			telling.bar(candidate, made, ticks(index * bar), ticks((index + 1) * bar));
			await breathe();
		}
		return notes;
	}

	async #eventsFor(
		network: MelodyNetwork,
		answer: MelodyAnswer,
		bar: number,
		{ seed, temperature }: Pick<AnswerRequest, 'seed' | 'temperature'>
	): Promise<readonly MelodyEvent[]> {
		const steps = answer.stepsFor(bar);
		this.#draws.seed(seed);
		const events = await network.continue(answer.context, steps, temperature);
		if (answer.wouldSpeak(bar, events)) return events;
		const hotter = Math.max(temperature, Math.min(HOTTEST, temperature * DARING));
		return network.continue(answer.context, steps, hotter);
	}
}
