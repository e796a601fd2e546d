import type { Tape } from './tape';
import type { Track } from './track';
import { EMPTY_PROGRAM, tapesOf, type TrackProgram } from './trackProgram';

/**
 * Undo must not bring back loops of an old base beside a new one, which they would not fit. While the
 * new one is only being recorded they wait here: they come back if nothing comes of it.
 */
export class SetAside {
	readonly #programs = new Map<Track, TrackProgram>();

	/** Tracks that record nothing have no past from now on. */
	take(tracks: readonly Track[]): void {
		for (const track of tracks) {
			const { program } = track;
			if (program.take !== null) continue;
			if (program.past.length + program.future.length > 0) this.#programs.set(track, program);
			track.change(EMPTY_PROGRAM);
		}
	}

	/** Nothing came of the new base. */
	giveBack(): void {
		for (const [track, program] of this.#programs) {
			const { past, future } = track.program;
			if (past.length + future.length === 0) track.change(program);
		}
		this.#programs.clear();
	}

	/** The new base is there. */
	letGo(): void {
		for (const track of this.#programs.keys()) {
			if (track.program.content.length === 0) track.forgetPress();
		}
		this.#programs.clear();
	}

	*tapes(): Generator<Tape> {
		for (const program of this.#programs.values()) yield* tapesOf(program);
	}
}
