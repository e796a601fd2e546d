import { FRAME_SAMPLES, KEYS, NETWORK_RATE } from './activations';

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Of a frame of the network: an onset and a sounding key, for each key; and how loud it is. */
const FRAME_BYTES = (2 * KEYS + 1) * FLOAT_BYTES;

/** What a take keeps of a second of sound, in bytes: the sound itself, mono, and what the network told of it. */
export const takeBytesASecond = (sampleRate: number) =>
	sampleRate * FLOAT_BYTES + (NETWORK_RATE / FRAME_SAMPLES) * FRAME_BYTES;
