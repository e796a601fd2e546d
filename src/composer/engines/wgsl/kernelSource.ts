import { timePairs } from '../../transformer/rotary';
import type { NetworkConfig } from '../../transformer/networkShapes';
import {
	ANSWER_ENDS,
	BAR_PASSES,
	DRUMS,
	MAX_BAR_STEPS,
	ONSET_STEPS,
	ONSETS,
	PARTS,
	PITCHES,
	symbolsOf,
	type Vocabulary
} from '../../transformer/vocabulary';
import type { Placed } from './arena';
import attend from './kernels/attend.wgsl?raw';
import choose from './kernels/choose.wgsl?raw';
import dense from './kernels/dense.wgsl?raw';
import draw from './kernels/draw.wgsl?raw';
import heads from './kernels/heads.wgsl?raw';
import line from './kernels/line.wgsl?raw';
import narrow from './kernels/narrow.wgsl?raw';
import pass from './kernels/pass.wgsl?raw';
import project from './kernels/project.wgsl?raw';
import rules from './kernels/rules.wgsl?raw';
import shared from './kernels/shared.wgsl?raw';
import steers from './kernels/steers.wgsl?raw';
import tilt from './kernels/tilt.wgsl?raw';
import weights from './kernels/weights.wgsl?raw';
import widen from './kernels/widen.wgsl?raw';
import type { PackedModel } from './packedModel';

/** Threads of a workgroup. Software runs them one after the other, and pays for each to begin and wait. */
export const HARDWARE_THREADS = 128;
export const SOFTWARE_THREADS = 16;
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
	width / heads <= 4 * SOFTWARE_THREADS &&
	4 * context + 32 * HARDWARE_THREADS <= SHARED_BYTES &&
	4 * width + 24 * HARDWARE_THREADS <= SHARED_BYTES;

/** Rows that a workgroup may multiply at once, where there are that many. */
const ROWS = [4, 2, 1] as const;

/** The most rows that a workgroup can multiply at once: their inputs, sums and results are shared. */
export const mostRows = (config: NetworkConfig): number => {
	const rowBytes = 4 * config.width + 20 * HARDWARE_THREADS + 16 * quadsOf(config);
	return ROWS.find((rows) => rows * rowBytes <= SHARED_BYTES) ?? 1;
};

/** What kernels are written for. */
export interface KernelModel {
	readonly config: NetworkConfig;
	readonly packed: PackedModel;
}

const DENSE = { project, widen, narrow } as const;
export type DenseName = keyof typeof DENSE;

/** Writes out the lines that stand for one a row. */
const unrolled = (source: string, rows: number) =>
	source.replaceAll(/^.*(_TILE|TILE_INDEX).*\n/gm, (line) =>
		Array.from({ length: rows }, (_, row) =>
			line.replaceAll('_TILE', String(row)).replaceAll('TILE_INDEX', `${row}u`)
		).join('')
	);

/** A kernel of the trunk that multiplies so many rows at once. */
export function denseSource(
	name: DenseName,
	rows: number,
	threads: number,
	{ config, packed: { layerMatrices } }: KernelModel
): string {
	const quads = quadsOf(config);
	const slices = Math.floor(threads / quads);
	return [
		constants({ ...sizesOf(config), TILE: rows, QUADS: quads, SLICES: slices }),
		weights,
		matrices(layerMatrices),
		pass,
		DENSE[name],
		unrolled(dense, rows)
	].join('\n');
}

export const attendSource = (
	threads: number,
	{ config, packed: { layerMatrices } }: KernelModel
): string =>
	[
		constants({ ...sizesOf(config), THREADS: threads }),
		weights,
		matrices(layerMatrices),
		pass,
		attend
	].join('\n');

/** Threads of a workgroup that draws, where there are threads. */
const DRAWING_THREADS = 256;
/** What is known of a step, but for how it turns queries and keys. */
export const STEP_FEATURES = 65;

/** Floats of a step of the answer, as `asked` has them. */
export const stepFloats = (config: NetworkConfig) => STEP_FEATURES + 2 * timePairs(config);

const quadsFor = (columns: number) => Math.ceil(columns / 4);

/** Words of the bits of a line's onsets: a context's longest window, and as far as onsets reach. */
export const onsetWords = ({ maxBars }: NetworkConfig) =>
	(maxBars * MAX_BAR_STEPS + 2 * ONSET_STEPS) / 32;

/** What chooses a class; also alone, so that draws can be counted. */
export const choosing = (classes: number, threads: number, piles: number) =>
	[constants({ CLASSES: classes, THREADS: threads, PILES: piles }), shared, choose].join('\n');

/** Draws the next event of every candidate. */
export function drawSource(
	threads: number,
	vocabulary: Vocabulary,
	{ config, packed }: KernelModel
): string {
	const { durations, velocities } = vocabulary;
	const symbols = symbolsOf(vocabulary);
	const classes = Math.max(ONSETS, symbols, durations.length);
	const quads = [...packed.headMatrices.values()].map((matrix) => matrix.quads);
	const placesAt = 4 * quadsFor(ONSETS);
	const gatesAt = placesAt + 4 * quadsFor(MAX_BAR_STEPS);
	return [
		constants({
			...sizesOf(config),
			ONSET_STEPS,
			ONSETS,
			BAR_PASSES,
			ANSWER_ENDS,
			PITCHES,
			DRUMS,
			PARTS: PARTS.length,
			HARMONY: PARTS.indexOf('harmony'),
			COMP: PARTS.indexOf('comp'),
			SYMBOLS: symbols,
			DURATIONS: durations.length,
			VELOCITIES: velocities,
			MAX_BARS: config.maxBars,
			ONSET_WORDS: onsetWords(config),
			STEP_FLOATS: stepFloats(config),
			ORDER_TURNS: packed.orderTurns,
			PLACES_AT: placesAt,
			GATES_AT: gatesAt,
			OUT_FLOATS: Math.max(gatesAt + 4, ...quads.map((count) => 4 * count))
		}),
		`const LENGTHS = array<f32, ${durations.length}>(${durations.join(', ')});`,
		weights,
		matrices(packed.headMatrices),
		line,
		choosing(classes, threads, Math.max(threads, ...quads)),
		tilt,
		steers,
		heads,
		rules,
		draw
	].join('\n');
}

/** As many threads as share no more than they may. */
export const drawingThreads = ({ width }: NetworkConfig) =>
	4 * 3 * width + 24 * DRAWING_THREADS + 5120 <= SHARED_BYTES ? DRAWING_THREADS : HARDWARE_THREADS;
