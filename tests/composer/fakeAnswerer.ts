import type { Answerer, AnswerTelling } from '../../src/composer/answerer';
import { ComposerError } from '../../src/composer/composerError';
import type { AnswerRequest, EngineName, EngineWish } from '../../src/composer/protocol';
import { ticks } from '../../src/music/units';

/** A machine with engines of which some run. */
export class FakeMachine {
	readonly running = new Set<EngineName>(['tfjs-webgpu', 'simd']);
	fastest: EngineName = 'simd';
	onLost: () => void = () => undefined;

	first(wish: EngineWish): EngineName {
		const name = [wish, 'simd' as const].find((one) => this.running.has(one as EngineName));
		if (name === undefined) throw new ComposerError('engine-lost', 'no engine runs');
		return name as EngineName;
	}

	lose(): void {
		this.running.delete('tfjs-webgpu');
		this.onLost();
	}
}

/** Tells one empty bar a turn of the event loop. Sticks at a bar, as on a dead device, if told to. */
export class FakeAnswerer implements Answerer {
	readonly name: string;
	readonly canAccompany = true;
	readonly loadedOn: EngineName[] = [];
	readonly prepared: AnswerRequest[] = [];
	warming = Promise.resolve();
	chosen = 0;
	sticksWhenChosen = false;
	isDisposed = false;
	sticksAtBar = Infinity;
	isStuck = false;
	refusesOn: EngineName | null = null;
	throwsAtBar = Infinity;
	readonly #machine: FakeMachine;

	constructor(name: string, machine: FakeMachine) {
		this.name = name;
		this.#machine = machine;
	}

	load(wish: EngineWish): Promise<EngineName> {
		this.isDisposed = false;
		const engine = this.#machine.first(wish);
		this.loadedOn.push(engine);
		return Promise.resolve(engine);
	}

	warm() {
		return this.warming;
	}

	choose() {
		this.chosen++;
		if (this.sticksWhenChosen) return new Promise<never>(() => undefined);
		const engine = this.#machine.fastest;
		const figures = [{ engine, notesPerSecond: 1000 }];
		return Promise.resolve({ engine, choice: { machine: 'test', figures } });
	}

	prepare(request: AnswerRequest) {
		this.prepared.push(request);
		return Promise.resolve();
	}

	async generate(request: AnswerRequest, telling: AnswerTelling, isCancelled: () => boolean) {
		if (this.refusesOn === this.loadedOn.at(-1)) {
			throw new ComposerError('engine-lost', 'no memory');
		}
		const bars = request.answerLength / 1920;
		for (let bar = 0; bar < bars && !isCancelled(); bar++) {
			if (bar === this.throwsAtBar) throw new Error('a tensor is gone');
			if (bar === this.sticksAtBar) {
				this.isStuck = true;
				await new Promise(() => undefined);
			}
			telling.bar(0, [], ticks(bar * 1920), ticks((bar + 1) * 1920));
			await new Promise((resolve) => setTimeout(resolve, 0));
		}
		if (!isCancelled()) telling.ranked([0]);
	}

	dispose(): void {
		this.isDisposed = true;
	}
}
