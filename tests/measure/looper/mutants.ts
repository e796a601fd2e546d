import { seededRandom, type Random } from '../../../src/lib/random';
import { originals, type FuzzFile } from './fuzzOriginals';

type Change = (bytes: Uint8Array, random: Random) => readonly Uint8Array[];

const MAX_CHANGES = 4;
const MAX_FLIPS = 20;
const MAX_INSERTED = 64;
/** Sizes and counts with which programs have been fooled. */
const LIES = [0, 1, 3, 7, 0x7f, 0xff, 0x7fff, 0xffff, 2 ** 20, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
/** Where headers and their sizes lie. */
const HEAD_BYTES = 120;

const below = (random: Random, count: number) => Math.floor(random() * count);

/** The file number `index` of the row that `seed` begins. */
export function mutantAt(seed: number, index: number): FuzzFile {
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
