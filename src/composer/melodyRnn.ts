import { barLength } from '../music/metre';
import { ticks } from '../music/units';
import { breathe } from './breathe';
import type { Checkpoint } from './checkpoint';
import type { BarListener, Answerer } from './answerer';
import { MelodyAnswer } from './melodyAnswer';
import type { MelodyEvent } from './melodyEvents';
import { MelodyNetwork } from './melodyNetwork';
import type { AnswerRequest } from './protocol';
import { seedFor } from './seedFor';
import type { SeededDraws } from './seededMultinomial';

/** The folder of the model that ships with the app, and what it is called for people. */
const OWN_MODEL = 'melody-rnn';
const ENGINE_NAME = 'MelodyRNN';
/** A bar without a note is tried once more with this much more daring. */
const DARING = 1.25;
const HOTTEST = 2;

/** Magenta's MusicRNN, answering a melody with its continuation. */
export class MelodyRnn implements Answerer {
	readonly name: string;
	readonly #checkpoint: Checkpoint;
	readonly #draws: SeededDraws;
	#network: MelodyNetwork | null = null;

	constructor(checkpoint: Checkpoint, draws: SeededDraws) {
		this.#checkpoint = checkpoint;
		this.#draws = draws;
		const { name } = checkpoint;
		this.name = name === OWN_MODEL ? ENGINE_NAME : `${ENGINE_NAME} ${name}`;
	}

	load(): void {
		this.dispose();
		this.#network = new MelodyNetwork(this.#checkpoint);
	}

	dispose(): void {
		this.#network?.dispose();
		this.#network = null;
	}

	async generate(
		request: AnswerRequest,
		onBar: BarListener,
		isCancelled: () => boolean
	): Promise<void> {
		const network = this.#network;
		if (network === null) throw new Error(`${this.name} is asked before it is loaded`);
		const bar = barLength(request.metre);
		for (let candidate = 0; candidate < request.candidates; candidate++) {
			const answer = new MelodyAnswer(request, network.range);
			for (let index = 0; index < answer.bars; index++) {
				if (isCancelled()) return;
				const seed = seedFor(request.seed, candidate, index);
				answer.add(await this.#eventsFor(network, answer, index, { ...request, seed }));
				onBar(candidate, answer.notesOf(index), ticks(index * bar), ticks((index + 1) * bar));
				await breathe();
			}
		}
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
