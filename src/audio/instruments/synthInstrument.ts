import type { ContextTime, Pitch, Velocity } from '../../music/units';
import { pitchFrequency } from './frequency';
import { velocityGain } from './loudness';
import { NodeVoice, type Shape } from './nodeVoice';
import type { Instrument, Voice } from './voice';

/** Strengths of the partials, the fundamental first: a soft organ-like tone. */
const PARTIALS = [1, 0.45, 0.22, 0.12, 0.06, 0.03];
/** About as loud as the sampled instruments. */
const PEAK = 0.22;
const ATTACK_TIME_CONSTANT = 0.0015;
const DECAY_FROM = 0.012;
const DECAY_TIME_CONSTANT = 0.35;
const SUSTAINED_SHARE = 0.35;
const RELEASE_SECONDS = 0.15;

/** Sounds at once, without a file: the instrument `synth`, and every other until its samples are there. */
export class SynthInstrument implements Instrument {
	readonly #output: AudioNode;
	readonly #wave: PeriodicWave;

	constructor(output: AudioNode) {
		this.#output = output;
		const imag = Float32Array.from([0, ...PARTIALS]);
		this.#wave = new PeriodicWave(output.context, {
			real: new Float32Array(imag.length),
			imag
		});
	}

	start(pitch: Pitch, velocity: Velocity, at: ContextTime): Voice {
		const source = new OscillatorNode(this.#output.context, {
			frequency: pitchFrequency(pitch),
			periodicWave: this.#wave
		});
		return new NodeVoice(source, synthShape(PEAK * velocityGain(velocity)), at, this.#output);
	}
}

const synthShape = (peak: number): Shape => ({
	level: 0,
	approaches: [
		{ from: 0, target: peak, timeConstant: ATTACK_TIME_CONSTANT },
		{ from: DECAY_FROM, target: peak * SUSTAINED_SHARE, timeConstant: DECAY_TIME_CONSTANT }
	],
	releaseSeconds: RELEASE_SECONDS
});
