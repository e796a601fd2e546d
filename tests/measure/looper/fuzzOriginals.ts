import { readFileSync } from 'node:fs';
import { WAV_FORMATS, writeWav } from '../../../src/store/audioFiles/writeWav';

export interface FuzzFile {
	readonly kind: 'audio' | 'midi';
	readonly bytes: Uint8Array<ArrayBuffer>;
}

const FIXTURES = ['tones.flac', 'tones.mp3', 'tones.ogg'];

/** Sound and MIDI files as they should be, a few kB each. */
export const originals: readonly FuzzFile[] = [
	...WAV_FORMATS.flatMap((format) => [wav(format, 48_000), wav(format, 44_100)]),
	wide(),
	...FIXTURES.map(encoded),
	...[1, 2, 3, 4, 5, 6].map(midi)
];

function wav(format: (typeof WAV_FORMATS)[number], sampleRate: number): FuzzFile {
	const side = Float32Array.from({ length: 400 }, (_, frame) => Math.sin(frame / 9));
	const tags = { title: 'Tones', comment: 'odd', isLoop: true };
	const { bytes } = writeWav({ sampleRate, channels: [side, side] }, format, tags);
	return { kind: 'audio', bytes };
}

/** RF64 with a wide size, eight channels of 64-bit floats and an extensible header. */
function wide(): FuzzFile {
	const bytes = new Uint8Array(12 + 36 + 48 + 8 + 64 * 40);
	const view = new DataView(bytes.buffer);
	const name = (at: number, text: string) => {
		bytes.set(new TextEncoder().encode(text), at);
	};
	name(0, 'RF64');
	view.setUint32(4, 2 ** 32 - 1, true);
	name(8, 'WAVEds64');
	view.setUint32(16, 28, true);
	view.setUint32(28, 64 * 40, true);
	name(48, 'fmt ');
	view.setUint32(52, 40, true);
	view.setUint16(56, 0xfffe, true);
	view.setUint16(58, 8, true);
	view.setUint32(60, 96_000, true);
	view.setUint16(68, 64, true);
	view.setUint16(70, 64, true);
	view.setUint16(72, 22, true);
	view.setUint32(76, 0x63f, true);
	view.setUint16(80, 3, true);
	name(96, 'data');
	view.setUint32(100, 2 ** 32 - 1, true);
	for (let at = 104; at < bytes.length; at += 8) view.setFloat64(at, Math.sin(at), true);
	return { kind: 'audio', bytes };
}

function encoded(name: string): FuzzFile {
	const file = readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));
	return { kind: 'audio', bytes: new Uint8Array(file) };
}

/** Format 0 or 1 in turn; `count` parts of notes under a running status, and a song's own events. */
function midi(count: number): FuzzFile {
	const ascii = (text: string) => [...new TextEncoder().encode(text)];
	const chunk = (name: string, body: readonly number[]) => [
		...ascii(name),
		...[0, 0, body.length >> 8, body.length & 0xff],
		...body
	];
	const end = [0, 0xff, 0x2f, 0];
	const tempo = [0, 0xff, 0x51, 3, 7, 0xa1, 0x20 + count];
	const metre = [0, 0xff, 0x58, 4, 3 + count, 2, 24, 8];
	const tracks = Array.from({ length: count }, (_, part) => {
		const name = [0, 0xff, 3, 4, ...ascii('Part'), 0, 0xc0 | part, part];
		const notes = Array.from({ length: 20 }, (_, at) => [
			0,
			40 + at * 2,
			90,
			0x83,
			0x60,
			40 + at * 2,
			0
		]);
		const started = [0, 0x90 | part, 30, 1, 10, 0x80 | part, 30, 64, 0, 0x90 | part, 31, 1];
		return chunk('MTrk', [...tempo, ...metre, ...name, ...started, ...notes.flat(), ...end]);
	});
	const header = chunk('MThd', [0, count % 2, 0, count, 1, 0xe0]);
	return { kind: 'midi', bytes: Uint8Array.from([...header, ...tracks.flat()]) };
}
