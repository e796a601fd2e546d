import {
	KINDS,
	MAX_BAR_STEPS,
	ONSETS,
	PARTS,
	symbolsOf,
	TASKS,
	type Vocabulary
} from './vocabulary';

/** The size of a network and how it knows places. The width of a head is `width / heads`. */
export interface NetworkConfig {
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly hidden: number;
	/** `musical`: turned by beats, bars and order; `rope`: by order alone. */
	readonly places: 'musical' | 'rope';
	/** Steps. */
	readonly beatPeriods: readonly number[];
	/** Bars. */
	readonly barPeriods: readonly number[];
	/** Events, beginnings included. */
	readonly context: number;
	readonly maxBars: number;
	/** How far the heads are told of what comes, in steps. */
	readonly aheadSteps: number;
}

/** 12 pitch classes each of call, call's bass, call ahead, own line; then whether the call is known. */
export const CHROMA_CHANNELS = 4;
export const MOMENT_FEATURES = 12 * CHROMA_CHANNELS + 1;
/** Call onset, call drum, own onset a bar ago. */
export const ONSET_CHANNELS = 3;

/** Every tensor that a network of this size has, with its shape: PyTorch's names. */
export function expectedShapes(
	{ width, layers, hidden, maxBars }: NetworkConfig,
	vocabulary: Vocabulary
): Map<string, readonly [rows: number, columns: number]> {
	const { durations, velocities, metres, controls } = vocabulary;
	const symbols = symbolsOf(vocabulary);
	const tables = [
		KINDS,
		MAX_BAR_STEPS,
		maxBars + 1,
		maxBars + 1,
		PARTS.length + 1,
		symbols + 1,
		durations.length + 1,
		velocities + 1
	];
	return new Map<string, readonly [number, number]>([
		...tables.map((rows, index) => [`trunk.event_tables.${index}`, [rows, width]] as const),
		['trunk.metre_table', [metres.length + 1, width]],
		['trunk.task_table', [TASKS.length, width]],
		['trunk.part_table', [PARTS.length, width]],
		...controls.map(
			({ edges }, index) => [`trunk.control_tables.${index}`, [edges.length + 2, width]] as const
		),
		['trunk.moment', [MOMENT_FEATURES, width]],
		...Array.from({ length: layers }, (_, layer) => blockShapes(layer, width, hidden)).flat(),
		['heads.asked', [width, width]],
		['heads.onset', [width, ONSETS]],
		['heads.onset_place', [width, MAX_BAR_STEPS]],
		['heads.onset_gates', [width, ONSET_CHANNELS]],
		['heads.onset_table', [ONSETS, width]],
		['heads.place_table', [MAX_BAR_STEPS, width]],
		['heads.moment', [MOMENT_FEATURES, width]],
		['heads.part', [width, PARTS.length]],
		['heads.part_table', [PARTS.length, width]],
		['heads.symbol_in', [width, width]],
		['heads.symbol', [width, symbols]],
		['heads.symbol_gates', [width, CHROMA_CHANNELS]],
		['heads.symbol_table', [symbols, width]],
		['heads.duration_in', [width, width]],
		['heads.duration', [width, durations.length]],
		['heads.duration_table', [durations.length, width]],
		['heads.velocity_in', [width, width]],
		['heads.velocity', [width, velocities]]
	]);
}

function blockShapes(layer: number, width: number, hidden: number) {
	const block = `trunk.blocks.${layer}`;
	return [
		[`${block}.query_key_value`, [width, 3 * width]],
		[`${block}.attended`, [width, width]],
		[`${block}.widen`, [width, hidden]],
		[`${block}.narrow`, [hidden, width]]
	] as const;
}
