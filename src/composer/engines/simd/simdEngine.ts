import type { HeadMatrix } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import type { Engine, MakeEngine } from '../engine';
import { SimdRecall } from './simdRecall';
import { Trunk } from './trunk';

/** WebAssembly with vectors of 128 bits, on one thread: int8 weights by int16 activations. */
class SimdEngine implements Engine {
	readonly name = 'simd';
	#trunk: Trunk | null;

	constructor(model: MusicModel) {
		this.#trunk = new Trunk(model);
	}

	open(): SimdRecall {
		return new SimdRecall(this.#trunkInUse());
	}

	product(vector: Float32Array, matrix: HeadMatrix): Float32Array {
		return this.#trunkInUse().product(vector, matrix);
	}

	dispose(): void {
		this.#trunk = null;
	}

	#trunkInUse(): Trunk {
		if (this.#trunk === null) throw new Error('an engine is used after it was disposed of');
		return this.#trunk;
	}
}

/** Only where `canSimd`. */
export const makeSimdEngine: MakeEngine = (model) => new SimdEngine(model);
