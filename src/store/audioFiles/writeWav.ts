import type { Course } from '../../lib/course';
import { seededRandom } from '../../lib/random';
import { inSlices } from './inSlices';
import { frameCount, type Sound } from './sound';

/** Whole numbers of 16 or 24 bits, or 32-bit floats. */
export const WAV_FORMATS = ['16', '24', '32f'] as const;
export type WavFormat = (typeof WAV_FORMATS)[number];

/** What a WAV file says of itself. */
export interface WavTags {
	readonly title?: string;
	readonly comment?: string;
	/** Samplers and workstations repeat the whole file. */
	readonly isLoop?: boolean;
}

export interface WavFile {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Samples louder than full scale, which whole numbers cannot hold; 0 for floats. */
	readonly clipped: number;
}

const CODE_PCM = 1;
const CODE_FLOAT = 3;
const MAX_RIFF_BYTES = 2 ** 32 - 1;
/** The same sound always gives the same bytes. */
const DITHER_SEED = 0x57_41_56;
const NANOSECONDS = 1e9;
/** MIDI note of the sampler key at which a loop sounds as recorded. */
const ROOT_NOTE = 60;
/** Some ten milliseconds of work. */
const SLICE_FRAMES = 2 ** 17;
const SAMPLE_BYTES: Readonly<Record<WavFormat, number>> = { '16': 2, '24': 3, '32f': 4 };

/**
 * A RIFF WAVE file (Microsoft, "Multimedia Programming Interface and Data Specifications 1.0").
 * Floats are kept bit by bit. Whole numbers get triangular dither of ±1 step (Lipshitz, Wannamaker,
 * Vanderkooy, "Quantization and Dither", JAES 40/5, 1992), unless every sample lies on a step already.
 * Throws a RangeError for more than two channels and for what 4 GB cannot hold.
 */
export function writeWav(sound: Sound, format: WavFormat, tags: WavTags = {}): WavFile {
	const { bytes, data } = writeHead(sound, format, tags);
	const samples = sampleWriter(data, sound.channels, format);
	samples.write(0, frameCount(sound));
	return { bytes, clipped: samples.clipped };
}

/** The same file slice by slice, so that the page stays awake. Rejects when the course is aborted. */
export async function writeWavInSlices(
	sound: Sound,
	format: WavFormat,
	tags: WavTags,
	course: Course
): Promise<WavFile> {
	const { bytes, data } = writeHead(sound, format, tags);
	const samples = sampleWriter(data, sound.channels, format);
	const write = (from: number, to: number) => {
		samples.write(from, to);
	};
	await inSlices(frameCount(sound), SLICE_FRAMES, write, course);
	return { bytes, clipped: samples.clipped };
}

/** All but the samples, and the room for them. */
function writeHead(sound: Sound, format: WavFormat, tags: WavTags) {
	const { channels } = sound;
	if (channels.length < 1 || channels.length > 2) {
		throw new RangeError(`a WAV file of ${channels.length} channels`);
	}
	const dataBytes = frameCount(sound) * channels.length * SAMPLE_BYTES[format];
	const chunks = [...formatChunks(sound, format), ...tagChunks(sound, tags)];
	const headBytes = 12 + chunks.reduce((sum, chunk) => sum + chunk.length, 0) + 8;
	const total = headBytes + dataBytes + (dataBytes & 1);
	if (total > MAX_RIFF_BYTES) throw new RangeError(`a WAV file of ${total} bytes`);
	const bytes = new Uint8Array(total);
	const view = new DataView(bytes.buffer);
	bytes.set(asAscii('RIFF'));
	view.setUint32(4, total - 8, true);
	bytes.set(asAscii('WAVE'), 8);
	let at = 12;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	bytes.set(asAscii('data'), at);
	view.setUint32(at + 4, dataBytes, true);
	return { bytes, data: new DataView(bytes.buffer, headBytes) };
}

/** All but PCM must give the size of their extension and a count of frames. */
function formatChunks(sound: Sound, format: WavFormat): readonly Uint8Array[] {
	const channels = sound.channels.length;
	const sampleBytes = SAMPLE_BYTES[format];
	const isFloat = format === '32f';
	const body = new DataView(new ArrayBuffer(isFloat ? 18 : 16));
	body.setUint16(0, isFloat ? CODE_FLOAT : CODE_PCM, true);
	body.setUint16(2, channels, true);
	body.setUint32(4, sound.sampleRate, true);
	body.setUint32(8, sound.sampleRate * channels * sampleBytes, true);
	body.setUint16(12, channels * sampleBytes, true);
	body.setUint16(14, sampleBytes * 8, true);
	const written = chunkOf('fmt ', new Uint8Array(body.buffer));
	return isFloat ? [written, chunkOf('fact', words(frameCount(sound)))] : [written];
}

