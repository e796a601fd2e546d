import { describe, expect, test } from 'vitest';
import type { AudioReading } from '../../../src/store/audioFiles/audioReading';
import { readAudioFile } from '../../../src/store/audioFiles/readAudioFile';
import { writeWav } from '../../../src/store/audioFiles/writeWav';
import { ascii, bytesOf, FakeDecoder, fixture, formatChunk, riff, sine } from './sounds';

const RATE = 48_000;
const PCM = 1;
const FLOAT = 3;
const data16 = (...steps: readonly number[]) =>
	steps.flatMap((step) => bytesOf(step < 0 ? step + 2 ** 16 : step, 2));
const read = (file: ArrayBuffer | Blob) => readAudioFile(file, new FakeDecoder(RATE));

function expectRead(reading: AudioReading) {
	if (reading.kind !== 'read') throw new Error(reading.sentence);
	return { channels: reading.sound.channels.map((side) => [...side]), remarks: reading.remarks };
}

function expectRefused(reading: AudioReading) {
	if (reading.kind !== 'refused') throw new Error('the file was read');
	expect(reading.sentence).toMatch(/^[A-Z][^\n]*: [^\n]*\.$/);
	return reading.reason;
}

const floats = (...values: readonly number[]) => [
	...new Uint8Array(Float32Array.from(values).buffer)
];
const doubles = (...values: readonly number[]) => [
	...new Uint8Array(Float64Array.from(values).buffer)
];

