import { seededRandom } from '../../src/lib/random';

/** The files of a checkpoint by name, and a `fetch` that finds them below any folder. */
export type CheckpointFiles = Map<string, Uint8Array<ArrayBuffer>>;

export interface TinyOptions {
	readonly units?: readonly number[];
	readonly counterBits?: number;
	readonly isHalf?: boolean;
	readonly chordEncoder?: string;
	readonly shards?: number;
	/** Added to the last layer's bias of one class, to make it the usual choice. */
	readonly favourite?: number;
}

const CLASSES = 38;
const CHORD_INPUTS = 37;
const jsonBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** IEEE 754 half precision of a number of ordinary size, rounded towards zero. */
function halfBits(value: number): number {
	const [bits = 0] = new Uint32Array(new Float32Array([value]).buffer);
	const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
	const sign = (bits >>> 16) & 0x8000;
	return exponent <= 0 ? sign : sign | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}

/** Shapes by name, in the order of Magenta's checkpoints. */
function shapesOf(units: readonly number[], inputs: number): Map<string, number[]> {
	const shapes = new Map<string, number[]>();
	let width = inputs;
	for (const [index, size] of units.entries()) {
		const cell = `rnn/multi_rnn_cell/cell_${String(index)}/basic_lstm_cell/`;
		shapes.set(`${cell}bias`, [4 * size]);
		shapes.set(`${cell}kernel`, [width + size, 4 * size]);
		width = size;
	}
	shapes.set('fully_connected/biases', [CLASSES]);
	shapes.set('fully_connected/weights', [width, CLASSES]);
	return shapes;
}

/** A MusicRNN of random weights, always the same for the same options. */
export function tinyCheckpoint(options: TinyOptions = {}): CheckpointFiles {
	const { units = [8], counterBits = 0, isHalf = false, chordEncoder, shards = 2 } = options;
	const inputs = CLASSES + counterBits + (chordEncoder === undefined ? 0 : CHORD_INPUTS);
	const shapes = shapesOf(units, inputs);
	const random = seededRandom(1);
	const values: number[] = [];
	for (const [name, shape] of shapes) {
		const start = values.length;
		const count = shape.reduce((product, size) => product * size, 1);
		for (let index = 0; index < count; index++) values.push((random() - 0.5) * 0.6);
		if (name.endsWith('biases') && options.favourite !== undefined) {
			values[start + options.favourite] = 30;
		}
	}
	const numbers = isHalf ? new Uint16Array(values.map(halfBits)) : new Float32Array(values);
	const bytes = new Uint8Array(numbers.buffer);
	const paths = Array.from({ length: shards }, (_, shard) => `group1-shard${String(shard + 1)}`);
	const quantization = { dtype: 'float16', original_dtype: 'float32' };
	const weights = [...shapes].map(([name, shape]) => ({
		name,
		shape,
		dtype: 'float32',
		...(isHalf && { quantization })
	}));
	const config = {
		type: 'MusicRNN',
		dataConverter: { type: 'MelodyConverter', args: { minPitch: 48, maxPitch: 83 } },
		...(counterBits > 0 && {
			auxInputs: [{ type: 'BinaryCounter', args: { numBits: counterBits } }]
		}),
		...(chordEncoder !== undefined && { chordEncoder })
	};
	const size = Math.ceil(bytes.length / shards);
	return new Map([
		['config.json', jsonBytes(config)],
		['weights_manifest.json', jsonBytes([{ paths, weights }])],
		...paths.map((path, shard) => [path, bytes.slice(shard * size, (shard + 1) * size)] as const)
	]);
}

/** Answers 404 for what is not among the files. */
export const fetchFrom = (files: CheckpointFiles) => (url: string) => {
	const file = files.get(url.slice(url.lastIndexOf('/') + 1));
	return Promise.resolve(file ? new Response(file) : new Response('', { status: 404 }));
};
