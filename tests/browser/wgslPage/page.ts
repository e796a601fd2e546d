import * as tf from '@tensorflow/tfjs';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { BatchDrawing } from '../../../src/composer/engines/batch';
import type { WgslEngine } from '../../../src/composer/engines/wgsl/wgslEngine';
import { prepareWgsl } from '../../../src/composer/engines/wgsl/wgslEngine';
import { SeededDraws } from '../../../src/composer/seededMultinomial';
import { TfBackends } from '../../../src/composer/tfBackends';
import type { Reading, Written } from '../../../src/composer/transformer/answerWriter';
import type { Manner } from '../../../src/composer/transformer/choosers';
import { fetchMusicModel, type MusicModel } from '../../../src/composer/transformer/modelManifest';
import { Network } from '../../../src/composer/transformer/network';
import type { Prompt } from '../../../src/composer/transformer/prompt';
import { batchOf, faultsOf, greedilyWritten } from '../../composer/engines/batchLaws';
import { distance, eventsIn, randomEvents, stateAfter } from '../../composer/engines/recallLaws';
import { promptOf, replay, type GoldenPrompt } from '../../composer/transformer/golden';
import { countDraws } from './countDraws';
import { loseDevice, loseDeviceEarly } from './lostDevice';

/** The small model on the device of tfjs, as the app has it. */
interface Ready {
	readonly device: GPUDevice;
	readonly model: MusicModel;
	readonly make: (model: MusicModel) => WgslEngine;
	/** Errors that no scope caught. */
	readonly errors: string[];
}

const backends = new TfBackends(new SeededDraws(), { simd, plain });
let starting: Promise<Ready> | null = null;

async function start(): Promise<Ready> {
	if (!(await backends.use('webgpu'))) throw new Error('there is no webgpu here');
	const { device } = tf.backend() as unknown as Pick<WebGPUBackend, 'device'>;
	const model = await fetchMusicModel('models/small', (file) => fetch(file));
	const errors: string[] = [];
	device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
	return { device, model, make: await prepareWgsl(device, model), errors };
}

const ready = () => (starting ??= start());

/** Works with a new engine and the network on it. */
async function withEngine<Result>(
	work: (engine: WgslEngine, network: Network, model: MusicModel) => Promise<Result>
): Promise<Result> {
	const { make, model } = await ready();
	const engine = make(model);
	const network = new Network(model, engine);
	try {
		return await work(engine, network, model);
	} finally {
		network.dispose();
	}
}

/** With a golden prompt read, of which something may differ. */
const withReading = <Result>(
	prompt: GoldenPrompt,
	difference: Partial<Prompt>,
	work: (engine: WgslEngine, reading: Reading) => Promise<Result>
) =>
	withEngine(async (engine, network, model) => {
		const reading = await network.read({ ...promptOf(prompt, model), ...difference });
		try {
			return await work(engine, reading);
		} finally {
			reading.dispose();
		}
	});

/** What a browser test does with the page. */
const page = {
	errors: async () => (await ready()).errors,

	/** Says a golden prompt's answer, event by event. */
	replay: (prompt: GoldenPrompt) =>
		withEngine((_, network, model) => replay(prompt, network, model)),

	/** How far the state after some events is from the one after reading them in other ways. */
	recallErrors: () =>
		withEngine(async (engine, _, model) => {
			const [events, other] = [randomEvents(model, 80, 1), randomEvents(model, 8, 2)];
			const whole = await stateAfter(engine, events);
			const recall = engine.open();
			await recall.read(eventsIn(events, 0, 60));
			const fork = recall.fork();
			await fork.read(other);
			fork.cut(60);
			const forked = await fork.read(eventsIn(events, 60, 80));
			fork.dispose();
			await recall.read(other);
			recall.cut(50);
			const repaired = await recall.read(eventsIn(events, 50, 80));
			recall.dispose();
			return {
				pieces: distance(whole, await stateAfter(engine, events, 41)),
				forked: distance(whole, forked),
				repaired: distance(whole, repaired)
			};
		}),

	/** What a batch writes, and what that took of the device. */
	batch: (prompt: GoldenPrompt, drawing: BatchDrawing, most?: number) =>
		withReading(prompt, {}, async (engine, reading) => {
			const before = { ...engine.stats };
			const written = await batchOf(engine, reading, drawing, most);
			const { dispatches, readbacks, steps } = engine.stats;
			return {
				written,
				dispatches: dispatches - before.dispatches,
				readbacks: readbacks - before.readbacks,
				steps: steps - before.steps
			};
		}),

	/** The greedy answer of a batch of one, and an AnswerWriter's. */
	bothGreedy: (
		prompt: GoldenPrompt,
		controls: readonly number[],
		drawing: BatchDrawing,
		most: number
	): Promise<[Written[], Written[]]> =>
		withReading(prompt, { controls }, async (engine, reading) => {
			const [ours] = await batchOf(engine, reading, drawing, most);
			return [ours!, await greedilyWritten(reading, drawing, ours!.length)];
		}),

	/** What of a batch no AnswerWriter could have written. */
	faults: (
		prompt: GoldenPrompt,
		controls: readonly number[],
		drawing: BatchDrawing,
		most: number
	): Promise<readonly string[]> =>
		withReading(prompt, { controls }, async (engine, reading) => {
			const faults: string[] = [];
			for (const written of await batchOf(engine, reading, drawing, most)) {
				faults.push(...(await faultsOf(reading, drawing, written)));
			}
			return faults;
		}),

	/** How often each class is drawn. */
	countDraws: async (logits: readonly number[], manner: Manner, draws: number) =>
		countDraws((await ready()).device, Float32Array.from(logits), manner, draws),

	/** Buffers that are taken, idle and in all after one answer, and after so many more. */
	buffersAfter: (prompt: GoldenPrompt, drawing: BatchDrawing, answers: number) =>
		withReading(prompt, {}, async (engine, reading) => {
			const answer = async () => {
				const pieces = engine.writeBatch(reading, drawing);
				await pieces.next();
				await pieces.return(undefined);
				return { ...engine.buffers };
			};
			const once = await answer();
			for (let index = 1; index < answers; index++) await answer();
			return [once, await answer()] as const;
		}),

	/** What becomes of work on a device that is lost meanwhile, and how soon, in milliseconds. */
	loseDevice: async (prompt: GoldenPrompt, drawing: BatchDrawing) => {
		const { model } = await ready();
		return loseDevice(model, promptOf(prompt, model), drawing);
	},

	/** The same for one that is lost before the kernels are compiled. */
	loseDeviceEarly: async () => loseDeviceEarly((await ready()).model)
};
export type WgslPage = typeof page;

Object.assign(window, { wgsl: page });
