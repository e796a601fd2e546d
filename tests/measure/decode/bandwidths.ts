import type { House, Room } from './house';
import { weightBytesOf } from './limit';

/** Past the last-level cache of most processors; some servers' holds more. */
const MEMORY_BYTES = 512 * 2 ** 20;
const MODELS = ['small', 'base'] as const;

/** The most bytes a second that one thread read, in vectors by WebAssembly. */
export interface Bandwidths {
	memory: number;
	/** Of a stretch as large as a model's weights in int8: from a cache, if there is room. */
	readonly resident: Record<(typeof MODELS)[number], number>;
}

/** Measures again and again, and keeps the best. */
export class BandwidthMeter {
	readonly best: Bandwidths = { memory: 0, resident: { small: 0, base: 0 } };
	readonly #room: Room;
	readonly #ms: number;

	private constructor(room: Room, ms: number) {
		this.#room = room;
		this.#ms = ms;
	}

	/** Each measurement takes so many milliseconds. */
	static async open(house: House, ms: number): Promise<BandwidthMeter> {
		const { room } = await house.begin('memory', 'spin');
		return new BandwidthMeter(room, ms);
	}

	async measure(): Promise<void> {
		const { best } = this;
		best.memory = Math.max(best.memory, await this.#read(MEMORY_BYTES));
		for (const model of MODELS) {
			const bandwidth = await this.#read(weightBytesOf(model));
			best.resident[model] = Math.max(best.resident[model], bandwidth);
		}
	}

	#read(bytes: number): Promise<number> {
		return this.#room.call('bandwidth', bytes, this.#ms);
	}
}
