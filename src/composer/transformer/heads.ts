import { CHROMA_CHANNELS } from './networkShapes';
import type { MusicModel } from './modelManifest';
import { addRow, addTo, rectify } from './vectors';
import { ONSET_STEPS, PITCHES } from './vocabulary';
import type { Matrix } from './weights';

/** What states are multiplied by, [in][out]: the engine has these. */
export const HEAD_MATRICES = [
	'asked',
	'onset',
	'onset_place',
	'onset_gates',
	'moment',
	'part',
	'symbol_in',
	'symbol',
	'symbol_gates',
	'duration_in',
	'duration',
	'velocity_in',
	'velocity'
] as const;
export type HeadMatrix = (typeof HEAD_MATRICES)[number];

const TABLES = [
	'onset_table',
	'place_table',
	'part_table',
	'symbol_table',
	'duration_table'
] as const;
type Table = (typeof TABLES)[number];

/** `vector` [in] · `matrix` [in][out]; the result is the caller's to change. */
export type Product = (vector: Float32Array, matrix: HeadMatrix) => Float32Array;

/** [ONSET_STEPS] each: 1 where something begins that many steps after the last event. */
export interface Rhythm {
	readonly callOnsets: Uint8Array;
	readonly callDrums: Uint8Array;
	/** Whether this line began a note a bar before. */
	readonly ownOnsets: Uint8Array;
}

/**
 * The attributes of the next event in turn, each seeing those before it. No
 * tensors: masks and draws sit between the heads, and each of them is too small to be worth a
 * readback. A state [width] gathers what is known of the note.
 */
export class Heads {
	readonly #tables: Readonly<Record<Table, Matrix>>;
	readonly #product: Product;

	constructor({ tensorOf }: MusicModel, product: Product) {
		this.#tables = Object.fromEntries(
			TABLES.map((name) => [name, tensorOf(`heads.${name}`)])
		) as Record<Table, Matrix>;
		this.#product = product;
	}

	/** What is asked, as it is told to the hidden state of every event of an answer [width]. */
	asked(condition: Float32Array): Float32Array {
		return this.#product(condition, 'asked');
	}

	/** [ONSETS] logits. `place` is the last event's, in steps from its bar line. */
	onsets(hidden: Float32Array, place: number, barSteps: number, rhythm: Rhythm): Float32Array {
		const logits = this.#product(hidden, 'onset');
		const byPlace = this.#product(hidden, 'onset_place');
		const [onCall = 0, onDrum = 0, onOwn = 0] = this.#product(hidden, 'onset_gates');
		for (let ahead = 0; ahead < ONSET_STEPS; ahead++) {
			logits[ahead]! +=
				byPlace[(place + ahead) % barSteps]! +
				onCall * rhythm.callOnsets[ahead]! +
				onDrum * rhythm.callDrums[ahead]! +
				onOwn * rhythm.ownOnsets[ahead]!;
		}
		return logits;
	}

	/** The state once the onset, and so its place in the bar and what sounds there, is known. */
	placed(hidden: Float32Array, onset: number, place: number, moment: Float32Array): Float32Array {
		const state = addTo(this.#product(moment, 'moment'), hidden);
		addRow(this.#tables.onset_table, onset, state);
		addRow(this.#tables.place_table, place, state);
		return state;
	}

	/** [parts] logits. */
	parts(state: Float32Array): Float32Array {
		return this.#product(state, 'part');
	}

	addPart(state: Float32Array, part: number): void {
		addRow(this.#tables.part_table, part, state);
	}

	/** [symbols] logits, once the part is known. */
	symbols(state: Float32Array, moment: Float32Array): Float32Array {
		const inner = rectify(this.#product(state, 'symbol_in'));
		const logits = this.#product(inner, 'symbol');
		const gates = this.#product(state, 'symbol_gates');
		const byClass = new Float32Array(12);
		for (let channel = 0; channel < CHROMA_CHANNELS; channel++) {
			for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
				byClass[pitchClass]! += gates[channel]! * moment[12 * channel + pitchClass]!;
			}
		}
		for (let pitch = 0; pitch < PITCHES; pitch++) logits[pitch]! += byClass[pitch % 12]!;
		return logits;
	}

	addSymbol(state: Float32Array, symbol: number): void {
		addRow(this.#tables.symbol_table, symbol, state);
	}

	/** [durations] logits, once part and symbol are known. */
	durations(state: Float32Array): Float32Array {
		const inner = rectify(this.#product(state, 'duration_in'));
		return this.#product(inner, 'duration');
	}

	addDuration(state: Float32Array, duration: number): void {
		addRow(this.#tables.duration_table, duration, state);
	}

	/** [velocities] logits, once all else is known. */
	velocities(state: Float32Array): Float32Array {
		const inner = rectify(this.#product(state, 'velocity_in'));
		return this.#product(inner, 'velocity');
	}
}
