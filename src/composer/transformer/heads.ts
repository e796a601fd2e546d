import { CHROMA_CHANNELS } from './networkShapes';
import type { MusicModel } from './modelManifest';
import { addProduct, addRow, product, rectify } from './vectors';
import { ONSET_STEPS, PITCHES } from './vocabulary';
import type { Matrix } from './weights';

const NAMES = [
	'asked',
	'onset',
	'onset_place',
	'onset_gates',
	'onset_table',
	'place_table',
	'moment',
	'part',
	'part_table',
	'symbol_in',
	'symbol',
	'symbol_gates',
	'symbol_table',
	'duration_in',
	'duration',
	'duration_table',
	'velocity_in',
	'velocity'
] as const;

/** [ONSET_STEPS] each: 1 where something begins that many steps after the last event. */
export interface Rhythm {
	readonly callOnsets: Uint8Array;
	readonly callDrums: Uint8Array;
	/** Whether this line began a note a bar before. */
	readonly ownOnsets: Uint8Array;
}

/**
 * The attributes of the next event in turn, each seeing those before it. Plain arithmetic and no
 * tensors: masks and draws sit between the heads, and each of them is too small to be worth a
 * readback. A state [width] gathers what is known of the note.
 */
export class Heads {
	readonly #weights: Readonly<Record<(typeof NAMES)[number], Matrix>>;

	constructor({ tensorOf }: MusicModel) {
		this.#weights = Object.fromEntries(
			NAMES.map((name) => [name, tensorOf(`heads.${name}`)])
		) as Record<(typeof NAMES)[number], Matrix>;
	}

	/** The hidden state of an answer, told again what is asked [width]. */
	told(hidden: Float32Array, condition: Float32Array): Float32Array {
		const state = hidden.slice();
		addProduct(condition, this.#weights.asked, state);
		return state;
	}

	/** [ONSETS] logits. `place` is the last event's, in steps from its bar line. */
	onsets(hidden: Float32Array, place: number, barSteps: number, rhythm: Rhythm): Float32Array {
		const logits = product(hidden, this.#weights.onset);
		const byPlace = product(hidden, this.#weights.onset_place);
		const [onCall = 0, onDrum = 0, onOwn = 0] = product(hidden, this.#weights.onset_gates);
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
		const state = hidden.slice();
		addRow(this.#weights.onset_table, onset, state);
		addRow(this.#weights.place_table, place, state);
		addProduct(moment, this.#weights.moment, state);
		return state;
	}

	/** [parts] logits. */
	parts(state: Float32Array): Float32Array {
		return product(state, this.#weights.part);
	}

	addPart(state: Float32Array, part: number): void {
		addRow(this.#weights.part_table, part, state);
	}

	/** [symbols] logits, once the part is known. */
	symbols(state: Float32Array, moment: Float32Array): Float32Array {
		const inner = rectify(product(state, this.#weights.symbol_in));
		const logits = product(inner, this.#weights.symbol);
		const gates = product(state, this.#weights.symbol_gates);
		for (let pitch = 0; pitch < PITCHES; pitch++) {
			for (let channel = 0; channel < CHROMA_CHANNELS; channel++) {
				logits[pitch]! += gates[channel]! * moment[12 * channel + (pitch % 12)]!;
			}
		}
		return logits;
	}

	addSymbol(state: Float32Array, symbol: number): void {
		addRow(this.#weights.symbol_table, symbol, state);
	}

	/** [durations] logits, once part and symbol are known. */
	durations(state: Float32Array): Float32Array {
		const inner = rectify(product(state, this.#weights.duration_in));
		return product(inner, this.#weights.duration);
	}

	addDuration(state: Float32Array, duration: number): void {
		addRow(this.#weights.duration_table, duration, state);
	}

	/** [velocities] logits, once all else is known. */
	velocities(state: Float32Array): Float32Array {
		const inner = rectify(product(state, this.#weights.velocity_in));
		return product(inner, this.#weights.velocity);
	}
}
