import * as tf from '@tensorflow/tfjs';
import type { MusicModel } from '../../transformer/modelManifest';
import type { Matrix } from '../../transformer/weights';

/** The weights of one layer, [in][out]. */
export interface Layer {
	/** Queries and keys side by side, and the same as `turned` takes them: a quarter turn on. */
	readonly queriesKeys: tf.Tensor2D;
	readonly quarterTurned: tf.Tensor2D;
	readonly values: tf.Tensor2D;
	readonly attended: tf.Tensor2D;
	readonly widen: tf.Tensor2D;
	readonly narrow: tf.Tensor2D;
}

/** Some columns of a matrix, each with a sign. */
function columnsOf(
	{ rows, columns, values }: Matrix,
	width: number,
	source: (column: number) => { column: number; sign: number }
): tf.Tensor2D {
	const chosen = new Float32Array(rows * width);
	for (let column = 0; column < width; column++) {
		const from = source(column);
		for (let row = 0; row < rows; row++) {
			chosen[row * width + column] = from.sign * values[row * columns + from.column]!;
		}
	}
	return tf.tensor2d(chosen, [rows, width]);
}

/**
 * Rotation of the pairs (i, i + half) of each head: x · cos + quarter(x) · sin, where quarter(x) is
 * (-second half, first half). It is linear, so it goes into a second set of columns, and no step has
 * to cut its queries and keys in halves.
 */
function quarterTurn(column: number, headWidth: number) {
	const half = headWidth / 2;
	const isFirst = column % headWidth < half;
	return { column: isFirst ? column + half : column - half, sign: isFirst ? -1 : 1 };
}

const whole = ({ rows, columns, values }: Matrix) => tf.tensor2d(values, [rows, columns]);

/** Brings the weights to the backend that is set. */
export function loadLayers({ config, tensorOf }: MusicModel): Layer[] {
	const { width, heads, layers } = config;
	const headWidth = width / heads;
	return Array.from({ length: layers }, (_, index) => {
		const tensor = (name: string) => tensorOf(`trunk.blocks.${index}.${name}`);
		const joint = tensor('query_key_value');
		return {
			queriesKeys: columnsOf(joint, 2 * width, (column) => ({ column, sign: 1 })),
			quarterTurned: columnsOf(joint, 2 * width, (column) => quarterTurn(column, headWidth)),
			values: columnsOf(joint, width, (column) => ({ column: 2 * width + column, sign: 1 })),
			attended: whole(tensor('attended')),
			widen: whole(tensor('widen')),
			narrow: whole(tensor('narrow'))
		};
	});
}
