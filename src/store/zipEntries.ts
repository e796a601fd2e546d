import { inflateSync } from 'fflate';

/** One file in a zip, as its directory at the end describes it. */
export interface ZipEntry {
	readonly name: string;
	/** In bytes, once it is unpacked. */
	readonly size: number;
	readonly packedSize: number;
	readonly method: number;
	readonly crc: number;
	readonly offset: number;
}

const END_BYTES = 22;
const END_SIGNATURE = 0x06054b50;
const ENTRY_BYTES = 46;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_BYTES = 30;
const LOCAL_SIGNATURE = 0x04034b50;
/** A comment of at most so many bytes may follow the end. */
const MAX_COMMENT_BYTES = 2 ** 16;
/** One bit can stand for 258 bytes in DEFLATE at best, which is this many bytes a byte. */
const MAX_RATIO = 1032;
const STORED = 0;
const DEFLATED = 8;
const CRC_POLYNOMIAL = 0xedb88320;

/**
 * What a zip holds (PKWARE, APPNOTE 6.3.10, without zip64), read from its end, so that a file larger
 * than the memory can be opened. Null if the bytes are no zip, or its directory contradicts the file.
 */
export async function zipEntries(file: Blob): Promise<readonly ZipEntry[] | null> {
	const tail = await viewOf(file.slice(Math.max(0, file.size - END_BYTES - MAX_COMMENT_BYTES)));
	const end = endOf(tail);
	if (end === null) return null;
	const [count, bytes, start] = [
		tail.getUint16(end + 10, true),
		tail.getUint32(end + 12, true),
		tail.getUint32(end + 16, true)
	];
	if (start + bytes > file.size) return null;
	const entries = entriesOf(await viewOf(file.slice(start, start + bytes)), count);
	if (entries === null) return null;
	const packed = entries.reduce((sum, { packedSize }) => sum + packedSize, 0);
	return packed <= file.size && entries.every(isPossible) ? entries : null;
}

/** The bytes of an entry; null if they are not what was packed. */
export async function unzipped(
	file: Blob,
	entry: ZipEntry
): Promise<Uint8Array<ArrayBuffer> | null> {
	const { offset, packedSize, size, method } = entry;
	const local = await viewOf(file.slice(offset, offset + LOCAL_BYTES));
	if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL_SIGNATURE) return null;
	const start = offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
	const packed = new Uint8Array(await file.slice(start, start + packedSize).arrayBuffer());
	if (packed.length < packedSize) return null;
	const bytes = method === STORED ? packed : inflated(packed, size);
	return bytes !== null && crcOf(bytes) === entry.crc ? bytes : null;
}

/** Where the end of the directory begins in the tail; null if there is none. */
function endOf(tail: DataView): number | null {
	for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
		if (tail.getUint32(at, true) === END_SIGNATURE) return at;
	}
	return null;
}

function entriesOf(directory: DataView, count: number): readonly ZipEntry[] | null {
	const entries: ZipEntry[] = [];
	let at = 0;
	for (let index = 0; index < count; index++) {
		if (at + ENTRY_BYTES > directory.byteLength) return null;
		if (directory.getUint32(at, true) !== ENTRY_SIGNATURE) return null;
		const nameBytes = directory.getUint16(at + 28, true);
		const end = at + ENTRY_BYTES + nameBytes;
		if (end > directory.byteLength) return null;
		const name = new Uint8Array(
			directory.buffer,
			directory.byteOffset + at + ENTRY_BYTES,
			nameBytes
		);
		entries.push({
			name: new TextDecoder().decode(name),
			method: directory.getUint16(at + 10, true),
			crc: directory.getUint32(at + 16, true),
			packedSize: directory.getUint32(at + 20, true),
			size: directory.getUint32(at + 24, true),
			offset: directory.getUint32(at + 42, true)
		});
		at = end + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
	}
	return entries;
}

/** Nothing that claims to be more than its bytes can unpack to. */
function isPossible({ method, size, packedSize }: ZipEntry): boolean {
	if (method === STORED) return size === packedSize;
	return method === DEFLATED && size <= packedSize * MAX_RATIO;
}

function inflated(packed: Uint8Array, size: number): Uint8Array<ArrayBuffer> | null {
	try {
		const bytes = inflateSync(packed, { out: new Uint8Array(size) });
		return bytes.length === size ? bytes : null;
	} catch {
		// The library throws for any stream that is not DEFLATE: the entry is damaged.
		return null;
	}
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
	let remainder = byte;
	for (let bit = 0; bit < 8; bit++) {
		remainder = (remainder >>> 1) ^ (remainder & 1 ? CRC_POLYNOMIAL : 0);
	}
	return remainder;
});

/** CRC-32 (ISO 3309), a byte at a step, for hundreds of megabytes. */
function crcOf(bytes: Uint8Array): number {
	let remainder = 0xffffffff;
	for (const byte of bytes) remainder = (remainder >>> 8) ^ crcTable[(remainder ^ byte) & 0xff]!;
	return ~remainder >>> 0;
}

const viewOf = async (blob: Blob) => new DataView(await blob.arrayBuffer());
