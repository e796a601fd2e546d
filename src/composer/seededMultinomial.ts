import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { seededRandom, type Random } from '../lib/random';
import type { BackendName } from './backend';

/**
 * Replaces tfjs's Multinomial kernels, for two reasons. The one of backend-webgpu always draws class
 * 0 as its first sample (tensorflow/tfjs#8057), and MusicRNN draws one sample a step. And all of them
 * seed themselves, where the same request should give the same notes.
 */

const KERNEL = 'Multinomial';
const WORKGROUP = 64;
const MANTISSA = 2 ** 24;

/** Where all draws of the models come from, until the next seed. */
export class SeededDraws {
	#random: Random = seededRandom(0);

	seed(seed: number): void {
		this.#random = seededRandom(seed);
	}

	/** 32 bits, which `uniformAt` spreads over the samples of one kernel call. */
	next(): number {
		return Math.floor(this.#random() * 2 ** 32) | 0;
	}
}

/** PCG-RXS-M-XS 32 (O'Neill 2014; constants as in Jarzynski and Olano 2020). */
function pcg(value: number): number {
	const state = (Math.imul(value, 747796405) + 2891336453) >>> 0;
	const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
	return ((word >>> 22) ^ word) >>> 0;
}

/** The number in [0, 1) for one sample of a kernel call, the same on every backend. */
export const uniformAt = (seed: number, sample: number) =>
	(pcg((seed ^ pcg(sample + 1)) >>> 0) >>> 8) / MANTISSA;

/** The class whose stretch of the cumulated softmax of `logits` holds `uniform`. */
export function drawClass(logits: ArrayLike<number>, uniform: number): number {
	const highest = Math.max(...Array.from(logits));
	const weights = Array.from(logits, (logit) => Math.exp(logit - highest));
	let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
	for (const [candidate, weight] of weights.entries()) {
		left -= weight;
		if (left < 0) return candidate;
	}
	return weights.length - 1;
}

type KernelArguments = Parameters<tf.KernelFunc>[0];

/** What the kernel is asked: `numSamples` draws for each row of [batch, classes]. */
function askedOf({ inputs, attrs }: KernelArguments) {
	const { logits } = inputs as { logits: tf.TensorInfo };
	const { numSamples, normalized } = attrs as unknown as tf.MultinomialAttrs;
	const [batch, classes] = logits.shape as [number, number];
	return { logits, batch, classes, numSamples, normalized };
}

/** For backends whose tensors lie in main memory. */
function drawInMemory(kernel: KernelArguments, draws: SeededDraws): tf.TensorInfo {
	const backend = kernel.backend as Pick<tf.KernelBackend, 'readSync' | 'write'>;
	const { logits, batch, classes, numSamples, normalized } = askedOf(kernel);
	const given = backend.readSync(logits.dataId) as Float32Array;
	const scores = normalized ? given.map(Math.log) : given;
	const seed = draws.next();
	const drawn = new Int32Array(batch * numSamples).map((_, sample) => {
		const row = Math.floor(sample / numSamples) * classes;
		return drawClass(scores.subarray(row, row + classes), uniformAt(seed, sample));
	});
	const shape = [batch, numSamples];
	return { dataId: backend.write(drawn, shape, 'int32'), shape, dtype: 'int32' };
}

class MultinomialProgram implements WebGPUProgram {
	readonly variableNames = ['probs'];
	readonly uniforms = 'seed : i32, numOutcomes : i32,';
	readonly workgroupSize: [number, number, number] = [WORKGROUP, 1, 1];
	readonly dispatchLayout = { x: [0, 1] };
	readonly size = true;
	readonly shaderKey = 'seededMultinomial';
	readonly outputShape: number[];
	readonly dispatch: [number, number, number];

	constructor(batch: number, samples: number) {
		this.outputShape = [batch, samples];
		this.dispatch = [Math.ceil((batch * samples) / WORKGROUP), 1, 1];
	}

	getUserCode(): string {
		return `
			fn pcg(value : u32) -> u32 {
				let state = value * 747796405u + 2891336453u;
				let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
				return (word >> 22u) ^ word;
			}
			fn main(index : i32) {
				if (index >= uniforms.size) { return; }
				let row = getOutputCoords()[0];
				let hash = pcg(bitcast<u32>(uniforms.seed) ^ pcg(u32(index) + 1u));
				var left = f32(hash >> 8u) / ${MANTISSA}.0;
				var outcome = 0;
				loop {
					if (outcome == uniforms.numOutcomes - 1) { break; }
					left = left - getProbs(row, outcome);
					if (left < 0.0) { break; }
					outcome = outcome + 1;
				}
				setOutputAtIndexI32(index, outcome);
			}`;
	}
}

function drawOnWebgpu(kernel: KernelArguments, draws: SeededDraws): tf.TensorInfo {
	const backend = kernel.backend as Pick<WebGPUBackend, 'runWebGPUProgram' | 'disposeData'>;
	const { logits, batch, classes, numSamples, normalized } = askedOf(kernel);
	const softmax = tf.getKernel('Softmax', 'webgpu').kernelFunc;
	const probabilities = normalized
		? logits
		: (softmax({ inputs: { logits }, backend, attrs: { dim: 1 } }) as tf.TensorInfo);
	const drawn = backend.runWebGPUProgram(
		new MultinomialProgram(batch, numSamples),
		[probabilities],
		'int32',
		[
			{ type: 'int32', data: [draws.next()] },
			{ type: 'int32', data: [classes] }
		]
	);
	if (!normalized) backend.disposeData(probabilities.dataId);
	return drawn;
}

/** From now on `tf.multinomial` draws from `draws` on this backend, whose kernels must be registered. */
export function installSeededMultinomial(backendName: BackendName, draws: SeededDraws): void {
	const draw = backendName === 'webgpu' ? drawOnWebgpu : drawInMemory;
	tf.unregisterKernel(KERNEL, backendName);
	tf.registerKernel({
		kernelName: KERNEL,
		backendName,
		kernelFunc: (kernel) => draw(kernel, draws)
	});
}
