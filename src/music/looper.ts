import type { Frames } from './units';

/** Audio tracks of the looper. */
export const TRACK_COUNT = 8;

/** The words of a pedal. `muted` plays on unheard, in its place. */
export const LOOPER_STATES = [
	'empty',
	'armed',
	'recording',
	'closing',
	'playing',
	'overdubbing',
	'stopped',
	'muted'
] as const;
export type LooperState = (typeof LOOPER_STATES)[number];

/** How what is recorded over a loop meets what is there. */
export const OVERDUB_MODES = ['overdub', 'replace', 'substitute', 'multiply', 'insert'] as const;
export type OverdubMode = (typeof OVERDUB_MODES)[number];

/**
 * What can be asked of a track. `finish` ends any of the overdub modes; `trigger` plays from the
 * start, once if the track is a one-shot; `reverse`, `half` and `double` switch on and off again.
 */
export const TRACK_ACTIONS = [
	'record',
	'close',
	...OVERDUB_MODES,
	'finish',
	'play',
	'stop',
	'trigger',
	'mute',
	'unmute',
	'undo',
	'redo',
	'clear',
	'reverse',
	'half',
	'double'
] as const;
export type TrackAction = (typeof TRACK_ACTIONS)[number];

/**
 * Where an action takes place: on the next bar line, where the first loop begins again (`cycle`),
 * where the track itself does (`loop`), or at once (`free`).
 */
export const TRACK_SYNCS = ['bar', 'cycle', 'loop', 'free'] as const;
export type TrackSync = (typeof TRACK_SYNCS)[number];

export const TRACK_EFFECTS = ['filter', 'drive', 'chorus', 'delay', 'reverb'] as const;
export type TrackEffect = (typeof TRACK_EFFECTS)[number];

/** What the player sets of one track. */
export interface TrackSettings {
	readonly name: string;
	/** A factor, 0–1. */
	readonly level: number;
	/** -1 is left, 1 is right. */
	readonly pan: number;
	readonly isSoloed: boolean;
	/** How much of what is there stays at each pass of an overdub, 0–1. */
	readonly feedback: number;
	readonly sync: TrackSync;
	readonly isOneShot: boolean;
	/** How much of each effect, 0–1; 0 is off. */
	readonly effects: Readonly<Record<TrackEffect, number>>;
}

export const DEFAULT_TRACK: TrackSettings = {
	name: '',
	level: 1,
	pan: 0,
	isSoloed: false,
	feedback: 1,
	sync: 'bar',
	isOneShot: false,
	effects: { filter: 0, drive: 0, chorus: 0, delay: 0, reverb: 0 }
};

/** The bar lines that the looper knows: one at `origin`, and every whole number of bars from there. */
export interface BarGrid {
	readonly origin: Frames;
	/** A whole number, so that every loop of whole bars is whole too. */
	readonly barFrames: Frames;
	readonly beatsPerBar: number;
}

/** The loop that all others are multiples or fractions of: the first that was recorded. */
export interface BaseLoop {
	readonly origin: Frames;
	readonly length: Frames;
}

/** Where the pass of a loop stands: at frame `at` the position was `position`, and moves on by `rate`. */
export interface Motion {
	readonly at: Frames;
	/** In frames of the loop, [0, length). */
	readonly position: number;
	/** 1, or 0.5 and 2 for half and double speed; negative in reverse. */
	readonly rate: number;
}

/** In [0, length): where a loop in `motion` stands at the frame `now`. */
export function positionAt(motion: Motion, length: number, now: number): number {
	if (length <= 0) return 0;
	const travelled = motion.position + (now - motion.at) * motion.rate;
	return ((travelled % length) + length) % length;
}

/** How many frames it is until a loop begins anew; at least one. */
export function framesToSeam(position: number, length: number, rate: number): number {
	const way = rate > 0 ? length - position : position + Math.abs(rate);
	return Math.max(1, Math.ceil(way / Math.abs(rate)));
}

/**
 * A window on one tape that sounds in a loop: tape frames [from, from + span) at loop position `at`,
 * `rate` loop frames a tape frame, repeated every `cycle` loop frames. Immutable once committed.
 */
export interface LayerWindow {
	readonly id: number;
	readonly tape: number;
	/** In tape frames; what lies before it on the tape is its pre-roll. */
	readonly from: number;
	readonly span: number;
	readonly at: number;
	/** 1, 0.5 or 2 as the track moved when this was played; negative in reverse. */
	readonly rate: number;
	readonly cycle: number;
	/** What it leaves of the layers beneath, inside the window, 0–1. */
	readonly under: number;
	/** How alike its two ends are, 0–1, for the crossfade at the seam. */
	readonly likeness: number;
}

/** What a track sounds: the sum of its layers, bottom first. */
export interface TrackContent {
	/** Of one pass, in frames. */
	readonly length: number;
	readonly layers: readonly LayerWindow[];
}

/** All that a track holds, for the disk: what sounds, what undo goes back to, and what redo brings. */
export interface TrackRecord {
	readonly content: TrackContent;
	/** Oldest first. */
	readonly past: readonly TrackContent[];
	/** What the next redo brings comes last. */
	readonly future: readonly TrackContent[];
}

/** An action that waits for its moment. */
export interface PendingAction {
	readonly action: TrackAction;
	/** Null: waits for the input to be louder than the threshold. */
	readonly due: Frames | null;
	/** The end of a loop of fixed length, which nobody pressed for. */
	readonly isAutomatic: boolean;
}

/** What is known of a track outside the audio thread. */
export interface TrackReport {
	readonly state: LooperState;
	/** How it records over what is there; null unless `overdubbing`. */
	readonly mode: OverdubMode | null;
	readonly pending: PendingAction | null;
	/** Where the open recording began; null when nothing is recorded. */
	readonly recordingFrom: Frames | null;
	/** The tape that the open recording goes to. */
	readonly recordingTape: number | null;
	readonly motion: Motion;
	readonly record: TrackRecord;
	/** Changes with `record`. */
	readonly version: number;
}

export const EMPTY_RECORD: TrackRecord = {
	content: { length: 0, layers: [] },
	past: [],
	future: []
};
