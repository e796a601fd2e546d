import { playedRequests } from '../phrase';
import type { Place } from '../rungs';
import { readBandwidth } from './bandwidth';
import { MelodySubject } from './melodySubject';
import { findCheckpoint, findModel } from './models';
import { MAKERS, useTfjs } from './makers';
import type { Made, Reading, Subject } from './subject';
import { TransformerSubject } from './transformerSubject';

/** How often something is measured, for how long at most, and of how many steps an answer is. */
export interface Limits {
	readonly runs: number;
	readonly ms: number;
	/** All steps of an answer's candidates together. */
	readonly steps: number;
}

/** What came of opening a subject. */
export interface Opened {
	readonly isRandom: boolean;
	/** What the loading would not have taken with weights from a file. */
	readonly inventedMs: number;
}

/** About 20 ms each. */
const SPIN_TURNS = 2e7;
const SPINS = 3;

/** Measures one subject on the thread that it lives on. What it is told and tells can be posted. */
export class Lab {
	#subject: Subject | null = null;

	/** `models` is the address of the folder of models. */
	async open({ rung, model }: Place, models: string): Promise<Opened> {
		if (rung === 'magenta-wasm' || rung === 'magenta-webgpu') {
			const draws = await useTfjs(rung === 'magenta-wasm' ? 'wasm' : 'webgpu');
			const found = await findCheckpoint(models, model);
			this.#subject = new MelodySubject(found.model, draws);
			return { isRandom: found.isRandom, inventedMs: found.inventedMs };
		}
		const found = await findModel(models, model);
		const engine = await MAKERS[rung](found.model);
		this.#subject = await TransformerSubject.open(found.model, engine);
		return { isRandom: found.isRandom, inventedMs: found.inventedMs };
	}

	prefills(limits: Limits): Promise<number[]> {
		return repeated(limits, () => this.#opened.prefill());
	}

	/** What is kept must have been read before. */
	firstNotes(batch: number, reading: Reading, limits: Limits): Promise<number[]> {
		return repeated(limits, (seed) => this.#opened.firstNote(batch, reading, seed));
	}

	readPrompt(): Promise<number> {
		return this.#opened.readPrompt();
	}

	answers(batch: number, limits: Limits): Promise<Made[]> {
		return repeated(limits, (seed) => this.#opened.answer(batch, seed, limits.steps));
	}

	/**
	 * A two-bar call's answer of two bars, the call but for its last note read before: from the last key
	 * to the first note and to the whole answer, in milliseconds.
	 */
	async playedAnswer(seed: number): Promise<{ firstNoteMs: number; answerMs: number }> {
		const subject = this.#opened;
		if (!(subject instanceof TransformerSubject)) throw new Error('MusicRNN is not asked this');
		const { all, butLast } = playedRequests(seed);
		await subject.untilFirstNote(butLast);
		const firstNoteMs = await subject.untilFirstNote(all);
		await subject.untilFirstNote(butLast);
		const begun = performance.now();
		await subject.generate(all);
		return { firstNoteMs, answerMs: performance.now() - begun };
	}

	/** How fast this thread reads so many bytes again and again, in bytes a second. */
	bandwidth(bytes: number, ms: number): number {
		return readBandwidth(bytes, ms);
	}

	/** How long a fixed piece of arithmetic takes, in milliseconds, the median: what throttling multiplies. */
	spin(): number {
		const times = Array.from({ length: SPINS }, () => {
			const begun = performance.now();
			let sum = 0;
			for (let turn = 0; turn < SPIN_TURNS; turn++) sum += Math.sqrt(turn);
			return sum > 0 ? performance.now() - begun : NaN;
		});
		return times.sort((left, right) => left - right)[SPINS >> 1]!;
	}

	get #opened(): Subject {
		if (this.#subject === null) throw new Error('nothing is open');
		return this.#subject;
	}
}

/** Calls a method by its name, with what was posted. */
export function callLab(lab: Lab, method: keyof Lab, args: readonly unknown[]): unknown {
	const methods = lab as unknown as Record<string, (...values: readonly unknown[]) => unknown>;
	return methods[method]!(...args);
}

/** Acts with one seed after the other until a limit is reached, but once. */
async function repeated<Value>(
	{ runs, ms }: Limits,
	act: (seed: number) => Promise<Value>
): Promise<Value[]> {
	const begun = performance.now();
	const values: Value[] = [];
	while (values.length === 0 || (values.length < runs && performance.now() - begun < ms)) {
		values.push(await act(values.length + 1));
	}
	return values;
}
