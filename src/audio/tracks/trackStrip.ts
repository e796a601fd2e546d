import { Panner } from 'tone/build/esm/component/channel/Panner.js';
import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import type { TrackEffect, TrackSettings } from '../../music/looper';
import type { EffectMaker } from './effectMaker';
import type { EffectTuning } from './effectUnit';
import { glideTo, type Glide } from './glide';
import { Insert, type Later } from './insert';

/**
 * The order of the sound before the pan. The drive comes first, because all behind it is linear: a tail
 * that is folded over the loop's start is then what a second pass sounds.
 */
const INSERTS: readonly TrackEffect[] = ['drive', 'filter', 'chorus', 'delay'];

/** What a strip is made with. */
export interface StripParts {
	readonly context: Context;
	/** Where the strip sounds: the mixer's input. */
	readonly destination: AudioNode;
	readonly tuning: EffectTuning;
	readonly later: Later;
}

/** What a strip takes of a track's settings. */
export type StripSettings = Pick<TrackSettings, 'level' | 'pan' | 'effects'>;

/**
 * One audio track after the looper: effects, then pan, then level, and from there into the hall. All
 * run on whatever the loop does, so that tails cross its seam. The pan is a StereoPannerNode's: in the
 * middle nothing changes; to one side the other channel is moved over with equal power, so that what
 * was recorded on one channel alone is never lost.
 */
export class TrackStrip {
	/** Where the track's stereo output connects. */
	readonly input: AudioNode;
	readonly #inserts: readonly Insert[];
	readonly #panner: Panner;
	readonly #fader: Gain;

	constructor({ context, destination, tuning, later }: StripParts) {
		this.#panner = new Panner({ context, channelCount: 2 });
		this.#fader = new Gain({ context });
		const parts = { context, later, tuning };
		const inserts = INSERTS.map((effect) => new Insert({ ...parts, effect }));
		const reverb = new Insert({ ...parts, effect: 'reverb' });
		inserts.forEach((insert, place) => {
			insert.connect(inserts[place + 1]?.input ?? this.#panner);
		});
		this.#panner.chain(this.#fader, reverb.input);
		reverb.connect(destination);
		this.#inserts = [...inserts, reverb];
		this.input = inserts[0]!.input.input;
	}

	/** The effects that are made now; the others cost nothing. */
	get busyEffects(): readonly TrackEffect[] {
		return this.#inserts.filter(({ isBusy }) => isBusy).map(({ effect }) => effect);
	}

	set({ level, pan, effects }: StripSettings, glide: Glide): void {
		glideTo(this.#fader.gain, Math.min(1, Math.max(0, level)), glide);
		glideTo(this.#panner.pan, Math.min(1, Math.max(-1, pan)), glide);
		for (const insert of this.#inserts) insert.set(effects[insert.effect], glide);
	}

	/** From now on effects can be made; those that are wanted are. */
	equip(maker: EffectMaker, glide: Glide): void {
		for (const insert of this.#inserts) insert.equip(maker, glide);
	}

	tune(tuning: EffectTuning, glide: Glide): void {
		for (const insert of this.#inserts) insert.tune(tuning, glide);
	}
}
