import type { Emitter } from '../../lib/emitter';
import type { LooperState, OverdubMode, TrackAction, TrackSettings } from '../../music/looper';
import type { Bpm, PerfTime, Seconds, Ticks } from '../../music/units';
import type { CorrectionsFace } from './correctionsFace';

/** How a recording begins: at the line after the press, or when the input is loud enough. */
export const RECORD_STARTS = ['press', 'threshold'] as const;
export type RecordStart = (typeof RECORD_STARTS)[number];

/** How long a new audio loop gets. */
export const TRACK_BARS = [1, 2, 4, 8, 'free'] as const;
export type TrackBars = (typeof TRACK_BARS)[number];

/** What the player has set for all audio tracks. */
export interface LooperSettings {
	readonly bars: TrackBars;
	readonly start: RecordStart;
	/** In dBFS; recording starts above it if `start` is `threshold`. */
	readonly thresholdDb: number;
	/** What the pedal's second tap leads to. */
	readonly afterRecord: 'play' | 'overdub';
	/** With nothing playing: the first loop sets the tempo, or the metronome does. */
	readonly tempoFrom: 'first-loop' | 'metronome';
	/** The player hears the input through us. Off at first. */
	readonly isMonitoring: boolean;
}

export const DEFAULT_LOOPER: LooperSettings = {
	bars: 'free',
	start: 'press',
	thresholdDb: -36,
	afterRecord: 'play',
	tempoFrom: 'first-loop',
	isMonitoring: false
};

/** One audio track as the page shows it. */
export interface TrackView {
	readonly index: number;
	readonly settings: TrackSettings;
	readonly state: LooperState;
	readonly mode: OverdubMode | null;
	/** What waits, and how many seconds from now it comes; null seconds: for a sound. */
	readonly pending: { readonly action: TrackAction; readonly isAutomatic: boolean } | null;
	/** Of one pass; 0 while it is open or empty. */
	readonly seconds: number;
	/** Null while there is no grid. */
	readonly bars: number | null;
	readonly layers: number;
	readonly isReversed: boolean;
	/** 0.5, 1 or 2. */
	readonly speed: number;
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	/** Changes when what sounds does: read `peaks` anew. */
	readonly version: number;
}

/** How the tempo was guessed from the first loop. */
export interface TempoGuess {
	readonly bars: number;
	readonly bpm: Bpm;
	readonly canDouble: boolean;
	readonly canHalve: boolean;
}

/** A way to count the first loop. */
export interface TempoReading {
	readonly bars: number;
	readonly bpm: Bpm;
	/** It is counted so now. */
	readonly isPresent: boolean;
}

/** Which track the pedal works: the MIDI loop or an audio track, from 0. */
export type PedalTarget = 'keys' | number;

/** All that the page sees of the audio tracks. */
export interface TracksFace {
	readonly changed: Emitter<void>;
	readonly settings: LooperSettings;
	readonly tracks: readonly TrackView[];
	readonly target: PedalTarget;
	/** Null when the metronome set the tempo, or there is no audio loop. */
	readonly guess: TempoGuess | null;
	/**
	 * Likely ways to count the first loop by what was heard of it, the likeliest first, and the present one;
	 * empty where `guess` is null.
	 */
	readonly readings: readonly TempoReading[];
	/** Of what was heard in the loops that sound; another note is selected whenever the tracks change. */
	readonly corrections: CorrectionsFace;
	/** What the pedal's next tap does to the target. */
	readonly pedalAction: TrackAction;
	select(target: PedalTarget): void;
	change(settings: Partial<LooperSettings>): void;
	changeTrack(track: number, settings: Partial<TrackSettings>): void;
	/** The one button, as it goes down and comes up: tap, double tap, hold, tap and hold. */
	pedalDown(at: PerfTime): void;
	pedalUp(at: PerfTime): void;
	/** A command on one track, without gestures. */
	press(track: number, action: TrackAction, at: PerfTime): void;
	/** Takes what waits off, on all tracks. */
	cancelPending(): void;
	/** The last bars that were played become the loop of the target, or of the first empty track. */
	keepLast(bars: number, at: PerfTime): void;
	/** The first loop has twice, or half, as many bars as guessed. */
	doubleBars(): void;
	halveBars(): void;
	/** The first loop is counted by the reading with so many bars. */
	chooseReading(bars: number): void;
	/** By the reading after the present one, round. */
	nextReading(): void;
	/** Bar lines lie so much later in the first loop, which is not moved itself; earlier if negative. */
	moveLine(by: Ticks): void;
	nudgeLine(by: Seconds): void;
	/** How much of the pass has been heard, 0–1; read per frame. */
	phase(track: number): number;
	/** Seconds until what waits takes place; null when nothing waits, or for a sound. Read per frame. */
	secondsUntilPending(track: number): number | null;
	/** The loudest input sample of the last moments, 0–1; read per frame. */
	inputPeak(): number;
	/** Peaks of what sounds in the track, 0–1, evenly over one pass. */
	peaks(track: number, count: number): Float32Array;
}