describe('WAV', () => {
	test.each([
		['8', PCM, 8, [0, 128, 192, 255], [-1, 0, 0.5, 127 / 128]],
		['16', PCM, 16, data16(-32768, 0, 16384, 32767), [-1, 0, 0.5, 32767 / 32768]],
		['24', PCM, 24, [0, 0, 0x80, 1, 0, 0, 0, 0, 0x40], [-1, 2 ** -23, 0.5]],
		['32', PCM, 32, [...bytesOf(2 ** 31, 4), ...bytesOf(2 ** 30, 4)], [-1, 0.5]],
		['32f', FLOAT, 32, floats(-2, 0.1, 0.5), [-2, Math.fround(0.1), 0.5]],
		['64f', FLOAT, 64, doubles(-2, 0.1, 0.5), [-2, Math.fround(0.1), 0.5]]
	])('samples of %s bits are read exactly', async (_, code, bits, data, wanted) => {
		const file = riff([formatChunk(code, 1, RATE, bits), ['data', data]]);
		expect(expectRead(await read(file))).toEqual({ channels: [wanted, wanted], remarks: [] });
	});

	test('a Blob is read as its bytes are, and nothing is asked of the decoder', async () => {
		const decoder = new FakeDecoder(RATE);
		const file = riff([formatChunk(PCM, 2, RATE, 16), ['data', data16(1, 2, 3, 4)]]);
		const reading = await readAudioFile(new Blob([file]), decoder);
		expect(expectRead(reading).channels).toEqual([
			[1 / 32768, 3 / 32768],
			[2 / 32768, 4 / 32768]
		]);
		expect(decoder.asked).toBe(0);
	});

	test('the extensible header says what the samples are and whose', async () => {
		const [name, body] = formatChunk(0xfffe, 3, RATE, 16);
		const rest = [...bytesOf(22, 2), ...bytesOf(16, 2), ...bytesOf(7, 4), ...bytesOf(PCM, 2)];
		const format = [name, [...body, ...rest, ...new Array<number>(14).fill(0)]] as const;
		const file = riff([format, ['data', data16(0, 0, 16384)]]);
		const { channels, remarks } = expectRead(await read(file));
		expect(channels.map(([sample]) => sample!.toFixed(4))).toEqual(['0.3536', '0.3536']);
		expect(remarks).toEqual(['The file has 3 channels: they were folded down to stereo.']);
	});

	test('unknown and odd chunks are passed over, padded or not', async () => {
		const odd = ['junk', [1, 2, 3]] as const;
		const data = ['data', data16(7)] as const;
		const file = riff([odd, formatChunk(PCM, 1, RATE, 16), odd, data, odd]);
		expect(expectRead(await read(file)).channels[0]).toEqual([7 / 32768]);
		const bare = [...new Uint8Array(riff([odd, formatChunk(PCM, 1, RATE, 16), data]))];
		bare.splice(12 + 8 + 3, 1);
		expect(expectRead(await read(Uint8Array.from(bare).buffer)).channels[0]).toEqual([7 / 32768]);
	});

	test.each([
		['RF64 with a wide size', 'RF64', [...bytesOf(0, 8), ...bytesOf(4, 8), ...bytesOf(2, 8)]],
		['BW64 with a wide size too great', 'BW64', [...bytesOf(0, 8), ...bytesOf(2 ** 40, 8)]],
		['a stream of unknown size', 'RIFF', null]
	])('%s is read as far as the file goes', async (_, magic, wide) => {
		const chunks = [formatChunk(PCM, 1, RATE, 16), ['data', data16(5, -6), 0xffffffff]] as const;
		const file = riff(wide === null ? chunks : [['ds64', wide], ...chunks], magic, 0xffffffff);
		expect(expectRead(await read(file)).channels[0]).toEqual([5 / 32768, -6 / 32768]);
	});

	test('a recorder that was cut off and never wrote the sizes is read', async () => {
		const file = riff([formatChunk(PCM, 1, RATE, 16), ['data', data16(5), 0]], 'RIFF', 0);
		expect(expectRead(await read(file)).channels[0]).toEqual([5 / 32768]);
	});

	test('missing bytes are said, and half a frame at the end is left out', async () => {
		const file = riff([formatChunk(PCM, 2, RATE, 16), ['data', data16(1, 2, 3), 400]]);
		const { channels, remarks } = expectRead(await read(file));
		expect(channels).toEqual([[1 / 32768], [2 / 32768]]);
		expect(remarks).toEqual(['The file ends before its header says: what is there was read.']);
	});

	test('what is no number becomes silence and is counted', async () => {
		const data = floats(NaN, 0.5, Infinity, -Infinity);
		const file = riff([formatChunk(FLOAT, 1, RATE, 32), ['data', data]]);
		const { channels, remarks } = expectRead(await read(file));
		expect(channels[0]).toEqual([0, 0.5, 0, 0]);
		expect(remarks).toEqual(['3 samples of the file were no numbers and became silence.']);
	});

	test('96 kHz is converted, and it is said', async () => {
		const left = sine(9600, 1000, 96_000);
		const file = writeWav({ sampleRate: 96_000, channels: [left, left] }, '32f').bytes.buffer;
		const { channels, remarks } = expectRead(await read(file));
		expect(channels[0]).toHaveLength(4800);
		expect(channels[0]![1000]).toBeCloseTo(sine(4800, 1000, RATE)[1000]!, 4);
		expect(remarks).toEqual(['The file was converted from 96000 Hz to 48000 Hz.']);
	});

	const data = ['data', data16(1, 2)] as const;
	test.each([
		['without a format', [data], 'damaged'],
		['with half a format', [['fmt ', [1, 0]]], 'damaged'],
		['without samples', [formatChunk(PCM, 1, RATE, 16)], 'damaged'],
		['with no channels', [formatChunk(PCM, 0, RATE, 16), data], 'damaged'],
		['of 0 Hz', [formatChunk(PCM, 1, 0, 16), data], 'damaged'],
		['of length zero', [formatChunk(PCM, 1, RATE, 16), ['data', []]], 'empty'],
		['of less than a frame', [formatChunk(PCM, 4, RATE, 16), data], 'empty'],
		['of 1000 channels', [formatChunk(PCM, 1000, RATE, 16), data], 'unsupported'],
		['of 2 MHz', [formatChunk(PCM, 1, 2e6, 16), data], 'unsupported'],
		['in µ-law', [formatChunk(7, 1, RATE, 8), data], 'unsupported']
	] as const)('a file %s is refused', async (_, chunks, reason) => {
		expect(expectRefused(await read(riff(chunks)))).toBe(reason);
	});

	test('a file that is too long is refused in words before it is decoded', async () => {
		const file = riff([
			formatChunk(PCM, 1, 3000, 8),
			['data', new Array<number>(30_000).fill(128)]
		]);
		const limit = { seconds: 9, bytes: 1e9 };
		const reading = await readAudioFile(file, new FakeDecoder(RATE), limit);
		expect(reading).toEqual({
			kind: 'refused',
			reason: 'too-long',
			sentence:
				'This file lasts 10 seconds, and a track takes 9 seconds of it at most: cut it in an audio editor and bring in the part that you need.'
		});
		const held = { seconds: 100, bytes: 10 * RATE * 8 - 1 };
		expect(expectRefused(await readAudioFile(file, new FakeDecoder(RATE), held))).toBe('too-long');
		const enough = { seconds: 10, bytes: 10 * RATE * 8 };
		expect((await readAudioFile(file, new FakeDecoder(RATE), enough)).kind).toBe('read');
	});
});

