export type DiskKind = 'opfs' | 'indexeddb' | 'memory';

/**
 * Files in folders, as little of it as sessions need. Paths are names joined by `/`. Writes
 * to one file must not overlap. One that does not fit fails with a SessionError of the reason `full`.
 */
export interface Disk {
	readonly kind: DiskKind;
	/**
	 * Makes the file its own first `at` bytes followed by `bytes`, with the folders that it lies in;
	 * on the disk when it resolves. Throws a RangeError where the file is shorter than `at`.
	 */
	write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
	/** What lies in [from, from + length) of the file; less at its end, nothing where there is none. */
	read(path: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
	/** In bytes; null where there is no such file. */
	size(path: string): Promise<number | null>;
	/** The names in a folder, in alphabetical order; none where there is no such folder. */
	list(folder: string): Promise<readonly string[]>;
	/** Removes a file, or a folder with all that is in it; nothing happens where there is none. */
	remove(path: string): Promise<void>;
}

/** Throws a RangeError for a write that would leave a hole. */
export function checkPlace(path: string, at: number, size: number): void {
	if (!Number.isInteger(at) || at < 0 || at > size) {
		throw new RangeError(`a write at ${at} of ${path}, which has ${size} bytes`);
	}
}
