import type { HeadMatrix } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import type { Embedded, MakeEngine, Recall, RowsEngine } from '../engine';
import { SimdRecall } from './simdRecall';
import { Trunk } from './trunk';

/** More at once would gain little: a weight costs as much to multiply as to bring. */
const MOST_ROWS = 4;

/** WebAssembly with vectors of 128 bits, on one thread: int8 weights by int16 activations. */
class SimdEngine implements RowsEngine {
	readonly name = 'simd';
	readonly mostRows = MOST_ROWS;
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

	/** Is done when it returns. Fails with a RangeError where a context has no room for one more. */
	readRows(recalls: readonly Recall[], events: readonly Embedded[]): Promise<Float32Array[]> {
		return new Promise((resolve) => {
			if (recalls.length > MOST_ROWS) throw new RangeError(`${recalls.length} recalls at once`);
			resolve(SimdRecall.readRows(this.#trunkInUse(), recalls.map(own), events));
		});
	}

	dispose(): void {
		this.#trunk = null;
	}

	#trunkInUse(): Trunk {
		if (this.#trunk === null) throw new Error('an engine is used after it was disposed of');
		return this.#trunk;
	}
}

function own(recall: Recall): SimdRecall {
	if (!(recall instanceof SimdRecall)) throw new TypeError('a recall of another engine');
	return recall;
}

/** Only where `canSimd`. */
export const makeSimdEngine: MakeEngine = (model) => new SimdEngine(model);
