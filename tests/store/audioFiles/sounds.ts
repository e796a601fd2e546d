import { readFileSync } from 'node:fs';
import type { AudioDecoder } from '../../../src/store/audioFiles/readAudioFile';
import type { Sound } from '../../../src/store/audioFiles/sound';

/** A decoder that gives a sound of its own, whatever the data, and notes that it was asked. */
export class FakeDecoder implements AudioDecoder {
	asked = 0;
	readonly sampleRate: number;
	readonly #sound: Sound | null;

	/** Without a sound it cannot decode anything. */
	constructor(sampleRate = 48_000, sound: Sound | null = null) {
		this.sampleRate = sampleRate;
		this.#sound = sound;
	}

	decode(_data: ArrayBuffer): Promise<Sound> {
		this.asked++;
		if (this.#sound === null) return Promise.reject(new Error('cannot decode'));
		return Promise.resolve(this.#sound);
	}
}

export const sine = (frames: number, hertz: number, sampleRate: number, level = 0.5) =>
	Float32Array.from(
		{ length: frames },
		(_, frame) => level * Math.sin((2 * Math.PI * hertz * frame) / sampleRate)
	);

export function fixture(name: string): ArrayBuffer {
	const bytes = readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));
	return new Uint8Array(bytes).buffer;
}

export const ascii = (text: string) => [...new TextEncoder().encode(text)];

/** Little-endian. */
export const bytesOf = (value: number, count: number) =>
	Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** index) & 0xff);

/** Chunks as they come, each with the size that it claims, if that is not its own. */
export function riff(
	chunks: readonly (readonly [name: string, body: readonly number[], claims?: number])[],
	magic = 'RIFF',
	claims?: number
): ArrayBuffer {
	const body = chunks.flatMap(([name, content, size = content.length]) => [
		...ascii(name),
		...bytesOf(size, 4),
		...content,
		...(content.length % 2 === 1 ? [0] : [])
	]);
	const size = claims ?? body.length + 4;
	return Uint8Array.from([...ascii(magic), ...bytesOf(size, 4), ...ascii('WAVE'), ...body]).buffer;
}

export const formatChunk = (code: number, channels: number, rate: number, bits: number) =>
	[
		'fmt ',
		[
			...bytesOf(code, 2),
			...bytesOf(channels, 2),
			...bytesOf(rate, 4),
			...bytesOf((rate * channels * bits) / 8, 4),
			...bytesOf((channels * bits) / 8, 2),
			...bytesOf(bits, 2)
		]
	] as const;
