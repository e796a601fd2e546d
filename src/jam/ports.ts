import type { Emitter } from '../lib/emitter';
import type { Metre } from '../music/metre';
import type { Note } from '../music/note';
import {
	secondsToTicks,
	ticks,
	type Bpm,
	type Frames,
	type PerfTime,
	type Seconds,
	type Ticks
} from '../music/units';

/** Starts, stops and says where we are, by the audio clock. */
export interface Transport {
	readonly isRunning: boolean;
	readonly bpm: Bpm;
	/** Takes effect at the present position; what is scheduled is moved. */
	setBpm(bpm: Bpm): void;
	/** `from` will sound a fixed, short lead from now. */
	start(from: Ticks): void;
	stop(): void;
	/** Where the audio clock is now. Runs ahead of what is heard by the output latency. */
	position(): Ticks;
	/** Where the music was that the player heard at `moment`. */
	heardAt(moment: PerfTime): Ticks;
	/** Negative for what has passed. */
	secondsUntil(position: Ticks): Seconds;
}

/** The first tick that sounds no sooner than `length` from now. */
export const tickAfter = (transport: Pick<Transport, 'position' | 'bpm'>, length: Seconds): Ticks =>
	ticks(Math.ceil(transport.position() + secondsToTicks(length, transport.bpm)));

/** A transport that meets the audio tracks on the frames of the master counter. */
export interface FrameTransport extends Transport {
	/** The frame at which `position` sounds, by the last tempo. */
	frameOf(position: Ticks): Frames;
	/**
	 * Runs as if `position` had sounded, or will, at the frame `at`, which may lie in the past, and the
	 * tempo had always been `bpm`. Where that moves the music, nothing from before now sounds.
	 */
	adopt(bpm: Bpm, at: Frames, position: Ticks): void;
}

/** Sounds the jam's score. */
export interface Stage {
	/** The score changed: look again at once, take back what is no longer in it, start what is new. */
	refresh(): void;
	/** Silences everything that sounds, live notes too. */
	silence(): void;
}

/** Whose line a note is in. */
export type CallPart = 'melody' | 'lead' | 'harmony' | 'comp' | 'bass' | 'drums';

/** Only these pitch classes, 0 for C, may begin or sound over [from, to). */
export interface PitchLock {
	readonly from: Ticks;
	readonly to: Ticks;
	readonly pitchClasses: readonly number[];
}

/** What an answer is asked to be: a class of the model's vocabulary, 1 for the least, or a style's name. */
export interface AnswerControls {
	readonly density?: { readonly class: number };
	readonly register?: { readonly class: number };
	readonly closeness?: { readonly class: number };
	readonly style?: string;
}

/** A phrase to be answered. Positions count from the call's first bar line. */
export interface AnswerRequest {
	/** What follows the call, or a part that sounds with it. */
	readonly task: 'answer' | 'lead' | 'harmonise' | 'comp' | 'bass' | 'drums';
	/** A pickup has negative starts. */
	readonly call: readonly Note[];
	/** Whole bars. */
	readonly callLength: Ticks;
	/** Whole bars, from where the call ends or, for a line beside it, begins. */
	readonly answerLength: Ticks;
	readonly metre: Metre;
	/** 0.1–2; 1 is as the model learned. */
	readonly temperature: number;
	/** How many answers are wanted at most; the first is the most urgent. */
	readonly candidates: number;
	readonly seed: number;
	/** When the answer is to be heard, from asking on. */
	readonly dueIn: Seconds;
	/** How close to the call the best candidate is: 1 the closest of them, 0 the farthest. */
	readonly closeness?: number;
	/** The part of each note of the call; all are melody unless said. */
	readonly callParts?: readonly CallPart[];
	readonly controls?: AnswerControls;
	/** Live: how much of the call has been heard, in whole bars. */
	readonly heardLength?: Ticks;
	/** Only these pitch classes may be played. Drums are free. */
	readonly keyLock?: readonly number[];
	/** From the answer's bar line on. */
	readonly chordLock?: readonly PitchLock[];
}

export type ComposerFailure =
	| 'not-ready'
	| 'model-missing'
	| 'model-damaged'
	| 'model-foreign'
	| 'engine-lost'
	| 'cancelled'
	| 'broken';

/** Hears an answer while it is made. Each request ends with exactly one of `done` or `failed`. */
export interface AnswerListener {
	/** The candidate's notes that begin in [from, to), in order; positions count from the answer's bar line. */
	bar(candidate: number, notes: readonly Note[], from: Ticks, to: Ticks): void;
	/** The whole candidates so far, the best first. */
	ranked(order: readonly number[]): void;
	done(): void;
	failed(reason: ComposerFailure): void;
}

/** What the status line says of the composer. */
export interface ComposerStatus {
	readonly kind: 'loading' | 'ready' | 'failed';
	/** Which model answers, for people: `MelodyRNN`. */
	readonly model: string;
	/** It writes whichever part is asked for, and not melodies alone. */
	readonly canAccompany: boolean;
	/** What its arithmetic runs on: `simd`. */
	readonly engine: string | null;
	/** How fast the engines were that were measured, the fastest first. */
	readonly figures: readonly { readonly engine: string; readonly notesPerSecond: number }[];
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
	/** The usual time from asking to the first bar. */
	readonly firstBarSeconds: Seconds;
}

/** The partner's mind, in another thread. */
export interface Composer {
	readonly status: ComposerStatus;
	readonly changed: Emitter<void>;
	/** Returns the function that cancels; a cancelled request fails with `cancelled`. */
	ask(request: AnswerRequest, listener: AnswerListener): () => void;
	/** Says what will be asked about soon. */
	prepare(request: AnswerRequest): void;
}
