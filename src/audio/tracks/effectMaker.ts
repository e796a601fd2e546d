import type { Context } from 'tone/build/esm/core/context/Context.js';
import { unreachable } from '../../lib/exhaustive';
import { TRACK_EFFECTS, type TrackEffect, type TrackSettings } from '../../music/looper';
import { CHORUS_TAIL_SECONDS, makeChorus } from './chorusUnit';
import { echoTail, makeDelay } from './delayUnit';
import { DRIVE_TAIL_SECONDS, makeDrive } from './driveUnit';
import type { EffectTuning, EffectUnit } from './effectUnit';
import { FILTER_TAIL_SECONDS, makeFilter } from './filterUnit';
import { Hall } from './hall';
import { IMPULSE_SECONDS } from './impulseResponse';
import { makeReverb } from './reverbUnit';

/** Seconds until full scale has fallen to SILENCE behind all effects, once nothing new comes. */
export function tailSeconds(amounts: TrackSettings['effects'], { bpm }: EffectTuning): number {
	const tails: TrackSettings['effects'] = {
		filter: FILTER_TAIL_SECONDS,
		drive: DRIVE_TAIL_SECONDS,
		chorus: CHORUS_TAIL_SECONDS,
		delay: echoTail(amounts.delay, bpm),
		reverb: IMPULSE_SECONDS
	};
	const busy = TRACK_EFFECTS.filter((effect) => amounts[effect] > 0);
	return busy.reduce((sum, effect) => sum + tails[effect], 0);
}

/** Makes effects in one context. Load this by a dynamic import: the page starts without effects. */
export class EffectMaker {
	readonly #context: Context;
	readonly #hall: Hall;

	/** `destination` is where the strips sound. */
	constructor(context: Context, destination: AudioNode) {
		this.#context = context;
		this.#hall = new Hall(context, destination);
	}

	/** Closed, and at no amount yet. */
	make(effect: TrackEffect, tuning: EffectTuning): EffectUnit {
		switch (effect) {
			case 'filter':
				return makeFilter(this.#context);
			case 'drive':
				return makeDrive(this.#context);
			case 'chorus':
				return makeChorus(this.#context, tuning);
			case 'delay':
				return makeDelay(this.#context, tuning);
			case 'reverb':
				return makeReverb(this.#context, this.#hall);
			default:
				return unreachable(effect);
		}
	}
}
