import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { expectedShapes } from '../../../src/composer/transformer/networkShapes';
import { seededRandom } from '../../../src/lib/random';
import { smallModel } from './smallModel';

export interface WildOptions {
	readonly seed?: number;
	/** How many events it can overlook. */
	readonly context?: number;
	/** Hardly ever does it rest or end. */
	readonly isHasty?: boolean;
}

/** The gaps, in steps, that a hasty network likes. */
const SHORT = 12;

/** A tiny network of random weights, which knows no music: what it cannot break nothing breaks. */
export async function wildModel(options: WildOptions = {}): Promise<MusicModel> {
	const { seed = 1, context = 512, isHasty = false } = options;
	const small = await smallModel();
	const config = { ...small.config, width: 32, heads: 2, layers: 1, hidden: 32, context };
	const random = seededRandom(seed);
	const scaleOf = (name: string, column: number) => {
		if (!isHasty || !/^heads\.onset(_place)?$/.test(name)) return 1;
		return name === 'heads.onset' && column < SHORT ? 4 : 0;
	};
	const tensors = new Map(
		[...expectedShapes(config, small.vocabulary)].map(([name, [rows, columns]]) => {
			const values = Float32Array.from(
				{ length: rows * columns },
				(_, index) => (random() - 0.5) * scaleOf(name, index % columns)
			);
			return [name, { rows, columns, values }];
		})
	);
	return { ...small, config, tensorOf: (name) => tensors.get(name)! };
}
