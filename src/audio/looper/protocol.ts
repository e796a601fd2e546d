import type {
	BarGrid,
	BaseLoop,
	TrackAction,
	TrackRecord,
	TrackReport,
	TrackSync
} from '../../music/looper';
import type { Frames } from '../../music/units';

/** The name under which the processor is registered. */
export const LOOPER_PROCESSOR = 'continuo-looper';

/** A block of a tape: so many frames of the left channel, then as many of the right. */
export const BLOCK_FRAMES = 4096;
export const BLOCK_FLOATS = 2 * BLOCK_FRAMES;

/** What a tape holds of the past before its recording, and the most that a seam is faded over: 43 ms at 48 kHz. */
export const FADE_FRAMES = 2048;

/** What was played stays at hand for at least so long. */
export const RING_SECONDS = 61;

/** A press so little behind its line was meant for it; never more than half a beat. */
export const FORGIVEN_SECONDS = 0.25;

/**
 * A loop that was closed without a grid is a multiple of this, so that up to 64 bars, in twos and threes,
 * divide it: 4 ms at 48 kHz.
 */
export const LOOP_GRAIN = 192;

/** Shorter loops are tones, not music. */
export const MIN_LOOP_SECONDS = 0.1;

/** Tapes from here on come from files; recorded ones have numbers below. */
export const FIRST_FILED_TAPE = 2 ** 40;

/** The outputs of the node: one stereo pair a track, then the monitored input. */
export const MONITOR_OUTPUT = 8;
export const OUTPUT_COUNT = 9;

/** What the audio thread must know of a track's settings. */
export interface TrackControl {
	readonly feedback: number;
	readonly sync: TrackSync;
	readonly isOneShot: boolean;
	/** Another track is soloed. */
	readonly isHushed: boolean;
}

/** What comes with a press. */
export interface PressOptions {
	/** Of a new loop, in frames; null is as long as the player plays. */
	readonly length: Frames | null;
	/** Record at once when the input is louder than this, 0–1; null starts at the line. */
	readonly threshold: number | null;
	/** Something else plays: a recording that a sound starts far from a line waits for the next. */
	readonly needsLine: boolean;
	/** After a recording without a fixed length: play, or go on as an overdub. */
	readonly thenOverdub: boolean;
}

/** How the input is taken. */
export interface InputControl {
	/** What was played to the frame f of the output arrives at f + this. */
	readonly compensation: Frames;
	readonly isMonitored: boolean;
	/** The feedback guard may mute the monitor. */
	readonly isGuarded: boolean;
}

/** Main thread to audio thread. Only `read` is answered by itself; all else shows in the next report. */
export type LooperCommand =
	| {
			readonly kind: 'press';
			readonly track: number;
			readonly action: TrackAction;
			/** The frame that the player heard when pressing. */
			readonly at: Frames;
			readonly options: PressOptions;
	  }
	/** Takes what waits off; an armed track is empty again. */
	| { readonly kind: 'cancel'; readonly track: number }
	/** The last press turned out to be another gesture: as if it had not been. */
	| { readonly kind: 'take-back'; readonly track: number }
	| { readonly kind: 'configure'; readonly track: number; readonly control: TrackControl }
	| { readonly kind: 'input'; readonly control: InputControl }
	| { readonly kind: 'grid'; readonly grid: BarGrid | null }
	/** Every track that is stopped or playing plays from its start at `at`. */
	| { readonly kind: 'start'; readonly at: Frames }
	/** Open recordings are closed, and everything stops. */
	| { readonly kind: 'halt' }
	/** [from, to), as the player heard it, becomes the loop of the empty track and plays. */
	| {
			readonly kind: 'capture';
			readonly track: number;
			readonly from: Frames;
			readonly to: Frames;
	  }
	/** Empty blocks of BLOCK_FLOATS floats, transferred. */
	| { readonly kind: 'supply'; readonly blocks: readonly ArrayBuffer[] }
	/** Everything is forgotten, and no tape counts as released: another session comes. */
	| { readonly kind: 'reset' }
	/** Asks for a report. */
	| { readonly kind: 'poll' }
	/** A tape from outside: `tape-data` fills it, in order, before a record that names it is restored. */
	| {
			readonly kind: 'tape-data';
			readonly tape: number;
			readonly left: Float32Array;
			readonly right: Float32Array;
	  }
	| {
			readonly kind: 'restore';
			readonly track: number;
			readonly record: TrackRecord;
			readonly base: BaseLoop | null;
	  }
	/** Part of a tape, for export. */
	| {
			readonly kind: 'read';
			readonly id: number;
			readonly tape: number;
			readonly from: number;
			readonly frames: number;
	  };

/** A stretch of a tape as it was recorded, in order and without holes; `from` counts tape frames. */
export interface TapeChunk {
	readonly tape: number;
	readonly from: number;
	readonly left: Float32Array;
	readonly right: Float32Array;
}

/** Audio thread to main thread. */
export type LooperReply =
	| {
			readonly kind: 'report';
			/** The master counter at the end of the last block. */
			readonly frame: Frames;
			/** Blocks that are left, for the main thread to keep up the supply. */
			readonly freeBlocks: number;
			/** Blocks in all. */
			readonly blocks: number;
			/** Times that no block was left; what was played then is copied later, from the ring. */
			readonly starved: number;
			/** Frames that were lost because no block came in time. Must stay 0. */
			readonly lost: number;
			/** The loudest input sample since the last report, 0–1. */
			readonly inputPeak: number;
			/** The feedback guard muted the monitor. */
			readonly isGuardMuted: boolean;
			readonly base: BaseLoop | null;
			/** All of them when any changed, else null. */
			readonly tracks: readonly TrackReport[] | null;
			readonly taped: readonly TapeChunk[];
			/** Tapes that no track can reach any more. */
			readonly released: readonly number[];
	  }
	| { readonly kind: 'read'; readonly id: number; readonly chunk: TapeChunk };
