import { PPQ, ticks, type PerfTime, type Ticks } from '../music/units';

/** By the MIDI 1.0 standard. */
export const CLOCKS_PER_QUARTER = 24;
export const CLOCK_TICKS = PPQ / CLOCKS_PER_QUARTER;
/** What the song position counts in. */
export const SIXTEENTH_TICKS = PPQ / 4;
/** The song position is a number of 14 bits. */
export const SONG_SIXTEENTHS = 0x4000;

const SONG_POSITION = 0xf2;
const CLOCK = 0xf8;
const START = 0xfa;
const CONTINUE = 0xfb;
const STOP = 0xfc;
const DATA_BITS = 7;
const MAX_DATA = 127;

/** What a master says of its clock. `port` names the device. */
export type ClockMessage =
	| {
			readonly kind: 'clock' | 'start' | 'continue' | 'stop';
			readonly port: string;
			readonly at: PerfTime;
	  }
	| {
			readonly kind: 'song-position';
			readonly position: Ticks;
			readonly port: string;
			readonly at: PerfTime;
	  };

/** Null for what has nothing to do with the clock, and for a song position that is damaged. */
export function parseClockMessage(
	data: Uint8Array,
	at: PerfTime,
	port: string
): ClockMessage | null {
	switch (data[0]) {
		case CLOCK:
			return { kind: 'clock', port, at };
		case START:
			return { kind: 'start', port, at };
		case CONTINUE:
			return { kind: 'continue', port, at };
		case STOP:
			return { kind: 'stop', port, at };
		case SONG_POSITION: {
			const [, low = MAX_DATA + 1, high = MAX_DATA + 1] = data;
			if (low > MAX_DATA || high > MAX_DATA) return null;
			const position = ticks(((high << DATA_BITS) | low) * SIXTEENTH_TICKS);
			return { kind: 'song-position', position, port, at };
		}
		default:
			return null;
	}
}

export const CLOCK_BYTES: readonly number[] = [CLOCK];
export const START_BYTES: readonly number[] = [START];
export const CONTINUE_BYTES: readonly number[] = [CONTINUE];
export const STOP_BYTES: readonly number[] = [STOP];

/** `position` is a whole number of sixteenths from 0 on; after 1024 bars of 4/4 it counts from 0 again. */
export function songPositionBytes(position: Ticks): readonly number[] {
	const sixteenths = position / SIXTEENTH_TICKS;
	if (!Number.isInteger(sixteenths) || sixteenths < 0) {
		throw new RangeError(`no song position: ${position} ticks`);
	}
	const told = sixteenths % SONG_SIXTEENTHS;
	return [SONG_POSITION, told & MAX_DATA, told >> DATA_BITS];
}
