import { ComposerError } from '../../../src/composer/composerError';
import type { BatchDrawing } from '../../../src/composer/engines/batch';
import { prepareWgsl } from '../../../src/composer/engines/wgsl/wgslEngine';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { Network } from '../../../src/composer/transformer/network';
import type { Prompt } from '../../../src/composer/transformer/prompt';
import { randomEvents } from '../../composer/engines/recallLaws';

/** What became of work, and how many milliseconds after the device was lost. */
export interface Outcome {
	readonly reason: string;
	readonly after: number;
}

let lostAt = 0;

/** Waits for work that is to fail. */
async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
	const reason = await work().then(
		() => 'none',
		(cause: unknown) => (cause instanceof ComposerError ? cause.reason : String(cause))
	);
	return { reason, after: performance.now() - lostAt };
}

async function openDevice(): Promise<GPUDevice> {
	const adapter = await navigator.gpu.requestAdapter();
	return adapter!.requestDevice();
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A prompt being read, a step, a batch between and in its pieces; then all that is asked afterwards. */
export async function loseDevice(model: MusicModel, prompt: Prompt, drawing: BatchDrawing) {
	const device = await openDevice();
	const make = await prepareWgsl(device, model);
	const engine = make(model);
	const network = new Network(model, engine);
	const reading = await network.read(prompt);
	const fork = reading.recall.fork();
	const batch = engine.writeBatch(reading, drawing);
	const idle = engine.writeBatch(reading, drawing);
	await idle.next();
	// It keeps the device busy: what comes behind it cannot be done when the device is lost.
	const busy = outcomeOf(() => batch.next());
	await moment();
	const underWay = {
		batch: busy,
		step: outcomeOf(() => fork.read(randomEvents(model, 1, 1))),
		prefill: outcomeOf(() => network.read({ ...prompt, heardBars: 0 }))
	};
	await moment();
	lostAt = performance.now();
	device.destroy();
	const outcomes = {
		batch: await underWay.batch,
		step: await underWay.step,
		prefill: await underWay.prefill,
		idleBatch: await outcomeOf(() => idle.next()),
		newBatch: await outcomeOf(() => engine.writeBatch(reading, drawing).next()),
		newRead: await outcomeOf(() => network.read(prompt)),
		newEngine: await outcomeOf(async () => Promise.resolve(make(model)))
	};
	network.dispose();
	return outcomes;
}

/** Kernels on a device that is lost already. */
export async function loseDeviceEarly(model: MusicModel) {
	const device = await openDevice();
	device.destroy();
	await device.lost;
	lostAt = performance.now();
	return { early: await outcomeOf(() => prepareWgsl(device, model)) };
}
