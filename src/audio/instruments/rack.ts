import { Emitter } from '../../lib/emitter';
import type { Channel, ScoreEvent, Sound } from '../../music/score';
import type { ContextTime } from '../../music/units';
import { ClickInstrument } from './clickInstrument';
import { loadInstrument, type LoadFailure, type SampleSource } from './loadInstrument';
import { ProbeInstrument } from './probeInstrument';
import { SampledInstrument, type SampleSet } from './sampledInstrument';
import { SynthInstrument } from './synthInstrument';
import type { Instrument, Voice } from './voice';

/** What sounds for a name. Until its samples are `ready`, and if they fail, the synth does. */
export type SoundState =
	| { readonly kind: 'unloaded' | 'loading' | 'ready' }
	| { readonly kind: 'failed'; readonly reason: LoadFailure; readonly file: string };

/** Which note on which strip. */
export type Cue = Pick<ScoreEvent, 'channel' | 'sound' | 'pitch' | 'velocity'>;

/** What the rack needs; `probe` plays an impulse for every note, for measurements. */
export interface RackOptions {
	readonly inputs: Readonly<Record<Channel, AudioNode>>;
	readonly source: SampleSource;
	/** The folder that holds a folder for each sound. */
	readonly folder: string;
	readonly isProbe: boolean;
}

/** All instruments on all strips, loaded when first wanted. */
export class Rack {
	/** A sound's state changed. */
	readonly changed = new Emitter<Sound>();
	readonly #options: RackOptions;
	readonly #states = new Map<Sound, SoundState>([['synth', { kind: 'ready' }]]);
	readonly #sets = new Map<Sound, SampleSet>();
	readonly #instruments = new Map<string, Instrument>();

	constructor(options: RackOptions) {
		this.#options = options;
	}

	stateOf(sound: Sound): SoundState {
		return this.#states.get(sound) ?? { kind: 'unloaded' };
	}

	/** Loads the sound, unless that was done or is under way. A failed one is tried again. */
	async want(sound: Sound): Promise<void> {
		const { kind } = this.stateOf(sound);
		if (kind === 'ready' || kind === 'loading') return;
		this.#setState(sound, { kind: 'loading' });
		const { folder, source } = this.#options;
		const result = await loadInstrument(`${folder}/${sound}`, source);
		if (result.kind === 'failed') {
			this.#setState(sound, result);
			return;
		}
		this.#sets.set(sound, result.set);
		this.#setState(sound, { kind: 'ready' });
	}

	/** Sounds the note at `at`. A sound that nobody wanted before is loaded for the notes to come. */
	start({ channel, sound, pitch, velocity }: Cue, at: ContextTime): Voice {
		if (this.stateOf(sound).kind === 'unloaded' && channel !== 'click') void this.want(sound);
		return this.#instrument(channel, sound).start(pitch, velocity, at);
	}

	#instrument(channel: Channel, sound: Sound): Instrument {
		const set = this.#sets.get(sound);
		const name = `${channel} ${set === undefined ? 'synth' : sound}`;
		const known = this.#instruments.get(name);
		if (known !== undefined) return known;
		const instrument = this.#build(channel, set);
		this.#instruments.set(name, instrument);
		return instrument;
	}

	#build(channel: Channel, set: SampleSet | undefined): Instrument {
		const input = this.#options.inputs[channel];
		if (this.#options.isProbe) return new ProbeInstrument(input);
		if (channel === 'click') return new ClickInstrument(input);
		return set === undefined ? new SynthInstrument(input) : new SampledInstrument(set, input);
	}

	#setState(sound: Sound, state: SoundState): void {
		this.#states.set(sound, state);
		this.changed.emit(sound);
	}
}
