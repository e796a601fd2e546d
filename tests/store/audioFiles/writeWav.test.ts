import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAudioFile } from '../../../src/store/audioFiles/readAudioFile';
import type { Sound } from '../../../src/store/audioFiles/sound';
import { WAV_FORMATS, writeWav, writeWavInSlices } from '../../../src/store/audioFiles/writeWav';
import { FakeDecoder, sine } from './sounds';

const RATE = 48_000;
const stereo = (left: Float32Array, right: Float32Array): Sound => ({
	sampleRate: RATE,
	channels: [left, right]
});

async function readBack(bytes: Uint8Array<ArrayBuffer>) {
	const reading = await readAudioFile(bytes.buffer, new FakeDecoder(RATE));
	if (reading.kind !== 'read') throw new Error(reading.sentence);
	return reading.sound.channels;
}

const textAt = (bytes: Uint8Array, at: number) =>
	String.fromCharCode(...bytes.subarray(at, at + 4));

/** Where the body of the first chunk of that name begins. */
function bodyOf(bytes: Uint8Array, name: string): DataView {
	const view = new DataView(bytes.buffer);
	for (let at = 12; at < bytes.length;) {
		const size = view.getUint32(at + 4, true);
		if (textAt(bytes, at) === name) return new DataView(bytes.buffer, at + 8, size);
		at += 8 + size + (size & 1);
	}
	throw new Error(`no chunk ${name}`);
}

const anySamples = fc
	.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 50 })
	.map((values) => Float32Array.from(values));

test('floats come back bit by bit, however loud', async () => {
	await fc.assert(
		fc.asyncProperty(anySamples, async (samples) => {
			const { bytes, clipped } = writeWav(stereo(samples, samples.toReversed()), '32f');
			expect(clipped).toBe(0);
			expect(await readBack(bytes)).toEqual([samples, samples.toReversed()]);
		})
	);
});

test.each([
	['16', 2 ** 15],
	['24', 2 ** 23]
] as const)('%s bits that lie on their steps come back exactly', async (format, steps) => {
	const onSteps = fc
		.array(fc.integer({ min: -steps, max: steps - 1 }), { minLength: 1, maxLength: 50 })
		.map((values) => Float32Array.from(values, (value) => value / steps));
	await fc.assert(
		fc.asyncProperty(onSteps, async (samples) => {
			const { bytes, clipped } = writeWav(stereo(samples, samples.toReversed()), format);
			expect(clipped).toBe(0);
			expect(await readBack(bytes)).toEqual([samples, samples.toReversed()]);
		})
	);
});

test('what was read from 16 bits is written to the same bytes again', async () => {
	const { bytes } = writeWav(stereo(sine(999, 440, RATE), sine(999, 660, RATE)), '16');
	const [left, right] = await readBack(bytes);
	expect(writeWav(stereo(left!, right!), '16').bytes).toEqual(bytes);
});

test('dither leaves noise of half a step squared and no trace of the signal in the error', async () => {
	const quiet = sine(RATE, 997, RATE, 3 / 2 ** 15);
	const [left] = await readBack(writeWav(stereo(quiet, quiet), '16').bytes);
	const error = quiet.map((sample, frame) => (left![frame]! - sample) * 2 ** 15);
	const power = error.reduce((sum, value) => sum + value * value, 0) / RATE;
	// Rounding brings a twelfth of a step squared, triangular dither two more.
	expect(power).toBeGreaterThan(0.24);
	expect(power).toBeLessThan(0.26);
	const likeness = error.reduce((sum, value, frame) => sum + value * quiet[frame]!, 0);
	expect(Math.abs(likeness) / (RATE * 3) / (1 / 2 ** 15)).toBeLessThan(0.01);
});

test('the same sound gives the same bytes', () => {
	const sound = stereo(sine(500, 440, RATE), sine(500, 660, RATE));
	expect(writeWav(sound, '24')).toEqual(writeWav(sound, '24'));
});

