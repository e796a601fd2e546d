import { encodeMessage, type Field } from './protobuf';

/** A number, numbers or a text that an operator is told. */
export type Attribute = { float: number } | { int: number } | { ints: readonly number[] };

export interface Node {
	readonly op: string;
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** Numbers that lie in the file. */
export interface Constant {
	readonly name: string;
	readonly shape: readonly number[];
	readonly values: Float32Array | BigInt64Array;
}

/** A tensor of floats; a text stands for a size that changes. */
export interface Port {
	readonly name: string;
	readonly shape: readonly (number | string)[];
}

export interface Graph {
	readonly nodes: readonly Node[];
	readonly constants: readonly Constant[];
	readonly inputs: readonly Port[];
	readonly outputs: readonly Port[];
}

const IR_VERSION = 8;
const OPSET = 17;
const FLOAT = 1;
const INT64 = 7;
/** AttributeProto.AttributeType. */
const TYPES = { float: 1, int: 2, ints: 7 };

function attributeOf([name, value]: [string, Attribute]): Field {
	const content: readonly Field[] =
		'float' in value
			? [
					[2, 'float', value.float],
					[20, 'int', TYPES.float]
				]
			: 'int' in value
				? [
						[3, 'int', value.int],
						[20, 'int', TYPES.int]
					]
				: [...value.ints.map((int): Field => [8, 'int', int]), [20, 'int', TYPES.ints]];
	return [5, 'message', [[1, 'text', name], ...content]];
}

const nodeOf = ({ op, inputs, outputs, attributes = {} }: Node): Field => [
	1,
	'message',
	[
		...inputs.map((input): Field => [1, 'text', input]),
		...outputs.map((output): Field => [2, 'text', output]),
		[4, 'text', op],
		...Object.entries(attributes).map(attributeOf)
	]
];

const constantOf = ({ name, shape, values }: Constant): Field => [
	5,
	'message',
	[
		...shape.map((size): Field => [1, 'int', size]),
		[2, 'int', values instanceof Float32Array ? FLOAT : INT64],
		[8, 'text', name],
		[9, 'bytes', new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]
	]
];

const portOf =
	(field: number) =>
	({ name, shape }: Port): Field => {
		const sizes = shape.map((size): Field => [
			1,
			'message',
			[typeof size === 'number' ? [1, 'int', size] : [2, 'text', size]]
		]);
		const tensor: Field = [
			1,
			'message',
			[
				[1, 'int', FLOAT],
				[2, 'message', sizes]
			]
		];
		return [
			field,
			'message',
			[
				[1, 'text', name],
				[2, 'message', [tensor]]
			]
		];
	};

/** A graph as the bytes of an .onnx file (onnx.proto, IR 8). */
export const encodeModel = (graph: Graph): Uint8Array<ArrayBuffer> =>
	encodeMessage([
		[1, 'int', IR_VERSION],
		[
			7,
			'message',
			[
				...graph.nodes.map(nodeOf),
				[2, 'text', 'trunk'],
				...graph.constants.map(constantOf),
				...graph.inputs.map(portOf(11)),
				...graph.outputs.map(portOf(12))
			]
		],
		[8, 'message', [[2, 'int', OPSET]]]
	]);