function tagChunks(sound: Sound, { title, comment, isLoop }: WavTags): readonly Uint8Array[] {
	const last = frameCount(sound) - 1;
	const period = Math.round(NANOSECONDS / sound.sampleRate);
	const texts = [
		['INAM', title],
		['ICMT', comment]
	] as const;
	const info = texts.flatMap(([name, text]) =>
		text === undefined ? [] : [...chunkOf(name, new TextEncoder().encode(`${text}\0`))]
	);
	const written: Uint8Array[] = [];
	if (info.length > 0) written.push(chunkOf('LIST', Uint8Array.of(...asAscii('INFO'), ...info)));
	if (isLoop === true && last >= 0) {
		// One loop, played forward for ever, whose last frame belongs to it.
		const loop = [0, 0, 0, last, 0, 0];
		written.push(chunkOf('smpl', words(0, 0, period, ROOT_NOTE, 0, 0, 0, 1, 0, ...loop)));
	}
	return written;
}

/** Chunks begin on even bytes. */
function chunkOf(name: string, body: Uint8Array): Uint8Array {
	const chunk = new Uint8Array(8 + body.length + (body.length & 1));
	chunk.set(asAscii(name));
	new DataView(chunk.buffer).setUint32(4, body.length, true);
	chunk.set(body, 8);
	return chunk;
}

function words(...values: readonly number[]): Uint8Array {
	const view = new DataView(new ArrayBuffer(values.length * 4));
	values.forEach((value, index) => {
		view.setUint32(index * 4, value, true);
	});
	return new Uint8Array(view.buffer);
}

/** Writes the samples of the frames [from, to), and counts those that were too loud. */
interface SampleWriter {
	write(from: number, to: number): void;
	readonly clipped: number;
}

const sampleWriter = (
	data: DataView,
	channels: readonly Float32Array[],
	format: WavFormat
): SampleWriter =>
	format === '32f' ? new FloatWriter(data, channels) : new WholeWriter(data, channels, format);

class FloatWriter implements SampleWriter {
	readonly clipped = 0;
	readonly #data: DataView;
	readonly #channels: readonly Float32Array[];

	constructor(data: DataView, channels: readonly Float32Array[]) {
		this.#data = data;
		this.#channels = channels;
	}

	write(from: number, to: number): void {
		const data = this.#data;
		const stride = this.#channels.length * 4;
		this.#channels.forEach((samples, channel) => {
			for (let frame = from; frame < to; frame++) {
				data.setFloat32(frame * stride + channel * 4, samples[frame]!, true);
			}
		});
	}
}

/** The dither goes on from slice to slice: written from first to last, slices do not matter. */
class WholeWriter implements SampleWriter {
	clipped = 0;
	readonly #data: DataView;
	readonly #channels: readonly Float32Array[];
	readonly #bytes: number;
	readonly #isDithered: boolean;
	readonly #random = seededRandom(DITHER_SEED);

	constructor(
		data: DataView,
		channels: readonly Float32Array[],
		format: Exclude<WavFormat, '32f'>
	) {
		this.#data = data;
		this.#channels = channels;
		this.#bytes = SAMPLE_BYTES[format];
		this.#isDithered = !channels.every((samples) => isOnSteps(samples, this.#steps));
	}

	get #steps(): number {
		return 2 ** (this.#bytes * 8 - 1);
	}

	write(from: number, to: number): void {
		const data = this.#data;
		const bytes = this.#bytes;
		const steps = this.#steps;
		const random = this.#random;
		let at = from * this.#channels.length * bytes;
		for (let frame = from; frame < to; frame++) {
			for (const samples of this.#channels) {
				const sample = samples[frame]!;
				if (Math.abs(sample) > 1) this.clipped++;
				const noise = this.#isDithered ? random() - random() : 0;
				const nearest = Math.round(Number.isNaN(sample) ? 0 : sample * steps + noise);
				const step = Math.min(steps - 1, Math.max(-steps, nearest));
				if (bytes === 3) data.setUint8(at, step);
				data.setInt16(at + bytes - 2, bytes === 3 ? step >> 8 : step, true);
				at += bytes;
			}
		}
	}
}

const isOnSteps = (samples: Float32Array, steps: number) =>
	samples.every((sample) => Number.isInteger(sample * steps));

const asAscii = (text: string) => new TextEncoder().encode(text);
