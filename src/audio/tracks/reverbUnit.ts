import { Convolver } from 'tone/build/esm/component/filter/Convolver.js';
import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { ToneAudioBuffer } from 'tone/build/esm/core/context/ToneAudioBuffer.js';
import type { EffectUnit } from './effectUnit';
import { glideTo } from './glide';
import { IMPULSE_SECONDS } from './impulseResponse';

/** At amount 1, of the sound as it came and of the room. */
const DRY_SHARE = 0.7;
const WET_SHARE = 0.6;

/**
 * A hall: the sound convolved with `impulse`. A convolver of our own noise and not Tone.Reverb, whose
 * noise is another in each run, so that an export would not sound as what was heard; nor
 * Tone.Freeverb, which rings metallic and needs eight worklets a track.
 */
export function makeReverb(context: Context, impulse: AudioBuffer): EffectUnit {
	const gate = new Gain({ context, gain: 0 });
	const hall = new Convolver({ context });
	hall.normalize = false;
	hall.buffer = new ToneAudioBuffer(impulse);
	const output = new Gain({ context });
	gate.chain(hall, output);
	return {
		input: gate,
		output,
		gate,
		dry: (amount) => 1 - amount * (1 - DRY_SHARE),
		setAmount(amount, glide) {
			glideTo(output.gain, amount * WET_SHARE, glide);
		},
		tune: () => undefined,
		tail: () => IMPULSE_SECONDS,
		dispose() {
			for (const node of [gate, hall, output]) node.dispose();
		}
	};
}
