import type { Answerer, AnswerTelling } from '../answerer';
import { isOnGpu } from '../backend';
import { briefOf, curate, Curation } from '../critic/curation';
import { isBatchEngine } from '../engines/batch';
import { worthMeasuring } from '../engines/browserEngines';
import { readsRows } from '../engines/engine';
import { openFirst, type Engines } from '../engines/engines';
import type { AnswerRequest, EngineFigure, EngineName, EngineWish } from '../protocol';
import { AnswerTeller } from './answerTeller';
import { isInOneWindow, type Errand } from './errand';
import { jobOf } from './job';
import type { MusicModel } from './modelManifest';
import { Network } from './network';
import { notesPerSecond } from './speed';
import { wantedOf } from './wanted';
import { windowOf } from './windows';
import { writeAlone } from './writeAlone';
import { writeInStep } from './writeInStep';
import { canWriteTogether, writeTogether } from './writeTogether';

/** Steering divides by the temperature, and nothing is colder than greedy. */
const COLDEST = 0.05;

/** The Music Transformer: a note a step, whatever part is asked for. */
export class TransformerAnswerer implements Answerer {
	readonly name: string;
	readonly canAccompany = true;
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

	async warm(): Promise<void> {
		const offered = await this.#engines.offered();
		if (offered[0] !== 'simd') return;
		for (const name of worthMeasuring(offered).filter(isOnGpu)) {
			(await this.#engines.open(name, this.#model))?.dispose();
		}
	}

	async choose(isOver: () => boolean) {
		const running = this.#network;
		if (running === null) return null;
		const figures = [await figureOf(running, this.#model)];
		for (const name of await this.#rivalsOf(running.engine.name)) {
			if (isOver()) return null;
			const figure = await this.#figureOf(name);
			if (figure !== null) figures.push(figure);
		}
		if (isOver()) return null;
		figures.sort((one, other) => other.notesPerSecond - one.notesPerSecond);
		const fastest = figures[0]!.engine;
		const engine = fastest === running.engine.name ? fastest : await this.load(fastest);
		return { engine, choice: { machine: await this.#engines.machine(), figures } };
	}

	/** None for tfjs: it runs on one backend at a time, and to open a rival would move it. */
	async #rivalsOf(running: EngineName): Promise<readonly EngineName[]> {
		if (running.startsWith('tfjs-')) return [];
		const offered = worthMeasuring(await this.#engines.offered());
		return offered.filter((name) => name !== running);
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
		const askedAt = performance.now();
		const network = this.#loaded();
		const { vocabulary, config } = this.#model;
		const request = { ...asked, temperature: Math.max(COLDEST, asked.temperature) };
		const job = jobOf(request, vocabulary);
		if (job.answerBars === 0) return;
		const window = windowOf(job, 0, [], config);
		const reading = await network.read(window.prompt, { isCancelled });
		if (reading === null) return;
		const teller = new AnswerTeller(request, job, vocabulary);
		const first = { window, reading };
		const errand = { request, job, network, first, vocabulary, teller, telling, isCancelled };
		const curation = new Curation(request, briefFor(errand), askedAt);
		curation.begin(performance.now());
		try {
			await this.#write(errand, curation);
		} finally {
			reading.dispose();
		}
	}

	/** All at once where the engine can, else a few at a time or one after the other. */
	async #write(errand: Errand, curation: Curation): Promise<void> {
		const { network, request, telling } = errand;
		const { engine } = network;
		if (isBatchEngine(engine) && canWriteTogether(engine, errand)) {
			for await (const { index, notes } of writeTogether(engine, errand)) {
				curation.add(index, notes, performance.now());
				if (request.candidates > 1) telling.ranked(curation.order());
			}
			return;
		}
		const rows = readsRows(engine) && isInOneWindow(errand) ? engine : null;
		await curate(curation, request.candidates, {
			atOnce: rows?.mostRows ?? 1,
			make: async (numbers) => {
				const candidates =
					rows === null || numbers.length === 1
						? [await writeAlone(errand, numbers[0]!)]
						: await writeInStep(rows, errand, numbers);
				return candidates.map((candidate) => candidate?.notes ?? null);
			},
			ranked: (order) => {
				telling.ranked(order);
			}
		});
	}

	#loaded(): Network {
		if (this.#network === null) throw new Error(`${this.name} is asked before it is loaded`);
		return this.#network;
	}

	/** Null for an engine that does not run. */
	async #figureOf(name: EngineName): Promise<EngineFigure | null> {
		try {
			const engine = await this.#engines.open(name, this.#model);
			if (engine === null) return null;
			const network = new Network(this.#model, engine);
			try {
				return await figureOf(network, this.#model);
			} finally {
				network.dispose();
			}
		} catch (cause) {
			console.warn(`${name} could not be measured:`, cause);
			return null;
		}
	}
}

const figureOf = async (network: Network, model: MusicModel): Promise<EngineFigure> => ({
	engine: network.engine.name,
	notesPerSecond: Math.round(await notesPerSecond(network, model))
});

/** What the critic is told, the controls among it that it knows of. */
function briefFor({ request, job, vocabulary }: Errand) {
	const density = wantedOf('density', job.controls, vocabulary);
	const register = wantedOf('register', job.controls, vocabulary);
	return briefOf(request, { ...(density && { density }), ...(register && { register }) });
}
