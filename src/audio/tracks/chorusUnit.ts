import { Merge } from 'tone/build/esm/component/channel/Merge.js';
import { Split } from 'tone/build/esm/component/channel/Split.js';
import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Delay } from 'tone/build/esm/core/context/Delay.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { connect } from 'tone/build/esm/core/context/ToneAudioNode.js';
import { SWEEP_HERTZ, type EffectTuning, type EffectUnit } from './effectUnit';
import { glideTo } from './glide';

const CENTRE_SECONDS = 0.012;
/** How far the delay swings to each side, at amounts 0 and 1: 21 cents at most. */
const LEAST_SWING_SECONDS = 0.001;
const MOST_SWING_SECONDS = 0.0025;
export const CHORUS_TAIL_SECONDS = 0.02;
/** At amount 1, of the sound as it came and of the moved one: together about as loud as before. */
const DRY_SHARE = 0.7;
const WET_SHARE = 0.7;

/** One delayed copy a side, swept against each other, so that both together keep the pitch in the middle. */
export function makeChorus(context: Context, tuning: EffectTuning): EffectUnit {
	const gate = new Gain({ context, gain: 0 });
	const split = new Split({ context, channels: 2 });
	const merge = new Merge({ context, channels: 2 });
	const output = new Gain({ context });
	const swings = [1, -1].map(() => new Gain({ context, gain: 0 }));
	const sides = swings.map((swing, side) => {
		const delay = new Delay({ context, delayTime: CENTRE_SECONDS, maxDelay: CHORUS_TAIL_SECONDS });
		// One channel comes anyway, but unless that is said Chromium loses the first block of the right one.
		delay.channelCount = 1;
		delay.channelCountMode = 'explicit';
		swing.connect(delay.delayTime);
		split.connect(delay, side, 0);
		delay.connect(merge, 0, side);
		return delay;
	});
	const sweep = new OscillatorNode(context.rawContext as BaseAudioContext, {
		frequency: tuning.sweepHertz
	});
	for (const swing of swings) connect(sweep, swing);
	sweep.start();
	gate.connect(split);
	merge.connect(output);
	/** A faster sweep swings less, so that the pitch bends as far. */
	const calm = Math.min(1, SWEEP_HERTZ / tuning.sweepHertz);
	return {
		input: gate,
		output,
		gate,
		dry: (amount) => 1 - amount * (1 - DRY_SHARE),
		setAmount(amount, glide) {
			const swing = LEAST_SWING_SECONDS + amount * (MOST_SWING_SECONDS - LEAST_SWING_SECONDS);
			swings.forEach(({ gain }, side) => {
				glideTo(gain, (side === 0 ? swing : -swing) * calm, glide);
			});
			glideTo(output.gain, amount * WET_SHARE, glide);
		},
		tune: () => undefined,
		tail: () => CHORUS_TAIL_SECONDS,
		dispose() {
			sweep.stop();
			sweep.disconnect();
			for (const node of [gate, split, merge, output, ...swings, ...sides]) node.dispose();
		}
	};
}
