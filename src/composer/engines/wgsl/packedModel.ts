import { HEAD_MATRICES } from '../../transformer/heads';
import type { MusicModel } from '../../transformer/modelManifest';
import { timePairs, writeTurns } from '../../transformer/rotary';
import { Arena, areQuantised, type Placed, type Use } from './arena';

const LAYER_MATRICES = ['query_key_value', 'attended', 'widen', 'narrow'] as const;
const EVENT_TABLES = 8;
const HEAD_TABLES = ['onset_table', 'place_table', 'part_table', 'symbol_table', 'duration_table'];

/** All that the kernels read of a model, in one buffer. */
export interface PackedModel {
	readonly words: Uint32Array<ArrayBuffer>;
	/** Where each layer's section begins, in bytes; they are of one size. */
	readonly layers: readonly number[];
	readonly layerBytes: number;
	/** By the name in the kernels; from the beginning of the layer's section. */
	readonly layerMatrices: ReadonlyMap<string, Placed>;
	/** Where the section of the heads and the embedding begins, in bytes. */
	readonly heads: number;
	/** By the name in the kernels; from the beginning of that section. */
	readonly headMatrices: ReadonlyMap<string, Placed>;
	/** [context, pairs that turn by order, 2] cosines and sines, in words from the section's beginning. */
	readonly orderTurns: number;
}

/** The name of a matrix in the kernels. */
const nameOf = (name: string) => name.toUpperCase().replaceAll('.', '_');

function packHeads(arena: Arena, model: MusicModel): Map<string, Placed> {
	const placed = new Map<string, Placed>();
	const add = (name: string, tensor: string, use: Use) => {
		const isFloat = !areQuantised(model, [tensor], use);
		placed.set(nameOf(name), arena.add(model, tensor, use, isFloat));
	};
	for (const name of HEAD_MATRICES) add(name, `heads.${name}`, 'product');
	for (const name of HEAD_TABLES) add(name, `heads.${name}`, 'table');
	add('event_moment', 'trunk.moment', 'product');
	for (let index = 0; index < EVENT_TABLES; index++) {
		add(`event_table_${index}`, `trunk.event_tables.${index}`, 'table');
	}
	return placed;
}

function packOrderTurns(arena: Arena, { config }: MusicModel): number {
	const pairs = config.width / config.heads / 2;
	const byTime = timePairs(config);
	const cosines = new Float32Array(pairs);
	const sines = new Float32Array(pairs);
	const turns: number[] = [];
	for (let order = 0; order < config.context; order++) {
		writeTurns({ at: 0, order, barSteps: 1 }, config, cosines, sines);
		for (let pair = byTime; pair < pairs; pair++) turns.push(cosines[pair]!, sines[pair]!);
	}
	return arena.addFloats(Float32Array.from(turns));
}

/** Layers first, then what draws the next event. */
export function packModel(model: MusicModel): PackedModel {
	const arena = new Arena();
	const layerMatrices = new Map<string, Placed>();
	const tensorOf = (layer: number, name: string) => `trunk.blocks.${layer}.${name}`;
	const indices = [...Array(model.config.layers).keys()];
	const layers = indices.map((layer) => {
		const begin = arena.beginSection();
		for (const name of LAYER_MATRICES) {
			const alike = indices.map((index) => tensorOf(index, name));
			const isFloat = !areQuantised(model, alike, 'product');
			const placed = arena.add(model, tensorOf(layer, name), 'product', isFloat);
			layerMatrices.set(nameOf(name), placed);
		}
		return 4 * begin;
	});
	const heads = 4 * arena.beginSection();
	const headMatrices = packHeads(arena, model);
	const orderTurns = packOrderTurns(arena, model);
	const layerBytes = heads / layers.length;
	return {
		words: arena.words(),
		layers,
		layerBytes,
		layerMatrices,
		heads,
		headMatrices,
		orderTurns
	};
}
