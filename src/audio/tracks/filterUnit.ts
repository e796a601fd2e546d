import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { BiquadFilter } from 'tone/build/esm/component/filter/BiquadFilter.js';
import type { EffectUnit } from './effectUnit';
import { glideTo } from './glide';

/** Almost all is heard at amount 0, and the bass alone at 1. */
const OPEN_HERTZ = 18_000;
const CLOSED_HERTZ = 200;
/** The two of a Butterworth filter of fourth order (Q 0.541 and 1.307), in decibels as a low pass counts. */
const FLAT_DECIBELS = [-5.34, 2.32] as const;
/** What the second rises by at amount 1: a peak that is heard to move. */
const PEAK_DECIBELS = 5;
/** Until the lowest resonance has died away. */
export const FILTER_TAIL_SECONDS = 0.1;

/** A low pass of 24 dB an octave that closes evenly in octaves from 18 kHz to 200 Hz. */
export function makeFilter(context: Context): EffectUnit {
	const [first, second] = FLAT_DECIBELS.map(
		(decibels) => new BiquadFilter({ context, type: 'lowpass', Q: decibels })
	) as [BiquadFilter, BiquadFilter];
	const gate = new Gain({ context, gain: 0 });
	const output = new Gain({ context });
	gate.chain(first, second, output);
	return {
		input: gate,
		output,
		gate,
		dry: () => 0,
		setAmount(amount, glide) {
			const hertz = OPEN_HERTZ * (CLOSED_HERTZ / OPEN_HERTZ) ** amount;
			for (const { frequency } of [first, second]) glideTo(frequency, hertz, glide);
			glideTo(second.Q, FLAT_DECIBELS[1] + amount * PEAK_DECIBELS, glide);
		},
		tune: () => undefined,
		tail: () => FILTER_TAIL_SECONDS,
		dispose() {
			for (const node of [gate, first, second, output]) node.dispose();
		}
	};
}
