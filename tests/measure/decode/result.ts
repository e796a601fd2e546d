import { rounded } from '../table';
import type { Bandwidths } from './bandwidths';
import { figuresOf, notesPerStep, ratio, type Figures } from './figures';
import { weightBytesOf } from './limit';
import type { PlaceSamples } from './samples';
import type { Tree } from './tables';

const ENGINES = ['simd', 'tfjs-wasm', 'tfjs-webgpu', 'wgsl'];
const PEERS = ['magenta-wasm', 'magenta-webgpu', 'ort-wasm', 'ort-webgpu', 'js'];
const MODELS = ['small', 'base'] as const;
const GIGABYTE = 1e9;

type Measured = readonly PlaceSamples[];
type ByModel = Record<(typeof MODELS)[number], number | null>;

const byModel = (valueOf: (model: (typeof MODELS)[number]) => number | null): ByModel => ({
	small: valueOf('small'),
	base: valueOf('base')
});

/**
 * Figures by name, model and batch; null for what was not measured. A checkpoint of random weights
 * begins a note at nearly every step, so it is credited with the notes a step of the trained one on
 * the same backend.
 */
export function treeOf(names: readonly string[], measured: Measured): Tree {
	const tree: Tree = Object.fromEntries(names.map((name) => [name, null]));
	for (const samples of measured) {
		const { rung, model } = samples.place;
		if (!names.includes(rung)) continue;
		const batches = [...samples.batches].map(([batch, values]) => {
			return [batch, figuresOf(samples, values, shareFor(samples, measured))] as const;
		});
		(tree[rung] ??= {})[model] = Object.fromEntries(batches);
	}
	return tree;
}

function shareFor({ place, isRandom }: PlaceSamples, measured: Measured): number | null {
	if (!isRandom || place.model !== 'basic_rnn') return null;
	const trained = measured.find(
		(other) => other.place.rung === place.rung && other.place.model === 'melody-rnn'
	);
	return trained === undefined ? null : notesPerStep(trained);
}

type Speed = 'notes_per_s' | 'notes_per_cpu_s';

/** MusicRNN of basic_rnn's size on its fastest backend that is no software. */
function bestMagenta(peers: Tree, speed: Speed): number | null {
	const speeds = ['magenta-wasm', 'magenta-webgpu']
		.map((name) => peers[name]?.basic_rnn?.['1'])
		.filter((figures): figures is Figures => figures !== undefined && !figures.is_software)
		.map((figures) => figures[speed] ?? 0);
	return Math.max(0, ...speeds) || null;
}

/** How far simd is from its limit (1 is at it, 2 is half as fast) and from MusicRNN (2 is twice as fast). */
function ratiosOf(engines: Tree, peers: Tree, limits: ByModel, speed: Speed) {
	const simd = byModel((model) => engines.simd?.[model]?.['1']?.[speed] ?? null);
	const magenta = bestMagenta(peers, speed);
	return {
		overLimit: byModel((model) => ratio(limits[model], simd[model])),
		overMagenta: byModel((model) => ratio(simd[model], magenta))
	};
}

/** What the page's own timer of 10 ms came to while engines that are no software made answers. */
function mainP99(engines: Tree): number | null {
	const values = Object.values(engines)
		.flatMap((models) => Object.values(models ?? {}))
		.flatMap((batches) => Object.values(batches))
		.filter(({ is_software }) => !is_software)
		.map(({ main_p99_ms }) => main_p99_ms ?? 0);
	return values.length > 0 ? Math.max(...values) : null;
}

/** All that follows from the samples. `simd_over_limit` is `base`'s: limit over simd, 2 is half as fast. */
export function resultOf(measured: Measured, { memory, resident }: Bandwidths) {
	const engines = treeOf(ENGINES, measured);
	const peers = treeOf(PEERS, measured);
	const bytes = byModel(weightBytesOf) as Record<(typeof MODELS)[number], number>;
	const limits = byModel((model) => rounded(memory / bytes[model], 0));
	const byWall = ratiosOf(engines, peers, limits, 'notes_per_s');
	const byCpu = ratiosOf(engines, peers, limits, 'notes_per_cpu_s');
	return {
		engines,
		peers,
		weight_bytes: bytes,
		bandwidth_gb_s: rounded(memory / GIGABYTE),
		resident_gb_s: byModel((model) => rounded(resident[model] / GIGABYTE)),
		limit_notes_per_s: limits,
		limit_resident_notes_per_s: byModel((model) => rounded(resident[model] / bytes[model], 0)),
		simd_over_limit: byWall.overLimit.base,
		simd_over_limit_small: byWall.overLimit.small,
		simd_over_magenta: byWall.overMagenta,
		by_cpu: { simd_over_limit: byCpu.overLimit, simd_over_magenta: byCpu.overMagenta },
		main_p99_ms: mainP99(engines)
	};
}

export type Result = ReturnType<typeof resultOf>;
