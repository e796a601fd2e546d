import type { ContextTime, Pitch, Velocity } from '../../music/units';
import { pitchFrequency } from './frequency';
import { velocityGain } from './loudness';
import { NodeVoice } from './nodeVoice';
import type { Instrument, Voice } from './voice';

const CLICK_SECONDS = 0.03;
const DECAY_TIME_CONSTANT = 0.006;
/** Keeps the first sample from being a step. */
const ATTACK_SECONDS = 0.0005;
const PEAK = 0.5;

/** The metronome: a short blip at the note's pitch, so that the accent is a higher note. */
export class ClickInstrument implements Instrument {
	readonly #output: AudioNode;
	readonly #blips = new Map<Pitch, AudioBuffer>();

	constructor(output: AudioNode) {
		this.#output = output;
	}

	start(pitch: Pitch, velocity: Velocity, at: ContextTime): Voice {
		const { context } = this.#output;
		const buffer = this.#blips.get(pitch) ?? blip(context, pitch);
		this.#blips.set(pitch, buffer);
		const source = new AudioBufferSourceNode(context, { buffer });
		const shape = { level: PEAK * velocityGain(velocity), approaches: [], releaseSeconds: null };
		return new NodeVoice(source, shape, at, this.#output);
	}
}

function blip({ sampleRate }: BaseAudioContext, pitch: Pitch): AudioBuffer {
	const samples = new Float32Array(Math.round(CLICK_SECONDS * sampleRate));
	const turn = 2 * Math.PI * pitchFrequency(pitch);
	for (let frame = 0; frame < samples.length; frame++) {
		const time = frame / sampleRate;
		const attack = Math.min(1, time / ATTACK_SECONDS);
		const end = 1 - frame / samples.length;
		samples[frame] = Math.cos(turn * time) * attack * end * Math.exp(-time / DECAY_TIME_CONSTANT);
	}
	const buffer = new AudioBuffer({ length: samples.length, numberOfChannels: 1, sampleRate });
	buffer.copyToChannel(samples, 0);
	return buffer;
}
