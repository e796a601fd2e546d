import * as tf from '@tensorflow/tfjs';
import type { MelodyNetwork } from '../../../src/composer/melodyNetwork';

const KERNEL = 'Multinomial';

/**
 * Replaces tfjs's draws on one backend by those of a given melody, so that the network is led along
 * it in its own way, one step after the other, and says at each step how likely the next event was.
 */
export class ForcedDraws {
	#events: readonly number[] = [];
	#step = 0;
	#bits = 0;

	constructor(backendName: 'wasm' | 'cpu') {
		tf.unregisterKernel(KERNEL, backendName);
		tf.registerKernel({
			kernelName: KERNEL,
			backendName,
			kernelFunc: ({ inputs, backend }) => {
				const { logits } = inputs as { logits: tf.TensorInfo };
				const memory = backend as Pick<tf.KernelBackend, 'readSync' | 'write'>;
				const scores = memory.readSync(logits.dataId) as Float32Array;
				const shape = [1, 1];
				const drawn = Int32Array.of(this.#draw(scores));
				return { dataId: memory.write(drawn, shape, 'int32'), shape, dtype: 'int32' };
			}
		});
	}

	/** The bits of all events after the first, which is given. */
	async bitsOf(network: MelodyNetwork, events: readonly number[]): Promise<number> {
		this.#events = events;
		this.#step = 0;
		this.#bits = 0;
		const followed = await network.continue(events.slice(0, 1), events.length - 1, 1);
		if (followed.some((event, index) => event !== events[index + 1])) {
			throw new Error('the network did not follow the melody');
		}
		return this.#bits;
	}

	#draw(scores: Float32Array): number {
		const event = this.#events[++this.#step]!;
		const highest = Math.max(...scores);
		const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
		this.#bits += (Math.log(total) - (scores[event]! - highest)) / Math.LN2;
		return event;
	}
}
