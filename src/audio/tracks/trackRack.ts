import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Emitter } from '../../lib/emitter';
import { DEFAULT_TRACK, TRACK_COUNT } from '../../music/looper';
import type { Bpm } from '../../music/units';
import type { EffectMaker } from './effectMaker';
import { SWEEP_HERTZ, type EffectTuning } from './effectUnit';
import type { Later } from './insert';
import { TrackStrip, type StripSettings } from './trackStrip';

/** Whether effects can sound: their code comes when the first is wanted. Until then tracks sound dry. */
export type EffectsState = 'unloaded' | 'loading' | 'ready' | 'failed';

/** Fetches the effects' code, for strips that sound at `destination`. */
type LoadEffects = (context: Context, destination: AudioNode) => Promise<EffectMaker>;

/** What a rack is made with. */
export interface TrackRackParts {
	readonly context: Context;
	/** Connects the looper's stereo output of the track to `input`. */
	readonly connect: (track: number, input: AudioNode) => void;
	/** The mixer's input for loops. */
	readonly destination: AudioNode;
	readonly bpm: Bpm;
	readonly load?: LoadEffects;
	readonly later?: Later;
}

const loadEffects: LoadEffects = async (context, destination) => {
	const { EffectMaker } = await import('./effectMaker');
	return new EffectMaker(context, destination);
};

const afterSeconds: Later = (seconds, task) => {
	const timer = setTimeout(task, seconds * 1000);
	return () => {
		clearTimeout(timer);
	};
};

/** The strips of all audio tracks. */
export class TrackRack {
	/** The effects' state changed. */
	readonly changed = new Emitter<EffectsState>();
	readonly #load: () => Promise<EffectMaker>;
	readonly #strips: readonly TrackStrip[];
	#tuning: EffectTuning;
	#state: EffectsState = 'unloaded';

	constructor(parts: TrackRackParts) {
		const { context, connect, destination, bpm, load = loadEffects, later = afterSeconds } = parts;
		this.#load = () => load(context, destination);
		this.#tuning = { bpm, sweepHertz: SWEEP_HERTZ };
		const stripParts = { context, destination, tuning: this.#tuning, later };
		this.#strips = Array.from({ length: TRACK_COUNT }, (_, track) => {
			const strip = new TrackStrip(stripParts);
			strip.set(DEFAULT_TRACK, 'at-once');
			connect(track, strip.input);
			return strip;
		});
	}

	get state(): EffectsState {
		return this.#state;
	}

	/** For the player; empty unless the effects failed to load. */
	get sentence(): string {
		return this.#state === 'failed'
			? 'The effects could not be loaded, so the tracks sound without them: reload the page.'
			: '';
	}

	/** Throws a RangeError for a track that is none. */
	set(track: number, settings: StripSettings): void {
		const strip = this.#strips[track];
		if (strip === undefined) throw new RangeError(`no track: ${track}`);
		strip.set(settings, 'smooth');
		const wantsEffect = Object.values(settings.effects).some((amount) => amount > 0);
		if (wantsEffect) void this.#wantEffects();
	}

	/** Echoes follow. */
	setBpm(bpm: Bpm): void {
		if (bpm === this.#tuning.bpm) return;
		this.#tuning = { ...this.#tuning, bpm };
		for (const strip of this.#strips) strip.tune(this.#tuning, 'smooth');
	}

	/** Loads them, unless that was done or is under way. Failed ones are tried again. */
	async #wantEffects(): Promise<void> {
		if (this.#state === 'ready' || this.#state === 'loading') return;
		this.#setState('loading');
		const maker = await this.#load().catch(() => null);
		if (maker !== null) for (const strip of this.#strips) strip.equip(maker, 'smooth');
		this.#setState(maker === null ? 'failed' : 'ready');
	}

	#setState(state: EffectsState): void {
		this.#state = state;
		this.changed.emit(state);
	}
}
