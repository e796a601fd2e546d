/** What a buffer is for. */
export type BufferUse = 'storage' | 'uniform' | 'readback';

/** More buffers of one size than this do not wait for their next use. */
const MOST_IDLE = 4;

// GPUBufferUsage is not there in every worker's scope, its numbers are the standard's.
const [MAP_READ, COPY_SRC, COPY_DST, UNIFORM, STORAGE] = [0x1, 0x4, 0x8, 0x40, 0x80];
const USAGE: Readonly<Record<BufferUse, number>> = {
	storage: STORAGE | COPY_SRC | COPY_DST,
	uniform: UNIFORM | COPY_DST,
	readback: MAP_READ | COPY_DST
};

/** Buffers of a device, used again by size. */
export class GpuPool {
	readonly #device: GPUDevice;
	readonly #idle = new Map<string, GPUBuffer[]>();
	#taken = 0;
	#waiting = 0;
	#bytes = 0;

	constructor(device: GPUDevice) {
		this.#device = device;
	}

	/** Buffers that there are, and what they hold. */
	get size(): { readonly taken: number; readonly idle: number; readonly bytes: number } {
		return { taken: this.#taken, idle: this.#waiting, bytes: this.#bytes };
	}

	/** At least so many bytes, of any content. */
	take(use: BufferUse, bytes: number): GPUBuffer {
		const size = Math.max(16, Math.ceil(bytes / 16) * 16);
		this.#taken++;
		const waiting = this.#idle.get(keyOf(use, size))?.pop();
		if (waiting !== undefined) {
			this.#waiting--;
			return waiting;
		}
		this.#bytes += size;
		return this.#device.createBuffer({ size, usage: USAGE[use], label: use });
	}

	give(buffer: GPUBuffer): void {
		this.#taken--;
		const key = keyOf(buffer.label as BufferUse, buffer.size);
		const idle = this.#idle.get(key) ?? [];
		this.#idle.set(key, idle);
		if (idle.length < MOST_IDLE) {
			idle.push(buffer);
			this.#waiting++;
		} else {
			this.#bytes -= buffer.size;
			buffer.destroy();
		}
	}

	/** Frees those that nobody uses. */
	dispose(): void {
		for (const buffer of [...this.#idle.values()].flat()) {
			this.#bytes -= buffer.size;
			buffer.destroy();
		}
		this.#waiting = 0;
		this.#idle.clear();
	}
}

const keyOf = (use: BufferUse, size: number) => `${use} ${size}`;
