import { ComposerError } from '../../composerError';
import type { HeadMatrix } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import type { Reading } from '../../transformer/answerWriter';
import type { Prompt } from '../../transformer/prompt';
import { product } from '../../transformer/vectors';
import { MAX_BAR_STEPS } from '../../transformer/vocabulary';
import type { BatchDrawing, BatchEngine, BatchEvent } from '../batch';
import { BatchWriter, MOST_CANDIDATES } from './batchWriter';
import { lifeOf } from './gpuLife';
import { canRun } from './kernelSource';
import { makeKernels, type Kernels } from './kernels';
import { Trunk, type GpuStats } from './trunk';
import { RUN_EVENTS, WgslRecall, type Reader } from './wgslRecall';

/** Kernels of our own on a WebGPU device, which may be tfjs's. */
export class WgslEngine implements BatchEngine {
	readonly name = 'wgsl';
	readonly #tensorOf: MusicModel['tensorOf'];
	readonly #reader: Reader;

	constructor(device: GPUDevice, kernels: Kernels, model: MusicModel) {
		const life = lifeOf(device);
		life.check();
		this.#tensorOf = model.tensorOf;
		const { made, done } = life.watched(() => {
			const trunk = new Trunk(device, kernels, model);
			return { trunk, work: trunk.openWorkspace(RUN_EVENTS) };
		});
		this.#reader = { ...made, life, ready: done };
	}

	get stats(): Readonly<GpuStats> {
		return this.#reader.trunk.stats;
	}

	/** The buffers that there are. */
	get buffers(): { readonly taken: number; readonly idle: number; readonly bytes: number } {
		return this.#reader.trunk.pool.size;
	}

	open(): WgslRecall {
		return new WgslRecall(this.#reader);
	}

	/** Whether candidates can be written to a prompt here; else AnswerWriter writes them, on any engine. */
	canWrite({ bars, barSteps }: Prompt): boolean {
		return bars * barSteps <= this.#reader.trunk.config.maxBars * MAX_BAR_STEPS;
	}

	/**
	 * Writes many answers to a prompt that was read with this engine, in pieces of a few events each. To
	 * return the generator, which happens between pieces, cancels it. Dispose of the reading afterwards.
	 */
	async *writeBatch(
		reading: Reading,
		drawing: BatchDrawing
	): AsyncGenerator<readonly BatchEvent[]> {
		const count = drawing.seeds.length;
		if (count < 1 || count > MOST_CANDIDATES) throw new RangeError(`${count} candidates`);
		if (!this.canWrite(reading.prompt)) throw new RangeError('the prompt is for another engine');
		this.#reader.life.check();
		await this.#reader.ready;
		const writer = new BatchWriter(this.#reader, reading, drawing);
		try {
			yield* writer.pieces();
		} finally {
			writer.dispose();
		}
	}

	product(vector: Float32Array, matrix: HeadMatrix): Float32Array {
		return product(vector, this.#tensorOf(`heads.${matrix}`));
	}

	dispose(): void {
		const { trunk, work } = this.#reader;
		trunk.closeWorkspace(work);
		trunk.dispose();
	}
}

/** A MakeEngine for the one model whose kernels are compiled. */
export type MakeWgslEngine = (model: MusicModel) => WgslEngine;

/**
 * Compiles the kernels for a model, once a device, and gives what makes engines of that model. Throws a
 * ComposerError `engine-lost` where the device cannot run them.
 */
export async function prepareWgsl(device: GPUDevice, model: MusicModel): Promise<MakeWgslEngine> {
	if (!canRun(model.config)) {
		throw new ComposerError('engine-lost', `no kernels for ${JSON.stringify(model.config)}`);
	}
	const life = lifeOf(device);
	life.check();
	const kernels = await life.during(makeKernels(device, model));
	return (asked) => {
		if (asked !== model) throw new Error(`the kernels are ${model.name}'s, not ${asked.name}'s`);
		return new WgslEngine(device, kernels, asked);
	};
}
