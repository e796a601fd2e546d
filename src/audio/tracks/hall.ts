import { Convolver } from 'tone/build/esm/component/filter/Convolver.js';
import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { ToneAudioBuffer } from 'tone/build/esm/core/context/ToneAudioBuffer.js';
import { connect } from 'tone/build/esm/core/context/ToneAudioNode.js';
import { impulseResponse } from './impulseResponse';

/**
 * The one hall in which all strips sound: a convolution costs more than all other effects of a strip.
 * It is of our own noise and not Tone.Reverb, whose noise is another in each run, so that an export
 * would not sound as what was heard; nor Tone.Freeverb, which rings of metal and needs eight worklets.
 */
export class Hall {
	readonly #context: Context;
	readonly #destination: AudioNode;
	#impulse: ToneAudioBuffer | null = null;
	#input: Gain | null = null;
	#room: Convolver | null = null;
	#guests = 0;

	constructor(context: Context, destination: AudioNode) {
		this.#context = context;
		this.#destination = destination;
	}

	/** Where to send sound. Each `enter` ends with a `leave`: an empty hall costs nothing. */
	enter(): Gain {
		this.#guests++;
		return this.#input ?? this.#build();
	}

	/** Call when nothing rings any more. */
	leave(): void {
		if (--this.#guests > 0) return;
		this.#room?.dispose();
		this.#input?.dispose();
		this.#room = null;
		this.#input = null;
	}

	#build(): Gain {
		const context = this.#context;
		this.#impulse ??= new ToneAudioBuffer(this.#renderImpulse());
		const input = new Gain({ context });
		const room = new Convolver({ context });
		room.normalize = false;
		room.buffer = this.#impulse;
		input.connect(room);
		connect(room, this.#destination);
		this.#input = input;
		this.#room = room;
		return input;
	}

	#renderImpulse(): AudioBuffer {
		const { sampleRate } = this.#context;
		const sides = impulseResponse(sampleRate);
		const impulse = this.#context.createBuffer(sides.length, sides[0]!.length, sampleRate);
		sides.forEach((side, channel) => {
			impulse.copyToChannel(side, channel);
		});
		return impulse;
	}
}
