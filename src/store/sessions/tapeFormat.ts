import { SessionError } from './sessionError';

/**
 * A tape's file: a header of 32 bytes, then interleaved stereo, left first, 32-bit floats. All is
 * little-endian. The header: `CTAP`, format version, sample rate in Hz, channels, tape number
 * (each 32 bits, unsigned), and 12 bytes for later, 0 now. How long the tape is, the file's size says.
 */
export const HEADER_BYTES = 32;
export const FRAME_BYTES = 8;
const MAGIC = 0x50415443;
const TAPE_VERSION = 1;
const CHANNELS = 2;
const MOST_HZ = 768_000;

/** A stretch of a tape as it was recorded; `from` counts tape frames. Both sides are equally long. */
export interface TapePiece {
	readonly tape: number;
	readonly from: number;
	readonly left: Float32Array;
	readonly right: Float32Array;
}

/** A tape on the disk. */
export interface TapeInfo {
	readonly tape: number;
	readonly frames: number;
	readonly sampleRate: number;
}

export function tapeHeader(tape: number, sampleRate: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(HEADER_BYTES);
	const view = new DataView(bytes.buffer);
	[MAGIC, TAPE_VERSION, sampleRate, CHANNELS, tape].forEach((value, place) => {
		view.setUint32(4 * place, value, true);
	});
	return bytes;
}

/** What the header and the file's size in bytes say. Throws a SessionError for no tape of ours. */
export function readTapeHeader(bytes: Uint8Array<ArrayBuffer>, fileBytes: number): TapeInfo {
	if (bytes.length < HEADER_BYTES) throw new SessionError('damaged', 'a tape without its header');
	const view = new DataView(bytes.buffer, bytes.byteOffset);
	const [magic, version, sampleRate, channels, tape] = [0, 1, 2, 3, 4].map((place) =>
		view.getUint32(4 * place, true)
	) as [number, number, number, number, number];
	if (magic !== MAGIC) throw new SessionError('damaged', 'not a tape');
	if (version !== TAPE_VERSION) throw new SessionError('foreign', `a tape of version ${version}`);
	if (channels !== CHANNELS || sampleRate < 1 || sampleRate > MOST_HZ) {
		throw new SessionError('damaged', `a tape of ${channels} channels at ${sampleRate} Hz`);
	}
	return { tape, frames: framesIn(fileBytes), sampleRate };
}

/** Whole frames in a tape's file; a frame that was cut off does not count. */
export const framesIn = (fileBytes: number) =>
	Math.max(0, Math.floor((fileBytes - HEADER_BYTES) / FRAME_BYTES));

export const byteOf = (frame: number) => HEADER_BYTES + frame * FRAME_BYTES;

/** The frames of both sides from `skipped` on, as they lie on the disk. */
export function interleaved(
	{ left, right }: Pick<TapePiece, 'left' | 'right'>,
	skipped = 0
): Uint8Array<ArrayBuffer> {
	const samples = new Float32Array(2 * Math.max(0, left.length - skipped));
	for (let frame = skipped; frame < left.length; frame++) {
		samples[2 * (frame - skipped)] = left[frame]!;
		samples[2 * (frame - skipped) + 1] = right[frame]!;
	}
	return new Uint8Array(samples.buffer);
}

/** `frames` of both sides; what the bytes do not reach is silence. */
export function separated(
	bytes: Uint8Array<ArrayBuffer>,
	frames: number
): Pick<TapePiece, 'left' | 'right'> {
	const whole = Math.min(frames, Math.floor(bytes.length / FRAME_BYTES));
	const samples = new Float32Array(bytes.slice(0, whole * FRAME_BYTES).buffer);
	const left = new Float32Array(frames);
	const right = new Float32Array(frames);
	for (let frame = 0; frame < whole; frame++) {
		left[frame] = samples[2 * frame]!;
		right[frame] = samples[2 * frame + 1]!;
	}
	return { left, right };
}
