import { checkPlace, type Disk, type DiskKind } from './disk';
import { SessionError } from './sessionError';

/** Holds about a quarter of an hour of stereo sound. */
const MOST_BYTES = 2 ** 28;

/** A disk that is forgotten with the page. */
export class MemoryDisk implements Disk {
	readonly kind: DiskKind = 'memory';
	readonly #files = new Map<string, Uint8Array<ArrayBuffer>[]>();
	readonly #mostBytes: number;
	#bytes = 0;

	constructor(mostBytes = MOST_BYTES) {
		this.#mostBytes = mostBytes;
	}

	write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		const pieces = this.#files.get(path) ?? [];
		const size = bytesIn(pieces);
		checkPlace(path, at, size);
		if (this.#bytes - size + at + bytes.length > this.#mostBytes) {
			return Promise.reject(new SessionError('full', `no memory for ${path}`));
		}
		const kept = at === size ? pieces : [cut(pieces, 0, at)];
		kept.push(bytes.slice());
		this.#files.set(path, kept);
		this.#bytes += at + bytes.length - size;
		return Promise.resolve();
	}

	read(path: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
		return Promise.resolve(cut(this.#files.get(path) ?? [], from, from + length));
	}

	size(path: string): Promise<number | null> {
		const pieces = this.#files.get(path);
		return Promise.resolve(pieces === undefined ? null : bytesIn(pieces));
	}

	list(folder: string): Promise<readonly string[]> {
		const names = new Set<string>();
		for (const path of this.#files.keys()) {
			if (!path.startsWith(`${folder}/`)) continue;
			names.add(path.slice(folder.length + 1).split('/', 1)[0] ?? '');
		}
		return Promise.resolve([...names].sort());
	}

	remove(path: string): Promise<void> {
		for (const [file, pieces] of this.#files) {
			if (file !== path && !file.startsWith(`${path}/`)) continue;
			this.#bytes -= bytesIn(pieces);
			this.#files.delete(file);
		}
		return Promise.resolve();
	}
}

const bytesIn = (pieces: readonly Uint8Array[]) =>
	pieces.reduce((sum, { length }) => sum + length, 0);

/** The bytes [from, to) of the joined pieces, copied; less where they end before. */
export function cut(
	pieces: readonly Uint8Array[],
	from: number,
	to: number
): Uint8Array<ArrayBuffer> {
	const joined = new Uint8Array(Math.max(0, Math.min(to, bytesIn(pieces)) - from));
	let begin = 0;
	for (const piece of pieces) {
		const part = piece.subarray(Math.max(0, from - begin), Math.max(0, to - begin));
		if (part.length > 0) joined.set(part, Math.max(0, begin - from));
		begin += piece.length;
	}
	return joined;
}
