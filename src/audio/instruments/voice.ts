import type { ContextTime, Pitch, Velocity } from '../../music/units';

/** One note that sounds or will sound. */
export interface Voice {
	readonly startsAt: ContextTime;
	/** When it is let go; Infinity while a key holds it. Its release still rings after that. */
	readonly endsAt: ContextTime;
	/** Lets it go at `at`. May be asked again with another time until that has come. */
	end(at: ContextTime): void;
	/** Takes it back: it never sounds if it has not begun by `at`, else a short fade silences it. */
	cancel(at: ContextTime): void;
}

/** Sounds notes at exact times on the audio clock. What is asked for in the past sounds at once. */
export interface Instrument {
	start(pitch: Pitch, velocity: Velocity, at: ContextTime): Voice;
}

/** How long a note that is cut off takes to fall silent: too short to hear, too long to click. */
export const FADE_SECONDS = 0.004;
