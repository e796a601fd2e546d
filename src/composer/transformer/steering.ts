import type { ControlName } from '../protocol';
import type { AnswerLine } from './answerLine';
import type { Prompt } from './prompt';
import type { Place } from './rules';
import type { Steer, Tilting } from './steer';
import { chordRate, closeness, register } from './steerPitch';
import { density, polyphony, syncopation } from './steerRhythm';
import { tilt, type Interval } from './tilt';
import { beatStepsOf, type Vocabulary } from './vocabulary';
import { wantedOf } from './wanted';

/**
 * Steers what is drawn into the classes that the controls ask for, no further than is needed, as
 * models/training/steering.py does. Gives logits that the chances are drawn from.
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
		this.#steers = makers.flatMap(([name, steerTo]) => {
			const wanted = wantedOf(name, prompt.controls, vocabulary);
			return wanted === null ? [] : [steerTo(wanted)];
		});
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
		if (this.#steers.length === 0) return logits;
		const scaled = logits.map((logit, index) =>
			allowed[index] === 1 ? logit / this.#temperature : -Infinity
		);
		for (const steer of this.#steers) {
			apply(steer, (values, interval) => {
				tilt(scaled, values, interval);
			});
		}
		return scaled.map((logit) => logit * this.#temperature);
	}
}
