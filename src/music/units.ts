declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** Musical position or length. PPQ ticks make a quarter note. */
export type Ticks = Unit<'Ticks'>;
/** A length of time. */
export type Seconds = Unit<'Seconds'>;
/** A moment on the audio context's clock, in seconds. */
export type ContextTime = Unit<'ContextTime'>;
/** A moment on the page's clock (`performance.now()`, an event's `timeStamp`), in milliseconds. */
export type PerfTime = Unit<'PerfTime'>;
/** Quarter notes a minute, whatever the metre. */
export type Bpm = Unit<'Bpm'>;
/** MIDI note number, 0–127. */
export type Pitch = Unit<'Pitch'>;
/** A count of audio samples of every channel; as a moment, the audio thread's frame counter. */
export type Frames = Unit<'Frames'>;
/** How hard, 0–1. */
export type Velocity = Unit<'Velocity'>;

/** Divides by 2, 3 and 5. */
export const PPQ = 480;
export const MIN_BPM = 40;
export const MAX_BPM = 240;

export const ticks = (count: number) => count as Ticks;
export const seconds = (length: number) => length as Seconds;
export const contextTime = (moment: number) => moment as ContextTime;
export const frames = (count: number) => count as Frames;
export const perfTime = (moment: number) => moment as PerfTime;

/** The tempo that we can play, nearest to the one asked for. Throws a RangeError for what is no number. */
export function bpm(tempo: number): Bpm {
	if (!Number.isFinite(tempo)) throw new RangeError(`no tempo: ${String(tempo)}`);
	return Math.min(MAX_BPM, Math.max(MIN_BPM, tempo)) as Bpm;
}

/** Throws a RangeError for what is no MIDI note number. */
export function pitch(number: number): Pitch {
	if (!Number.isInteger(number) || number < 0 || number > 127) {
		throw new RangeError(`no MIDI note number: ${String(number)}`);
	}
	return number as Pitch;
}

/** Clamped to 0–1. */
export const velocity = (strength: number) => Math.min(1, Math.max(0, strength)) as Velocity;

export const secondsToTicks = (length: Seconds, tempo: Bpm) => ticks((length * tempo * PPQ) / 60);
export const ticksToSeconds = (length: Ticks, tempo: Bpm) => seconds((length * 60) / (tempo * PPQ));
