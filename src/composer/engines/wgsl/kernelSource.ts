import { timePairs } from '../../transformer/rotary';
import type { NetworkConfig } from '../../transformer/networkShapes';
import type { Placed } from './arena';
import attend from './kernels/attend.wgsl?raw';
import dense from './kernels/dense.wgsl?raw';
import narrow from './kernels/narrow.wgsl?raw';
import pass from './kernels/pass.wgsl?raw';
import project from './kernels/project.wgsl?raw';
import weights from './kernels/weights.wgsl?raw';
import widen from './kernels/widen.wgsl?raw';
import type { PackedModel } from './packedModel';

/** Threads of a workgroup that multiplies. */
const THREADS = 128;
/** Fours of columns that a workgroup makes, more where a head is wider. */
const QUADS = 8;
/** What every device lets a workgroup share, in bytes. */
const SHARED_BYTES = 16_384;

/** The constants that a kernel begins with. */
export const constants = (values: Readonly<Record<string, number>>) =>
	Object.entries(values)
		.map(([name, value]) => `const ${name} = ${value}u;\n`)
		.join('');

export const matrices = (placed: ReadonlyMap<string, Placed>) =>
	[...placed]
		.map(
			([name, { at, scales, quads, isFloat }]) =>
				`const ${name} = Matrix(${at}u, ${scales}u, ${quads}u, ${String(isFloat)});\n`
		)
		.join('');

/** The sizes that all kernels share. */
export const sizesOf = (config: NetworkConfig) => ({
	WIDTH: config.width,
	WIDTH_QUADS: config.width / 4,
	HIDDEN_QUADS: config.hidden / 4,
	HEADS: config.heads,
	HEAD_QUADS: config.width / config.heads / 4,
	PAIRS: config.width / config.heads / 2,
	TIME_PAIRS: timePairs(config),
	CONTEXT: config.context
});

/** Columns of a workgroup: whole heads. */
export const quadsOf = ({ width, heads }: NetworkConfig) => {
	const headQuads = width / heads / 4;
	return headQuads * Math.max(1, Math.floor(QUADS / headQuads));
};

/**
 * Whether there are kernels for a network of this size: quads of columns and of half heads, memories
 * that begin where bindings may, and no more than a workgroup can share.
 */
export const canRun = ({ width, heads, hidden, context }: NetworkConfig) =>
	width % 32 === 0 &&
	hidden % 4 === 0 &&
	(width / heads) % 8 === 0 &&
	width / heads <= THREADS &&
	4 * context + 32 * THREADS <= SHARED_BYTES &&
	4 * width + 20 * THREADS <= SHARED_BYTES;

/** The most rows, 1 or 4, that a workgroup can multiply at once. */
export const mostRows = ({ width }: NetworkConfig) =>
	4 * (4 * width + 24 * THREADS) <= SHARED_BYTES ? 4 : 1;

const DENSE = { project, widen, narrow } as const;
export type DenseName = keyof typeof DENSE;

/** A kernel of the trunk that multiplies so many rows at once. */
export function denseSource(
	name: DenseName,
	rows: number,
	config: NetworkConfig,
	{ layerMatrices }: PackedModel
): string {
	const quads = quadsOf(config);
	const slices = Math.floor(THREADS / quads);
	return [
		constants({ ...sizesOf(config), TILE: rows, QUADS: quads, SLICES: slices }),
		weights,
		matrices(layerMatrices),
		pass,
		DENSE[name],
		dense
	].join('\n');
}

export const attendSource = (config: NetworkConfig, { layerMatrices }: PackedModel) =>
	[constants(sizesOf(config)), weights, matrices(layerMatrices), pass, attend].join('\n');
