import type { ContextTime, Pitch, Velocity } from '../../music/units';
import { NodeVoice } from './nodeVoice';
import type { Instrument, Voice } from './voice';

/** A power of two: up to 256 notes that begin in one frame add up without rounding. */
export const PROBE_AMPLITUDE = 1 / 256;
/** The impulse and the silence that a repitching browser may want after it. */
const PROBE_FRAMES = 4;
const SHAPE = { level: 1, approaches: [], releaseSeconds: null };

/** Each note is one frame of PROBE_AMPLITUDE: a recorder counts the notes that begin in each frame. */
export class ProbeInstrument implements Instrument {
	readonly #output: AudioNode;
	readonly #impulse: AudioBuffer;

	constructor(output: AudioNode) {
		this.#output = output;
		const { sampleRate } = output.context;
		this.#impulse = new AudioBuffer({ length: PROBE_FRAMES, numberOfChannels: 1, sampleRate });
		this.#impulse.copyToChannel(Float32Array.of(PROBE_AMPLITUDE), 0);
	}

	start(_pitch: Pitch, _velocity: Velocity, at: ContextTime): Voice {
		const source = new AudioBufferSourceNode(this.#output.context, { buffer: this.#impulse });
		return new NodeVoice(source, SHAPE, at, this.#output);
	}
}
