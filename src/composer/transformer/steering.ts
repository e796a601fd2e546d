import type { ControlName } from '../protocol';
import type { AnswerLine } from './answerLine';
import type { Prompt } from './prompt';
import type { Place } from './rules';
import type { Steer, Tilting } from './steer';
import { chordRate, closeness, fitCall, register } from './steerPitch';
import { density, polyphony, syncopation } from './steerRhythm';
import { tilt, type Interval } from './tilt';
import { beatStepsOf, type Vocabulary } from './vocabulary';
import { wantedOf } from './wanted';

/** The share of what is due of the call that chords hold at least. */
const FIT = 0.5;

/**
 * Steers what is drawn into the classes that the controls ask for, and chords to what they accompany,
 * no further than is needed, as models/training/steering.py does. Gives logits to draw from.
 */
export class Steering {
	readonly #steers: readonly Steer[];
	readonly #temperature: number;

	constructor(prompt: Prompt, vocabulary: Vocabulary, temperature: number) {
		const beat = beatStepsOf(prompt.metre, vocabulary);
		const makers: readonly [ControlName, (wanted: Interval) => Steer][] = [
			['polyphony', polyphony],
			['chord_rate', (wanted) => chordRate(wanted, beat)],
			['syncopation', (wanted) => syncopation(wanted, beat)],
			['density', density],
			['register', register],
			['closeness', closeness]
		];
		const asked = makers.flatMap(([name, steerTo]) => {
			const wanted = wantedOf(name, prompt.controls, vocabulary);
			return wanted === null ? [] : [steerTo(wanted)];
		});
		this.#steers = [fitCall(FIT), ...asked];
		this.#temperature = temperature;
	}

	/** [ONSETS] logits; those that are not allowed stay as they are. */
	onsets(logits: Float32Array, allowed: Uint8Array, line: AnswerLine): Float32Array {
		return this.#steered(logits, allowed, (steer, tilting) => steer.onsets?.(line, tilting));
	}

	/** [symbols] logits. */
	symbols(logits: Float32Array, allowed: Uint8Array, line: AnswerLine, place: Place): Float32Array {
		return this.#steered(logits, allowed, (steer, tilting) =>
			steer.symbols?.(line, place, tilting)
		);
	}

	#steered(
		logits: Float32Array,
		allowed: Uint8Array,
		apply: (steer: Steer, tilting: Tilting) => void
	): Float32Array {
		let scaled: Float32Array | null = null;
		for (const steer of this.#steers) {
			apply(steer, (values, interval) => {
				scaled ??= logits.map((logit, index) =>
					allowed[index] === 1 ? logit / this.#temperature : -Infinity
				);
				tilt(scaled, values, interval);
			});
		}
		return scaled === null ? logits : this.#unscaled(scaled);
	}

	#unscaled(scaled: Float32Array): Float32Array {
		return scaled.map((logit) => logit * this.#temperature);
	}
}
