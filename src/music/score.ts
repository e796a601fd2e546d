import type { Pitch, Ticks, Velocity } from './units';

/** The instruments that ship with the app, by folder name, and the synth that sounds until they are there. */
export const SOUNDS = ['piano', 'electric-piano', 'bass', 'guitar', 'drums', 'synth'] as const;
export type Sound = (typeof SOUNDS)[number];

/** The strips of the mixer: the player, the loop, the chairs of the band (the partner leads), the click. */
export const CHANNELS = [
	'live',
	'loop',
	'partner',
	'harmony',
	'keys',
	'bass',
	'drums',
	'click'
] as const;
export type Channel = (typeof CHANNELS)[number];

/** One note that is due to sound, as the scheduler needs it. */
export interface ScoreEvent {
	/** The same event has the same key each time the score is read. */
	readonly key: string;
	/** Who sounds it, for the ledger: `layer 3`, `partner`, `click`. */
	readonly owner: string;
	readonly channel: Channel;
	readonly sound: Sound;
	readonly start: Ticks;
	readonly end: Ticks;
	readonly pitch: Pitch;
	readonly velocity: Velocity;
}

/** All that is known of the future. It may change at any moment; whoever schedules from it looks again. */
export interface Score {
	/** The events that begin in [from, to), in any order, each key once. */
	eventsBetween(from: Ticks, to: Ticks): Iterable<ScoreEvent>;
}
