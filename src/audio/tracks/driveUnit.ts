import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { BiquadFilter } from 'tone/build/esm/component/filter/BiquadFilter.js';
import { WaveShaper } from 'tone/build/esm/signal/WaveShaper.js';
import type { EffectUnit } from './effectUnit';
import { glideTo } from './glide';

/** At amount 1: 30 dB into the curve. */
const MOST_GAIN = 31.6;
/** The curve is drawn for what comes in up to so many times full scale; there it is flat. */
const REACH = 8;
/** Odd, so that silence lies on a point of the curve and stays silence. */
const POINTS = 8_193;
/** A loudspeaker's cone: the harsh top goes as the drive comes. */
const BRIGHT_HERTZ = 16_000;
const DARK_HERTZ = 5_500;
/** Of a Butterworth filter, as a low pass counts. */
const FLAT_DECIBELS = -3.01;
export const DRIVE_TAIL_SECONDS = 0.01;

/**
 * A tanh curve, driven by 0 to 30 dB, and quieter by half of that, so that a sound of ordinary level
 * stays about as loud. It is not oversampled: that would delay the track by some 2 ms against the
 * others. The gate lies behind the curve, because what comes in quieter would only be driven less.
 */
export function makeDrive(context: Context): EffectUnit {
	const input = new Gain({ context });
	const shaper = new WaveShaper({ context });
	shaper.curve = Float32Array.from({ length: POINTS }, (_, index) =>
		Math.tanh(REACH * ((2 * index) / (POINTS - 1) - 1))
	);
	const makeup = new Gain({ context });
	const cone = new BiquadFilter({ context, type: 'lowpass', Q: FLAT_DECIBELS });
	const gate = new Gain({ context, gain: 0 });
	input.chain(shaper, makeup, gate, cone);
	const output = new Gain({ context });
	cone.connect(output);
	return {
		input,
		output,
		gate,
		dry: () => 0,
		setAmount(amount, glide) {
			const gain = MOST_GAIN ** amount;
			glideTo(input.gain, gain / REACH, glide);
			glideTo(makeup.gain, 1 / Math.sqrt(gain), glide);
			glideTo(cone.frequency, BRIGHT_HERTZ * (DARK_HERTZ / BRIGHT_HERTZ) ** amount, glide);
		},
		tune: () => undefined,
		tail: () => DRIVE_TAIL_SECONDS,
		dispose() {
			for (const node of [input, shaper, makeup, gate, cone, output]) node.dispose();
		}
	};
}