test.each(['16', '24'] as const)(
	'in %s bits what is too loud is held at full scale and counted',
	async (format) => {
		const loud = Float32Array.of(1.5, -1.5, Infinity, NaN, 1, -1, 0.1);
		const { bytes, clipped } = writeWav(stereo(loud, new Float32Array(7)), format);
		const [left] = await readBack(bytes);
		const step = format === '16' ? 2 ** -15 : 2 ** -23;
		expect(clipped).toBe(3);
		expect([...left!.slice(0, 3)]).toEqual([1 - step, -1, 1 - step]);
		expect(left![3]).toBe(0);
		expect(left![4]).toBeGreaterThanOrEqual(1 - 3 * step);
		expect(left![6]).toBeCloseTo(0.1, 4);
	}
);

test.each(WAV_FORMATS)('the header of %s says what follows it', (format) => {
	const { bytes } = writeWav(stereo(sine(101, 440, RATE), sine(101, 660, RATE)), format);
	const sampleBytes = { '16': 2, '24': 3, '32f': 4 }[format];
	const view = new DataView(bytes.buffer);
	const written = bodyOf(bytes, 'fmt ');
	expect([textAt(bytes, 0), textAt(bytes, 8)]).toEqual(['RIFF', 'WAVE']);
	expect(view.getUint32(4, true)).toBe(bytes.length - 8);
	expect(written.getUint16(0, true)).toBe(format === '32f' ? 3 : 1);
	expect(written.getUint16(2, true)).toBe(2);
	expect(written.getUint32(4, true)).toBe(RATE);
	expect(written.getUint32(8, true)).toBe(RATE * 2 * sampleBytes);
	expect(written.getUint16(12, true)).toBe(2 * sampleBytes);
	expect(written.getUint16(14, true)).toBe(8 * sampleBytes);
	expect(bodyOf(bytes, 'data').byteLength).toBe(101 * 2 * sampleBytes);
});

test('an odd count of bytes is padded, and the padding is not counted', () => {
	const { bytes } = writeWav({ sampleRate: RATE, channels: [sine(3, 440, RATE)] }, '24');
	expect(bodyOf(bytes, 'data').byteLength).toBe(9);
	expect(bytes.length % 2).toBe(0);
	expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8);
});

test('a loop says that its last frame belongs to it, and tags are kept', async () => {
	const samples = sine(250, 440, RATE);
	const tags = { title: 'Riff', comment: 'odd', isLoop: true };
	const { bytes } = writeWav(stereo(samples, samples), '32f', tags);
	const loop = bodyOf(bytes, 'smpl');
	expect(loop.byteLength).toBe(60);
	expect(loop.getUint32(28, true)).toBe(1);
	expect([loop.getUint32(44, true), loop.getUint32(48, true)]).toEqual([0, 249]);
	expect(new TextDecoder().decode(bodyOf(bytes, 'LIST'))).toContain('Riff\0');
	expect(await readBack(bytes)).toEqual([samples, samples]);
});

test.each([0, 3])('a file of %i channels is a mistake of the program', (count) => {
	const channels = Array.from({ length: count }, () => new Float32Array(1));
	expect(() => writeWav({ sampleRate: RATE, channels }, '16')).toThrow(RangeError);
});

describe('slice by slice', () => {
	const long = stereo(sine(300_000, 440, RATE), sine(300_000, 660, RATE, 1.2));

	test.each(WAV_FORMATS)('%s makes the same file, and tells how far it is', async (format) => {
		const told: number[] = [];
		const { signal } = new AbortController();
		const tell = (share: number) => told.push(share);
		const written = await writeWavInSlices(long, format, {}, { signal, tell });
		const whole = writeWav(long, format);
		expect(Buffer.compare(written.bytes, whole.bytes)).toBe(0);
		expect(written.clipped).toBe(whole.clipped);
		expect(told.length).toBeGreaterThan(2);
		expect(told).toEqual(told.toSorted((a, b) => a - b));
		expect(told.at(-1)).toBe(1);
	});

	test('it ends where it is called off', async () => {
		const control = new AbortController();
		const told: number[] = [];
		const tell = (share: number) => {
			told.push(share);
			control.abort();
		};
		const writing = writeWavInSlices(long, '24', {}, { signal: control.signal, tell });
		await expect(writing).rejects.toThrow(/abort/);
		expect(told).toHaveLength(1);
	});
});
