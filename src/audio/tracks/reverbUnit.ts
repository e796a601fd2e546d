import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import type { EffectUnit } from './effectUnit';
import { glideTo } from './glide';
import type { Hall } from './hall';
import { IMPULSE_SECONDS } from './impulseResponse';

/** At amount 1, of the sound as it came and of the room. */
const DRY_SHARE = 0.7;
const WET_SHARE = 0.6;

/** Sends to the hall, which is heard beside the strips. */
export function makeReverb(context: Context, hall: Hall): EffectUnit {
	const gate = new Gain({ context, gain: 0 });
	const send = new Gain({ context });
	gate.chain(send, hall.enter());
	return {
		input: gate,
		output: null,
		gate,
		dry: (amount) => 1 - amount * (1 - DRY_SHARE),
		setAmount(amount, glide) {
			glideTo(send.gain, amount * WET_SHARE, glide);
		},
		tune: () => undefined,
		tail: () => IMPULSE_SECONDS,
		dispose() {
			gate.dispose();
			send.dispose();
			hall.leave();
		}
	};
}
