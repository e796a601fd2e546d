import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { connect } from 'tone/build/esm/core/context/ToneAudioNode.js';
import { WaveShaper } from 'tone/build/esm/signal/WaveShaper.js';
import { CHANNELS, type Channel } from '../music/score';
import { limiterCurve, MAX_INPUT } from './softLimiter';

/** Levels move over this long, so that a fader makes no noise. */
const GLIDE_SECONDS = 0.02;

/** One strip: what comes in is tapped, then levelled. */
interface Strip {
	readonly input: Gain;
	readonly fader: Gain;
	level: number;
	isMuted: boolean;
}

/**
 * The strips and the master limiter. The limiter is a curve without memory: it delays by 0 frames,
 * where a compressor node (Tone.Limiter) delays all, live notes too, by its constant 6 ms.
 */
export class Mixer {
	/** What the speakers get. */
	readonly output: AudioNode;
	readonly #strips: Readonly<Record<Channel, Strip>>;

	constructor(context: Context, destination: AudioNode) {
		const attenuator = new Gain({ context, gain: 1 / MAX_INPUT });
		const limiter = new WaveShaper({ context });
		limiter.curve = limiterCurve();
		const output = new Gain({ context });
		attenuator.chain(limiter, output);
		connect(output, destination);
		this.output = output.output;
		const strip = (): Strip => {
			const input = new Gain({ context });
			const fader = new Gain({ context });
			input.chain(fader, attenuator);
			return { input, fader, level: 1, isMuted: false };
		};
		this.#strips = byChannel(strip);
	}

	/** Where instruments connect, by channel. */
	get inputs(): Readonly<Record<Channel, AudioNode>> {
		return byChannel((channel) => this.#strips[channel].input.input);
	}

	/** All that comes into the strip, before its level: a recorder may connect. */
	tap(channel: Channel): AudioNode {
		return this.#strips[channel].input.output;
	}

	level(channel: Channel): number {
		return this.#strips[channel].level;
	}

	isMuted(channel: Channel): boolean {
		return this.#strips[channel].isMuted;
	}

	/** `level` is a factor, 0–1. */
	setLevel(channel: Channel, level: number): void {
		this.#strips[channel].level = Math.min(1, Math.max(0, level));
		this.#glide(channel);
	}

	setMuted(channel: Channel, isMuted: boolean): void {
		this.#strips[channel].isMuted = isMuted;
		this.#glide(channel);
	}

	/** Sets all levels back to 1 and unmutes. */
	reset(): void {
		for (const channel of CHANNELS) {
			this.setMuted(channel, false);
			this.setLevel(channel, 1);
		}
	}

	#glide(channel: Channel): void {
		const { fader, level, isMuted } = this.#strips[channel];
		fader.gain.rampTo(isMuted ? 0 : level, GLIDE_SECONDS);
	}
}

const byChannel = <Value>(make: (channel: Channel) => Value): Readonly<Record<Channel, Value>> => ({
	live: make('live'),
	loop: make('loop'),
	partner: make('partner'),
	harmony: make('harmony'),
	keys: make('keys'),
	bass: make('bass'),
	drums: make('drums'),
	click: make('click')
});
