import { neededFrames, type SessionManifest } from './manifest';
import { recoverOpenTakes, type TakeShape } from './recoverOpenTakes';
import type { SessionContents } from './sessionFiles';
import * as sentences from './sessionSentences';
import type { TapeInfo, TapePiece } from './tapeFormat';

/** Reads both sides of a stretch of a tape; what is not on the disk is silence. */
export type ReadTape = (
	tape: number,
	from: number,
	frames: number
) => Promise<Pick<TapePiece, 'left' | 'right'>>;

/** How much of a tape is read at once. */
const PIECE_FRAMES = 2 ** 16;

/** A session of an earlier visit, as it is to be put on the tracks. */
export interface OpenedSession {
	/** What was still being recorded is a take now. */
	readonly manifest: SessionManifest;
	/** As long as the takes need them, which may be longer than what is on the disk. */
	readonly tapes: readonly TapeInfo[];
	/** What is missing, in one plain sentence; empty when nothing is. */
	readonly sentence: string;
	/** The whole tape in order, piece by piece. Rejects with a SessionError. */
	pieces(tape: number): AsyncGenerator<TapePiece>;
	/**
	 * This session goes on: what is recorded and noted from now on belongs to it. Its tapes are not
	 * written to again, so new tapes need numbers above all of its own.
	 */
	adopt(): void;
	/** Another tab may have it. Not after `adopt`. */
	close(): void;
}

/** What `adopt` and `close` do. */
export interface Keeping {
	adopt(manifest: SessionManifest): void;
	close(): void;
}

export function openedSession(
	contents: SessionContents,
	shape: TakeShape,
	read: ReadTape,
	keeping: Keeping
): OpenedSession {
	const lengths = new Map(contents.tapes.map(({ tape, frames }) => [tape, frames]));
	const recovered = recoverOpenTakes(contents.manifest, lengths, shape);
	const needed = neededFrames(recovered);
	const present = new Set([...recovered.tapes, ...lengths.keys()]);
	const manifest = { ...recovered, tapes: [...present].sort((a, b) => a - b) };
	const rates = new Map(contents.tapes.map(({ tape, sampleRate }) => [tape, sampleRate]));
	const tapes = [...new Set([...present, ...needed.keys()])].map((tape) => ({
		tape,
		frames: Math.max(lengths.get(tape) ?? 0, needed.get(tape) ?? 0),
		sampleRate: rates.get(tape) ?? manifest.sampleRate
	}));
	return {
		manifest,
		tapes,
		sentence: sentenceOf(contents, needed),
		pieces: (tape) => piecesOf(tape, tapes, read),
		adopt() {
			keeping.adopt(manifest);
		},
		close() {
			keeping.close();
		}
	};
}

/** Throws a RangeError for a tape that is not of the session. */
async function* piecesOf(
	tape: number,
	tapes: readonly TapeInfo[],
	read: ReadTape
): AsyncGenerator<TapePiece> {
	const info = tapes.find((known) => known.tape === tape);
	if (info === undefined) throw new RangeError(`no tape ${tape} in the session`);
	for (let from = 0; from < info.frames; from += PIECE_FRAMES) {
		const sides = await read(tape, from, Math.min(PIECE_FRAMES, info.frames - from));
		yield { tape, from, ...sides };
	}
}

function sentenceOf(contents: SessionContents, needed: ReadonlyMap<number, number>): string {
	const { manifest, tapes, damagedTapes, isRebuilt } = contents;
	if (isRebuilt) return sentences.REBUILT;
	if (damagedTapes > 0) return sentences.DAMAGED_TAPES;
	const lengths = new Map(tapes.map(({ tape, frames }) => [tape, frames]));
	const missing = [...needed].map(([tape, frames]) => frames - (lengths.get(tape) ?? 0));
	const seconds = Math.max(0, ...missing) / manifest.sampleRate;
	return seconds >= AUDIBLE_SECONDS ? sentences.cutTapes(seconds) : '';
}

/** Less is not missed. */
const AUDIBLE_SECONDS = 0.05;