describe('FLAC, MP3 and OGG', () => {
	test.each(['flac', 'mp3', 'ogg'])(
		'%s beyond the limit never reaches the decoder',
		async (name) => {
			const decoder = new FakeDecoder(RATE);
			const limit = { seconds: 0.05, bytes: 1e9 };
			const reading = await readAudioFile(fixture(`tones.${name}`), decoder, limit);
			expect(expectRefused(reading)).toBe('too-long');
			expect(decoder.asked).toBe(0);
		}
	);

	test('a header that promises ten hours in 3 kB is not believed', async () => {
		const bytes = new Uint8Array(fixture('tones.flac'));
		// The highest bits of the low 32 of STREAMINFO's 36-bit count of frames.
		bytes.set(bytesOf(0x80, 1), 22);
		const decoder = new FakeDecoder(RATE);
		const reading = await readAudioFile(bytes.buffer, decoder);
		expect(expectRefused(reading)).toBe('damaged');
		expect(decoder.asked).toBe(0);
	});

	test('a decoder that gives more than the header said is held to the limit', async () => {
		const sound = { sampleRate: RATE, channels: [new Float32Array(RATE)] };
		const limit = { seconds: 0.9, bytes: 1e9 };
		const decoder = new FakeDecoder(RATE, sound);
		const reading = await readAudioFile(fixture('tones.flac'), decoder, limit);
		expect(expectRefused(reading)).toBe('too-long');
	});

	test('a file that the decoder gives up on is damaged, and one without sound is empty', async () => {
		const file = () => fixture('tones.ogg');
		expect(expectRefused(await readAudioFile(file(), new FakeDecoder(RATE)))).toBe('damaged');
		const silent = new FakeDecoder(RATE, { sampleRate: RATE, channels: [new Float32Array(0)] });
		expect(expectRefused(await readAudioFile(file(), silent))).toBe('empty');
	});

	test('six channels are folded as the formats order them', async () => {
		const channels = Array.from({ length: 6 }, (_, at) => Float32Array.of(at === 3 ? 1 : 0));
		const decoder = new FakeDecoder(RATE, { sampleRate: RATE, channels });
		const reading = await readAudioFile(fixture('tones.flac'), decoder);
		expect(expectRead(reading).channels).toEqual([[0], [0]]);
	});
});

test.each([
	['nothing', []],
	['text', ascii('A letter, and not a sound at all, however long it may be.')],
	['zeros', new Array<number>(1000).fill(0)],
	['a picture', [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a, ...new Array<number>(200).fill(1)]]
])('%s is no sound', async (name, bytes) => {
	const reading = await read(Uint8Array.from(bytes).buffer);
	expect(expectRefused(reading)).toBe(name === 'nothing' ? 'empty' : 'not-audio');
});
