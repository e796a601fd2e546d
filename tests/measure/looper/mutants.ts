import { readFileSync } from 'node:fs';
import { seededRandom, type Random } from '../../../src/lib/random';
import { bpm, pitch, ticks, velocity } from '../../../src/music/units';
import { WAV_FORMATS, writeWav } from '../../../src/store/audioFiles/writeWav';
import { writeMidiFile } from '../../../src/store/midiFile';

/** A file that something has happened to. */
export interface Mutant {
	readonly kind: 'audio' | 'midi';
	readonly bytes: Uint8Array<ArrayBuffer>;
}

type Change = (bytes: Uint8Array, random: Random) => readonly Uint8Array[];

const MAX_CHANGES = 4;
const MAX_FLIPS = 20;
const MAX_INSERTED = 64;
/** Sizes and counts with which programs have been fooled. */
const LIES = [0, 1, 3, 7, 0x7f, 0xff, 0x7fff, 0xffff, 2 ** 20, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
/** Where headers and their sizes lie. */
const HEAD_BYTES = 120;
const FIXTURES = ['tones.flac', 'tones.mp3', 'tones.ogg'];

const below = (random: Random, count: number) => Math.floor(random() * count);

/** The file number `index` of the row that `seed` begins. */
export function mutantAt(seed: number, index: number): Mutant {
	const random = seededRandom(seed * 1_000_003 + index);
	const { kind, bytes } = originals[below(random, originals.length)]!;
	let changed = bytes;
	for (let count = 1 + below(random, MAX_CHANGES); count > 0; count--) {
		changed = joined(changes[below(random, changes.length)]!(changed, random));
	}
	return { kind, bytes: changed };
}

const changes: readonly Change[] = [flipBits, truncate, lieAboutSize, insertBytes, splice, cutOut];

function flipBits(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
	const flipped = bytes.slice();
	const reach = random() < 0.5 ? Math.min(HEAD_BYTES, bytes.length) : bytes.length;
	for (let count = 1 + below(random, MAX_FLIPS); count > 0; count--) {
		const at = below(random, reach);
		flipped[at] = (flipped[at] ?? 0) ^ (1 << below(random, 8));
	}
	return [flipped];
}

function truncate(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
	return [bytes.subarray(0, below(random, bytes.length + 1))];
}

function lieAboutSize(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
	const lying = bytes.slice();
	if (lying.length < 4) return [lying];
	const at = below(random, Math.min(HEAD_BYTES, lying.length - 3));
	const lie = LIES[below(random, LIES.length)]!;
	new DataView(lying.buffer).setUint32(at, lie, random() < 0.5);
	return [lying];
}

function insertBytes(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
	const at = below(random, bytes.length + 1);
	const inserted = Uint8Array.from({ length: 1 + below(random, MAX_INSERTED) }, () =>
		below(random, 256)
	);
	return [bytes.subarray(0, at), inserted, bytes.subarray(at)];
}

/** Continues as another file does. */
function splice(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
	const other = originals[below(random, originals.length)]!.bytes;
	const at = below(random, bytes.length + 1);
	return [bytes.subarray(0, at), other.subarray(below(random, other.length))];
}

function cutOut(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
	const from = below(random, bytes.length + 1);
	return [bytes.subarray(0, from), bytes.subarray(from + below(random, MAX_INSERTED))];
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		bytes.set(piece, at);
		at += piece.length;
	}
	return bytes;
}

const originals: readonly Mutant[] = [
	...WAV_FORMATS.flatMap((format) => [wav(format, 48_000), wav(format, 44_100)]),
	wide(),
	...FIXTURES.map(encoded),
	...[1, 2, 3, 4, 5, 6].map(midi)
];

function wav(format: (typeof WAV_FORMATS)[number], sampleRate: number): Mutant {
	const side = Float32Array.from({ length: 400 }, (_, frame) => Math.sin(frame / 9));
	const tags = { title: 'Tones', comment: 'odd', isLoop: true };
	const { bytes } = writeWav({ sampleRate, channels: [side, side] }, format, tags);
	return { kind: 'audio', bytes };
}

/** RF64 with a wide size, eight channels of 64-bit floats and an extensible header. */
function wide(): Mutant {
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

function encoded(name: string): Mutant {
	const file = readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));
	return { kind: 'audio', bytes: new Uint8Array(file) };
}

function midi(count: number): Mutant {
	const notes = Array.from({ length: count * 20 }, (_, at) => ({
		start: ticks(at * 120),
		duration: ticks(100 + at),
		pitch: pitch(40 + ((at * 7) % 40)),
		velocity: velocity(0.5)
	}));
	const bytes = writeMidiFile({
		tracks: [
			{ name: 'Player', channel: count, notes },
			{ name: 'Continuo (AI)', channel: 10, isDrums: true, isByAi: true, notes }
		],
		bpm: bpm(90 + count),
		metre: { beats: 4, unit: 4 },
		length: ticks(1920 * count)
	});
	return { kind: 'midi', bytes };
}
