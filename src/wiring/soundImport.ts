import type { AudioEngine } from '../audio/audioEngine';
import type { LooperNode } from '../audio/looper/looperNode';
import { FADE_FRAMES, FIRST_FILED_TAPE, type TapeChunk } from '../audio/looper/protocol';
import type { Tracks } from '../jam/tracks/tracks';
import { frames } from '../music/units';
import { Refusal } from './refusal';

/** Where the sound of a file goes. */
export interface ImportParts {
	readonly audio: AudioEngine;
	readonly looper: LooperNode;
	readonly tracks: Tracks;
	/** Sound that came from a file goes to the disk too. */
	readonly keepTape: (chunk: TapeChunk) => void;
}

/** A file, and the track from 0 that it becomes the loop of. */
export interface AudioImport {
	readonly file: File;
	readonly track: number;
	/** To whole bars of the present tempo. */
	readonly isStretched: boolean;
	readonly signal: AbortSignal;
}

const OCCUPIED = 'This track holds a loop: clear it, or choose an empty one.';

/** Sound files as loops. */
export class SoundImport {
	readonly #parts: ImportParts;
	#lastTape = FIRST_FILED_TAPE;

	constructor(parts: ImportParts) {
		this.#parts = parts;
	}

	/** Returns what is to be said of the file; rejects with a Refusal, or with the signal's reason. */
	async audio({ file, track, isStretched, signal }: AudioImport): Promise<string> {
		this.#checkEmpty(track);
		const [{ readAudioFile }, { webDecoder }] = await Promise.all([
			import('../store/audioFiles/readAudioFile'),
			import('../store/audioFiles/webDecoder')
		]);
		const reading = await readAudioFile(file, webDecoder(this.#parts.audio.context));
		if (reading.kind === 'refused') throw new Refusal(reading.sentence);
		signal.throwIfAborted();
		// The player may have recorded on it meanwhile.
		this.#checkEmpty(track);
		const [left = new Float32Array(0), right = left] = reading.sound.channels;
		const sound = isStretched ? this.#stretched([left, right]) : [left, right];
		this.#put(track, sound[0]!, sound[1]!);
		return reading.remarks.join(' ');
	}

	#checkEmpty(track: number): void {
		if (this.#parts.tracks.tracks[track]?.state !== 'empty') throw new Refusal(OCCUPIED);
	}

	/** To the nearest whole number of bars, as a tape that is played faster or slower. */
	#stretched(sides: readonly Float32Array[]): readonly Float32Array[] {
		const { barFrames } = this.#parts.tracks;
		const count = sides[0]?.length ?? 0;
		const wanted = Math.max(1, Math.round(count / barFrames)) * barFrames;
		return sides.map((samples) => varispeed(samples, wanted));
	}

	/** The sound becomes the loop of the track, at once or, with other loops, in step with them. */
	#put(track: number, left: Float32Array, right: Float32Array): void {
		const { looper, keepTape } = this.#parts;
		// Milliseconds since 1970 are above all numbers of recorded tapes, and of files of earlier visits.
		const tape = (this.#lastTape = Math.max(this.#lastTape + 1, Date.now()));
		const base = looper.base;
		const length = base === null ? left.length : fitted(left.length, base.length);
		const span = Math.min(left.length, length);
		const sides = [left, right].map((side) => {
			const whole = new Float32Array(FADE_FRAMES + span);
			whole.set(side.subarray(0, span), FADE_FRAMES);
			return whole;
		});
		const [tapeLeft = new Float32Array(0), tapeRight = tapeLeft] = sides;
		keepTape({ tape, from: 0, left: tapeLeft.slice(), right: tapeRight.slice() });
		looper.fillTape(tape, tapeLeft, tapeRight);
		const window = { id: tape, tape, from: FADE_FRAMES, span, at: 0, rate: 1, cycle: length };
		const layers = [{ ...window, under: 1, likeness: 0 }];
		const empty = { length: 0, layers: [] };
		const record = { content: { length, layers }, past: [empty], future: [] };
		looper.restore(track, record, base ?? { origin: frames(0), length: frames(length) });
	}
}

/** The least multiple of the base, or its half, quarter or eighth where that is whole, that holds the sound. */
export function fitted(length: number, base: number): number {
	for (const parts of [8, 4, 2]) {
		if (base % parts === 0 && length <= base / parts) return base / parts;
	}
	return Math.ceil(length / base) * base;
}

/** As a tape at another speed: the pitch moves with it. */
export function varispeed(samples: Float32Array, count: number): Float32Array {
	const step = samples.length / count;
	return Float32Array.from({ length: count }, (_, frame) => {
		const place = frame * step;
		const whole = Math.floor(place);
		const one = samples[whole] ?? 0;
		const other = samples[whole + 1] ?? one;
		return one + (other - one) * (place - whole);
	});
}
