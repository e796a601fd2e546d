import type { Disk } from './disk';
import { reasonOf } from './sessionError';
import {
	byteOf,
	FRAME_BYTES,
	framesIn,
	HEADER_BYTES,
	interleaved,
	readTapeHeader,
	separated,
	tapeHeader,
	type TapeInfo,
	type TapePiece
} from './tapeFormat';

/** How much silence is written at once where a stretch is missing. */
const SILENCE_FRAMES = 2 ** 16;
const NAME = /^(\d+)\.f32$/;

/** The tapes of sessions, each a file that grows while it is recorded. */
export class TapeFiles {
	readonly #disk: Disk;
	readonly #folderOf: (session: string) => string;

	constructor(disk: Disk, folderOf: (session: string) => string) {
		this.#disk = disk;
		this.#folderOf = folderOf;
	}

	/**
	 * On the disk when it resolves. Frames that are there already are left, and missing ones before
	 * `from` are silence, so that the same pieces can be appended again after a failure.
	 */
	async append(session: string, sampleRate: number, pieces: readonly TapePiece[]): Promise<void> {
		for (const piece of pieces) {
			const path = this.#path(session, piece.tape);
			let frames = await this.#begin(path, piece.tape, sampleRate);
			while (frames < piece.from) {
				const missing = Math.min(SILENCE_FRAMES, piece.from - frames);
				await this.#disk.write(path, byteOf(frames), new Uint8Array(missing * FRAME_BYTES));
				frames += missing;
			}
			const bytes = interleaved(piece, frames - piece.from);
			if (bytes.length > 0) await this.#disk.write(path, byteOf(frames), bytes);
		}
	}

	async infos(session: string): Promise<{ tapes: readonly TapeInfo[]; damaged: number }> {
		const names = await this.#disk.list(`${this.#folderOf(session)}/tapes`);
		const tapes: TapeInfo[] = [];
		let damaged = 0;
		for (const name of names) {
			const number = NAME.exec(name)?.[1];
			const info = number === undefined ? null : await this.#info(session, Number(number));
			if (info === null) damaged++;
			else tapes.push(info);
		}
		return { tapes: tapes.sort((a, b) => a.tape - b.tape), damaged };
	}

	/** Always `frames` of both sides: what is not on the disk is silence. */
	async read(session: string, tape: number, from: number, frames: number) {
		const bytes = await this.#disk.read(
			this.#path(session, tape),
			byteOf(from),
			frames * FRAME_BYTES
		);
		return separated(bytes, frames);
	}

	remove(session: string, tape: number): Promise<void> {
		return this.#disk.remove(this.#path(session, tape));
	}

	async #info(session: string, tape: number): Promise<TapeInfo | null> {
		const path = this.#path(session, tape);
		const size = (await this.#disk.size(path)) ?? 0;
		try {
			return { ...readTapeHeader(await this.#disk.read(path, 0, HEADER_BYTES), size), tape };
		} catch (cause) {
			if (reasonOf(cause) === 'broken') throw cause;
			return null;
		}
	}

	/** Returns the whole frames that are there; the header is written where it is not. */
	async #begin(path: string, tape: number, sampleRate: number): Promise<number> {
		const size = (await this.#disk.size(path)) ?? 0;
		if (size < HEADER_BYTES) await this.#disk.write(path, 0, tapeHeader(tape, sampleRate));
		return framesIn(size);
	}

	#path(session: string, tape: number): string {
		return `${this.#folderOf(session)}/tapes/${tape}.f32`;
	}
}
