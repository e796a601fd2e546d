import type { Disk, DiskKind } from '../../../src/store/sessions/disk';
import { MemoryDisk } from '../../../src/store/sessions/memoryDisk';
import { SessionError } from '../../../src/store/sessions/sessionError';

/** A disk whose power fails in the middle of a write, once `bytesLeft` more bytes are written. */
export class TornDisk implements Disk {
	readonly kind = 'memory';
	readonly #disk = new MemoryDisk();
	bytesLeft = Infinity;

	async write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		const written = bytes.slice(0, Math.min(bytes.length, this.bytesLeft));
		this.bytesLeft -= written.length;
		await this.#disk.write(path, at, written);
		if (written.length < bytes.length) throw new SessionError('full', 'torn');
	}

	read(path: string, from: number, length: number) {
		return this.#disk.read(path, from, length);
	}

	size(path: string) {
		return this.#disk.size(path);
	}

	list(folder: string) {
		return this.#disk.list(folder);
	}

	remove(path: string) {
		return this.#disk.remove(path);
	}
}

/** `frames` of a ramp on the tape, from frame `from` on: left counts up, right down. */
export const rampPiece = (tape: number, from: number, frames: number) => ({
	tape,
	from,
	left: Float32Array.from({ length: frames }, (_, frame) => from + frame),
	right: Float32Array.from({ length: frames }, (_, frame) => -(from + frame))
});

/** Takes only writes for which it has room. */
export class FillingDisk extends MemoryDisk {
	override readonly kind: DiskKind;
	room = Infinity;

	constructor(kind: DiskKind = 'opfs') {
		super();
		this.kind = kind;
	}

	override write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		if (bytes.length <= this.room) return super.write(path, at, bytes);
		return Promise.reject(new SessionError('full', `no room for ${path}`));
	}
}
