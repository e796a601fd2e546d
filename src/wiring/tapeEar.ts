import type { LooperNode } from '../audio/looper/looperNode';
import type { TapeChunk } from '../audio/looper/protocol';
import { ListenError, type OfflineEar } from '../ears/loop/offlineEar';
import { Emitter } from '../lib/emitter';
import type { HeardLoop } from '../music/ears/heard';
import type { LayerWindow } from '../music/looper';

/** The looper, as far as its tapes are listened to. */
export type TapedLooper = Pick<
	LooperNode,
	'taped' | 'released' | 'changed' | 'tracks' | 'sampleRate'
>;

/** The ear, as far as tapes need it. */
export type TapeListener = Pick<OfflineEar, 'listen' | 'hear' | 'forget'>;

/** What was heard of one layer of a track; places count from its window's beginning. */
export interface HeardWindow {
	readonly track: number;
	readonly layer: LayerWindow;
	/** Of the window. */
	readonly seconds: number;
	readonly loop: HeardLoop;
}

/**
 * Listens to what is recorded while it is recorded, and asks what was heard of a layer as soon as its
 * tape is whole. Layers of files are not asked for, nor are those of an earlier visit unless their tapes are
 * brought.
 */
export class TapeEar {
	readonly heard = new Emitter<HeardWindow>();
	readonly failed = new Emitter<ListenError>();
	readonly #looper: TapedLooper;
	readonly #ear: TapeListener;
	/** Frames that the ear was told of each tape. */
	readonly #told = new Map<number, number>();
	/** Layers that were asked for. */
	readonly #asked = new Set<number>();
	/** Counts what was forgotten: an answer about sound from before is void. */
	#age = 0;

	constructor(looper: TapedLooper, ear: TapeListener) {
		this.#looper = looper;
		this.#ear = ear;
		looper.taped.on((chunk) => {
			this.#tell(chunk);
		});
		looper.released.on((tape) => {
			if (this.#told.delete(tape)) ear.forget(tape);
		});
		looper.changed.on(() => {
			this.#ask();
		});
	}

	/** Other sound comes, under numbers that may have been used: nothing is known of it. */
	forget(): void {
		this.#age++;
		for (const tape of this.#told.keys()) this.#ear.forget(tape);
		this.#told.clear();
		this.#asked.clear();
	}

	/** These layers were heard on an earlier visit: they are not asked for. */
	know(layers: Iterable<number>): void {
		for (const layer of layers) this.#asked.add(layer);
	}

	/** A whole tape of an earlier visit, whose layers are to be heard when they come. */
	bring(tape: number, left: Float32Array, right: Float32Array): void {
		this.#tell({ tape, from: 0, left, right });
	}

	#tell({ tape, from, left, right }: TapeChunk): void {
		if (from !== (this.#told.get(tape) ?? 0)) return;
		this.#told.set(tape, from + left.length);
		const mono = left.map((sample, frame) => (sample + right[frame]!) / 2);
		this.#ear.listen(tape, from, mono, this.#looper.sampleRate);
	}

	#ask(): void {
		for (const [track, { record }] of this.#looper.tracks.entries()) {
			for (const layer of record.content.layers) {
				const told = this.#told.get(layer.tape) ?? 0;
				if (this.#asked.has(layer.id) || told < layer.from + layer.span) continue;
				this.#asked.add(layer.id);
				void this.#hear(track, layer);
			}
		}
	}

	async #hear(track: number, layer: LayerWindow): Promise<void> {
		const age = this.#age;
		const answer = await this.#answerOf(layer);
		if (age !== this.#age) return;
		if (answer instanceof ListenError) this.failed.emit(answer);
		else
			this.heard.emit({
				track,
				layer,
				loop: answer,
				seconds: layer.span / this.#looper.sampleRate
			});
	}

	async #answerOf({ tape, from, span }: LayerWindow): Promise<HeardLoop | ListenError> {
		try {
			return await this.#ear.hear(tape, from, span);
		} catch (error) {
			if (error instanceof ListenError) return error;
			throw error;
		}
	}
}
