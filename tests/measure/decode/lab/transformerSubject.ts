import type { Engine } from '../../../../src/composer/engines/engine';
import type { Engines } from '../../../../src/composer/engines/engines';
import type { AnswerRequest } from '../../../../src/composer/protocol';
import { jobOf } from '../../../../src/composer/transformer/job';
import type { MusicModel } from '../../../../src/composer/transformer/modelManifest';
import { Network } from '../../../../src/composer/transformer/network';
import { TransformerAnswerer } from '../../../../src/composer/transformer/transformerAnswerer';
import { windowOf } from '../../../../src/composer/transformer/windows';
import { fullRequest, PREFILL_EVENTS, usualRequest } from '../phrase';
import { countedEngine, Counts, Enough, type Arithmetic } from './countedEngine';
import { gpuCalls } from './gpuCalls';
import type { Made, Reading, Subject } from './subject';

/** A Music Transformer, answering as it does in the app: heads, rules, draws and all. */
export class TransformerSubject implements Subject {
	readonly #model: MusicModel;
	readonly #network: Network;
	readonly #answerer: TransformerAnswerer;
	readonly #counts: Counts;
	/** Which of two long prompts was read last; 0 for the usual one. */
	#phrase = 0;

	private constructor(model: MusicModel, engine: Engine, counts: Counts) {
		this.#model = model;
		this.#counts = counts;
		this.#network = new Network(model, engine);
		this.#answerer = new TransformerAnswerer(model, onlyEngine(engine));
	}

	static async open(model: MusicModel, engine: Arithmetic): Promise<TransformerSubject> {
		const counts = new Counts();
		const subject = new TransformerSubject(model, countedEngine(engine, counts), counts);
		await subject.#answerer.load('auto');
		return subject;
	}

	async prefill(): Promise<number> {
		const job = jobOf(usualRequest(1), this.#model.vocabulary);
		const { prompt } = windowOf(job, 0, [], this.#model.config);
		const begun = performance.now();
		const reading = await this.#network.read(prompt);
		const ms = performance.now() - begun;
		const { events } = reading.recall;
		reading.dispose();
		if (events !== PREFILL_EVENTS) throw new Error(`the prompt has ${events} events`);
		return ms;
	}

	async firstNote(batch: number, reading: Reading, seed: number): Promise<number> {
		if (reading === 'anew') this.#phrase = this.#phrase === 1 ? 2 : 1;
		this.#counts.restart(Infinity);
		const request = this.#phrase === 0 ? usualRequest(seed) : fullRequest(seed, this.#phrase);
		return this.untilFirstNote({ ...request, candidates: batch });
	}

	/** Asks, waits for the first note and cancels; in milliseconds. */
	async untilFirstNote(request: AnswerRequest): Promise<number> {
		const begun = performance.now();
		let ms = NaN;
		await this.#answerer.generate(
			request,
			{
				bar(_, notes) {
					if (notes.length > 0) ms = performance.now() - begun;
				},
				ranked: () => undefined
			},
			() => !Number.isNaN(ms)
		);
		return Number.isNaN(ms) ? performance.now() - begun : ms;
	}

	async readPrompt(): Promise<number> {
		this.#phrase = 0;
		this.#counts.restart(0);
		const begun = performance.now();
		await this.generate(usualRequest(1));
		const ms = performance.now() - begun;
		this.#counts.restart(Infinity);
		return ms;
	}

	async answer(batch: number, seed: number, mostSteps: number): Promise<Made> {
		const request = { ...usualRequest(seed), candidates: batch };
		const before = gpuCalls();
		this.#counts.restart(mostSteps);
		const begun = performance.now();
		await this.generate(request);
		const ms = performance.now() - begun;
		const { notes, steps } = this.#counts;
		const after = gpuCalls();
		return {
			notes,
			steps,
			ms,
			dispatches: after.dispatches - before.dispatches,
			readbacks: after.readbacks - before.readbacks
		};
	}

	/** Answers as far as steps are granted. */
	async generate(request: AnswerRequest): Promise<void> {
		try {
			await this.#answerer.generate(
				request,
				{ bar: () => undefined, ranked: () => undefined },
				() => false
			);
		} catch (cause) {
			if (!(cause instanceof Enough)) throw cause;
		}
	}
}

/** No choice. */
const onlyEngine = (engine: Engine): Engines => ({
	machine: () => Promise.resolve(engine.name),
	toTry: () => [engine.name],
	offered: () => Promise.resolve([engine.name]),
	open: () => Promise.resolve(engine)
});
