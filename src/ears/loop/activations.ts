import { joined } from '../../lib/joined';

/** Samples a second of the sound that the network hears. */
export const NETWORK_RATE = 22_050;
/** Samples from one frame of the network to the next: 11.6 ms. */
export const FRAME_SAMPLES = 256;
/** Samples that the network hears at once: two seconds less a frame. */
export const WINDOW_SAMPLES = 43_844;
/** Frames that it tells of them. */
export const WINDOW_FRAMES = 172;
/** The 88 keys of a piano, from A0. */
export const KEYS = 88;
export const LOWEST_KEY = 21;
/** The contour has three bins a semitone; the middle one of a key is at `3 * key + 1`. */
export const BINS_A_KEY = 3;
export const BINS = KEYS * BINS_A_KEY;

/** How likely it is, 0–1, that something begins or sounds: `count` frames, one after the other. */
export interface Activations {
	readonly count: number;
	/** A note of this key begins: [count, KEYS]. */
	readonly onsets: Float32Array;
	/** A note of this key sounds: [count, KEYS]. */
	readonly frames: Float32Array;
	/** How loud the sound is from each frame to the next, as its mean square: [count]. */
	readonly powers: Float32Array;
}

/** With what is told of exact pitches, and without what the network is not asked for. */
export interface Contoured extends Omit<Activations, 'powers'> {
	/** Something of this exact pitch sounds: [count, BINS]. */
	readonly contours: Float32Array;
}

/** A copy of frames [from, to) of `piece`, which was told of `sound`. */
export const framesOf = (
	piece: Contoured,
	sound: Float32Array,
	[from, to]: readonly [number, number]
): Activations => ({
	count: to - from,
	onsets: piece.onsets.slice(from * KEYS, to * KEYS),
	frames: piece.frames.slice(from * KEYS, to * KEYS),
	powers: Float32Array.from({ length: to - from }, (_, frame) => powerAt(sound, from + frame))
});

function powerAt(sound: Float32Array, frame: number): number {
	let sum = 0;
	const to = (frame + 1) * FRAME_SAMPLES;
	for (let at = frame * FRAME_SAMPLES; at < to; at++) sum += sound[at]! ** 2;
	return sum / FRAME_SAMPLES;
}

/** One piece after the other. */
export const joinedFrames = (pieces: readonly Activations[]): Activations => ({
	count: pieces.reduce((sum, { count }) => sum + count, 0),
	onsets: joined(pieces.map(({ onsets }) => onsets)),
	frames: joined(pieces.map(({ frames }) => frames)),
	powers: joined(pieces.map(({ powers }) => powers))
});
