import type { ContextTime, Pitch, Velocity } from '../../music/units';
import { velocityGain } from './loudness';
import { NodeVoice } from './nodeVoice';
import type { Instrument, Voice } from './voice';

/** One recorded note. */
export interface Sample {
	readonly buffer: AudioBuffer;
	/** What it sounds at its own speed. */
	readonly pitch: Pitch;
	/** Brings it to the instrument's loudness. */
	readonly gain: number;
}

/** The recorded notes of one instrument. */
export interface SampleSet {
	/** Drums are not repitched: each key has its own sample or sounds nothing like its neighbour. */
	readonly isDrums: boolean;
	readonly releaseSeconds: number;
	readonly samples: readonly [Sample, ...Sample[]];
}

/** Plays each note from the nearest recorded one. */
export class SampledInstrument implements Instrument {
	readonly #set: SampleSet;
	readonly #output: AudioNode;

	constructor(set: SampleSet, output: AudioNode) {
		this.#set = set;
		this.#output = output;
	}

	start(pitch: Pitch, velocity: Velocity, at: ContextTime): Voice {
		const { isDrums, releaseSeconds } = this.#set;
		const sample = nearestSample(this.#set, pitch);
		const playbackRate = isDrums ? 1 : 2 ** ((pitch - sample.pitch) / 12);
		const source = new AudioBufferSourceNode(this.#output.context, {
			buffer: sample.buffer,
			playbackRate
		});
		const level = sample.gain * velocityGain(velocity);
		const shape = { level, approaches: [], releaseSeconds: isDrums ? null : releaseSeconds };
		return new NodeVoice(source, shape, at, this.#output);
	}
}

const nearestSample = ({ samples }: SampleSet, pitch: Pitch) =>
	samples.reduce((best, sample) =>
		Math.abs(sample.pitch - pitch) < Math.abs(best.pitch - pitch) ? sample : best
	);
