import { HEAD_MATRICES, type HeadMatrix } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import type { KernelMemory } from './kernelMemory';
import { layMatrix, type LaidMatrix } from './panels';
import { byPairs, inOrder, pairPlaces } from './places';

const F32_BYTES = 4;
/** So many rows are read at once: what is prepared of them stays in the nearest cache. */
export const MOST_ROWS = 8;
/** Keys are looked at four at a time. */
const KEYS_AT_ONCE = 4;
/** Of an input as prepare.as.ts prepares it, and of what it notes about a row. */
const PREPARED_BYTES = 8;
const ROW_BYTES = 24;
/** Integers of a row's place, as trunk.as.ts has it. */
export const PLACE_INTEGERS = 4;

/** A network laid out for the kernels. Places are bytes, and rows are filled up with zeros. */
export interface Plan {
	/** Of the numbers of trunk.as.ts's Plan. */
	readonly at: number;
	/** [MOST_ROWS][xWidth] */
	readonly x: number;
	readonly xWidth: number;
	/** [MOST_ROWS][2][pairs] */
	readonly turns: number;
	readonly pairs: number;
	/** [MOST_ROWS] */
	readonly places: number;
	readonly vector: number;
	readonly result: number;
	readonly slotBytes: number;
	readonly heads: Readonly<Record<HeadMatrix, LaidMatrix>>;
}

function layLayers({ config, tensorOf }: MusicModel, memory: KernelMemory): LaidMatrix[][] {
	const { width, heads, layers, hidden } = config;
	const [across, inside] = [inOrder(width), inOrder(hidden)];
	const joint = byPairs(3, heads, width / heads);
	const heard = byPairs(1, heads, width / heads);
	return Array.from({ length: layers }, (_, index) => {
		const tensor = (name: string) => tensorOf(`trunk.blocks.${index}.${name}`);
		return [
			layMatrix(memory, tensor('query_key_value'), { rows: across, columns: joint }),
			layMatrix(memory, tensor('attended'), { rows: heard, columns: across }),
			layMatrix(memory, tensor('widen'), { rows: across, columns: inside }),
			layMatrix(memory, tensor('narrow'), { rows: inside, columns: across, isSparse: true })
		];
	});
}

function layHeads({ tensorOf }: MusicModel, memory: KernelMemory) {
	const laid = HEAD_MATRICES.map((name) => [name, layMatrix(memory, tensorOf(`heads.${name}`))]);
	return Object.fromEntries(laid) as Record<HeadMatrix, LaidMatrix>;
}

/** Brings the weights to the kernels and takes the room that they work in. */
export function layPlan(model: MusicModel, memory: KernelMemory): Plan {
	const { width, layers, heads, context } = model.config;
	const matrices = layLayers(model, memory);
	const headMatrices = layHeads(model, memory);
	const all = [...matrices.flat(), ...Object.values(headMatrices)];
	const mostInputs = Math.max(...all.map(({ inputs }) => inputs));
	const mostOutputs = Math.max(...all.map(({ outputs }) => outputs));
	const [joint, attended, widen] = matrices[0]!;
	const pairs = pairPlaces(width / heads);
	const room = Math.ceil(context / KEYS_AT_ONCE) * KEYS_AT_ONCE;
	const integersAt = (values: readonly number[]): number => {
		const at = memory.take(values.length * 4);
		memory.integers.set(values, at / 4);
		return at;
	};
	const floatsOf = (count: number) => memory.take(count * F32_BYTES);
	const layer = integersAt(matrices.flat().map(({ at }) => at));
	const prepared = integersAt([
		memory.take(MOST_ROWS * mostInputs * PREPARED_BYTES),
		memory.take(MOST_ROWS * ROW_BYTES)
	]);
	const x = floatsOf(MOST_ROWS * joint!.inputs);
	const turns = floatsOf(MOST_ROWS * 2 * pairs);
	const jointRows = floatsOf(MOST_ROWS * joint!.outputs);
	const heard = floatsOf(MOST_ROWS * attended!.inputs);
	const wide = floatsOf(MOST_ROWS * widen!.outputs);
	const scores = floatsOf(room + KEYS_AT_ONCE);
	const places = memory.take(MOST_ROWS * PLACE_INTEGERS * 4);
	const vector = floatsOf(mostInputs);
	const result = floatsOf(mostOutputs);
	const output = memory.take(12);
	const at = integersAt([
		...[width, layers, heads, 2 * pairs * F32_BYTES, room, layer],
		...[x, turns, jointRows, heard, wide, scores, places, vector, result, prepared, output]
	]);
	const slotBytes = layers * 2 * heads * room * 2 * pairs * F32_BYTES;
	return {
		...{ at, x, xWidth: joint!.inputs, turns, pairs, places, vector, result },
		...{ slotBytes, heads: headMatrices }
	};
}
