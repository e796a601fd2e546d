import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import {
	expectedShapes,
	type NetworkConfig
} from '../../../src/composer/transformer/networkShapes';
import type { Matrix, Quantised } from '../../../src/composer/transformer/weights';
import { seededRandom, type Random } from '../../../src/lib/random';
import { smallModel } from '../transformer/smallModel';

/** How a random matrix is written. */
export type Written = 'by column' | 'by row' | 'in full';

/** Random weights of the size that keeps the scale of what goes through them. */
export function randomMatrix(
	rows: number,
	columns: number,
	written: Written,
	random: Random
): Matrix {
	const scale = () => (0.02 * (0.5 + random())) / Math.sqrt(rows);
	const integers = Int8Array.from(
		{ length: rows * columns },
		() => Math.round(254 * random()) - 127
	);
	if (written === 'in full') {
		return { rows, columns, values: Float32Array.from(integers, (value) => value * scale()) };
	}
	const scaleAxis = written === 'by row' ? 0 : 1;
	const scales = Float32Array.from({ length: scaleAxis === 0 ? rows : columns }, scale);
	const quantised: Quantised = { values: integers, scales, scaleAxis };
	const values = Float32Array.from(
		integers,
		(value, at) => value * scales[scaleAxis === 0 ? Math.floor(at / columns) : at % columns]!
	);
	return { rows, columns, values, quantised };
}

/** A network of any size, whose weights are random. */
export async function randomModel(
	size: Partial<NetworkConfig>,
	written: Written = 'by column',
	seed = 1
): Promise<MusicModel> {
	const small = await smallModel();
	const config = { ...small.config, ...size };
	const random = seededRandom(seed);
	const tensors = new Map(
		[...expectedShapes(config, small.vocabulary)].map(([name, [rows, columns]]) => [
			name,
			randomMatrix(rows, columns, written, random)
		])
	);
	return { ...small, config, tensorOf: (name) => tensors.get(name)! };
}
