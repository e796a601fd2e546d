import type { ControlName } from '../protocol';
import type { AnswerLine } from './answerLine';
import type { Prompt } from './prompt';
import type { Place } from './rules';
import type { Steer, Tilt } from './steer';
import { chordRate, closeness, fitCall, register } from './steerPitch';
import { density, polyphony, syncopation } from './steerRhythm';
import { tilt, type Interval } from './tilt';
import { beatStepsOf, type Vocabulary } from './vocabulary';
import { wantedOf } from './wanted';

/** The share of what is due of the call that chords hold at least. */
export const CHORD_FIT = 0.5;

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
		this.#steers = [fitCall(CHORD_FIT), ...asked];
		this.#temperature = temperature;
	}

	/** [ONSETS] logits, as they are or steered; those that are not allowed are left out of it. */
	onsets(logits: Float32Array, allowed: Uint8Array, line: AnswerLine): Float32Array {
		return this.#tilted(
			logits,
			allowed,
			this.#steers.map((steer) => steer.onsets?.(line))
		);
	}

	/** [symbols] logits. */
	symbols(logits: Float32Array, allowed: Uint8Array, line: AnswerLine, place: Place): Float32Array {
		return this.#tilted(
			logits,
			allowed,
			this.#steers.map((steer) => steer.symbols?.(line, place))
		);
	}

	#tilted(
		logits: Float32Array,
		allowed: Uint8Array,
		steers: readonly (Tilt | null | undefined)[]
	): Float32Array {
		const tilts = steers.filter((one) => one != null);
		if (tilts.length === 0) return logits;
		const steered = new Float32Array(logits.length);
		for (let index = 0; index < logits.length; index++) {
			steered[index] = allowed[index] === 1 ? logits[index]! / this.#temperature : -Infinity;
		}
		for (const { values, interval } of tilts) tilt(steered, values, interval);
		for (let index = 0; index < steered.length; index++) steered[index]! *= this.#temperature;
		return steered;
	}
}
