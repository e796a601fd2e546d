import { seededRandom, type Random } from '../../../../src/lib/random';
import type { MusicModel } from '../../../../src/composer/transformer/modelManifest';
import {
	expectedShapes,
	type NetworkConfig
} from '../../../../src/composer/transformer/networkShapes';

type Size = Pick<NetworkConfig, 'width' | 'layers' | 'heads' | 'hidden'>;

/** What models/training/model.py calls `base`. */
export const BASE_SIZE: Size = { width: 320, layers: 8, heads: 10, hidden: 1280 };
/** It likes the gaps below so many steps this much, so that it neither rests for bars nor ends at once. */
const SHORT = 12;
const LIKING = 4;

function gainOf(name: string, column: number): number {
	if (name === 'heads.onset_place') return 0;
	if (name !== 'heads.onset') return 1;
	return column < SHORT ? LIKING : 0;
}

/** From -127 to 127. */
const INTEGERS = 254;

/** In int8 as the shipped models are, a scale for each column of a matrix and each row of a table. */
function randomMatrix(name: string, rows: number, columns: number, random: Random) {
	/** Uniform, and of the variance that keeps what goes through it as large as it was. */
	const spread = Math.sqrt(12 / rows);
	const isTable = name.includes('table');
	const scales = Float32Array.from(
		{ length: isTable ? rows : columns },
		(_, index) => (spread * (isTable ? 1 : gainOf(name, index))) / INTEGERS
	);
	const integers = new Int8Array(rows * columns);
	const values = new Float32Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			const at = row * columns + column;
			integers[at] = Math.round((random() - 0.5) * INTEGERS);
			values[at] = integers[at] * scales[isTable ? row : column]!;
		}
	}
	const scaleAxis: 0 | 1 = isTable ? 0 : 1;
	return { rows, columns, values, quantised: { values: integers, scales, scaleAxis } };
}

/** Random weights of a size: they know no music, and cost the same time. */
export function randomModel(small: MusicModel, size: Size): MusicModel {
	const config = { ...small.config, ...size };
	const random = seededRandom(1);
	const tensors = new Map(
		[...expectedShapes(config, small.vocabulary)].map(([name, [rows, columns]]) => [
			name,
			randomMatrix(name, rows, columns, random)
		])
	);
	const tensorOf = (name: string) => tensors.get(name)!;
	return { ...small, name: 'random', config, tensorOf };
}
