import type { MusicModel } from '../../../../src/composer/transformer/modelManifest';
import type { Attribute, Constant, Graph, Node, Port } from './onnx';

const EPSILON = 1e-6;

/** Collects the nodes of a graph; each is named by what it makes. */
class Nodes {
	readonly nodes: Node[] = [];
	readonly constants: Constant[] = [];

	/** Adds an operator of one output, which it names and returns. */
	add(op: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
		const name = `${op}${this.nodes.length}`;
		this.nodes.push({ op, inputs, outputs: [name], attributes });
		return name;
	}

	/** An operator of several outputs. */
	split(input: string, axis: number, sizes: readonly number[]): string[] {
		const outputs = sizes.map((_, part) => `Split${this.nodes.length}_${part}`);
		const inputs = [input, this.shape(sizes)];
		this.nodes.push({ op: 'Split', inputs, outputs, attributes: { axis: { int: axis } } });
		return outputs;
	}

	floats(shape: readonly number[], values: Float32Array): string {
		const name = `floats${this.constants.length}`;
		this.constants.push({ name, shape, values });
		return name;
	}

	shape(sizes: readonly number[]): string {
		const name = `ints${this.constants.length}`;
		const values = BigInt64Array.from(sizes, BigInt);
		this.constants.push({ name, shape: [sizes.length], values });
		return name;
	}

	reshape(input: string, sizes: readonly number[]): string {
		return this.add('Reshape', [input, this.shape(sizes)]);
	}

	transpose(input: string, order: readonly number[]): string {
		return this.add('Transpose', [input], { perm: { ints: order } });
	}
}

export const keysOf = (layer: number) => `keys${layer}`;
export const valuesOf = (layer: number) => `values${layer}`;
export const isKeys = (cache: string) => cache.startsWith('keys');
export const grown = (cache: string) => `${cache}_grown`;

/**
 * The trunk as a graph: events [T, W] in, with their cosines and sines [T, 2W], a mask
 * [T, before + T] and per layer keys [H, W / H, before] and values [H, before, W / H]; the last hidden
 * state [1, W] and the grown keys and values out.
 */
export function trunkGraph({ config, tensorOf }: MusicModel): Graph {
	const { width, heads, layers } = config;
	const headWidth = width / heads;
	const graph = new Nodes();
	const inputs: Port[] = [
		{ name: 'x', shape: ['T', width] },
		{ name: 'cosines', shape: ['T', 2 * width] },
		{ name: 'sines', shape: ['T', 2 * width] },
		{ name: 'mask', shape: ['T', 'all'] }
	];
	const outputs: Port[] = [];
	const ones = graph.floats([width], new Float32Array(width).fill(1));
	const norm = (x: string) =>
		graph.add('SimplifiedLayerNormalization', [x, ones], {
			axis: { int: -1 },
			epsilon: { float: EPSILON },
			stash_type: { int: 1 }
		});
	const multiply = (x: string, name: string) => {
		const { rows, columns, values } = tensorOf(name);
		return graph.add('MatMul', [x, graph.floats([rows, columns], values)]);
	};
	const grow = (cache: string, added: string, axis: number, shape: Port['shape']) => {
		const output = grown(cache);
		graph.nodes.push({
			op: 'Concat',
			inputs: [cache, added],
			outputs: [output],
			attributes: { axis: { int: axis } }
		});
		inputs.push({ name: cache, shape: shape.map((size) => (size === 'all' ? 'before' : size)) });
		outputs.push({ name: output, shape });
		return output;
	};
	/** (x, y) · cos + (-y, x) · sin for each head. */
	const turn = (queriesKeys: string) => {
		const byHead = graph.reshape(queriesKeys, [-1, headWidth]);
		const [first = '', second = ''] = graph.split(byHead, 1, [headWidth / 2, headWidth / 2]);
		const quarter = graph.add('Concat', [graph.add('Neg', [second]), first], { axis: { int: 1 } });
		const turned = graph.reshape(quarter, [-1, 2 * width]);
		return graph.add('Add', [
			graph.add('Mul', [queriesKeys, 'cosines']),
			graph.add('Mul', [turned, 'sines'])
		]);
	};
	const byHead = (x: string, order: readonly number[]) =>
		graph.transpose(graph.reshape(x, [-1, heads, headWidth]), order);
	let x = 'x';
	for (let layer = 0; layer < layers; layer++) {
		const block = `trunk.blocks.${layer}`;
		const joint = multiply(norm(x), `${block}.query_key_value`);
		const [queriesKeys = '', added = ''] = graph.split(joint, 1, [2 * width, width]);
		const [queries = '', key = ''] = graph.split(turn(queriesKeys), 1, [width, width]);
		const keys = grow(keysOf(layer), byHead(key, [1, 2, 0]), 2, [heads, headWidth, 'all']);
		const values = grow(valuesOf(layer), byHead(added, [1, 0, 2]), 1, [heads, 'all', headWidth]);
		const scores = graph.add('MatMul', [byHead(queries, [1, 0, 2]), keys]);
		const shares = graph.add('Softmax', [graph.add('Add', [scores, 'mask'])], {
			axis: { int: -1 }
		});
		const heard = graph.transpose(graph.add('MatMul', [shares, values]), [1, 0, 2]);
		const attended = multiply(graph.reshape(heard, [-1, width]), `${block}.attended`);
		x = graph.add('Add', [x, attended]);
		const wide = graph.add('Relu', [multiply(norm(x), `${block}.widen`)]);
		x = graph.add('Add', [x, multiply(wide, `${block}.narrow`)]);
	}
	const last = graph.add('Gather', [norm(x), graph.shape([-1])], { axis: { int: 0 } });
	graph.nodes.push({ op: 'Identity', inputs: [last], outputs: ['hidden'] });
	outputs.push({ name: 'hidden', shape: [1, width] });
	return { nodes: graph.nodes, constants: graph.constants, inputs, outputs };
}
