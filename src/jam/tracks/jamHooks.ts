import type { Ticks } from '../../music/units';
import type { JamFace } from '../face';
import type { HeardMusic } from '../heardMusic';

/** What the audio tracks need of the jam. */
export interface JamHooks extends Pick<
	JamFace,
	'changed' | 'settings' | 'isRunning' | 'loop' | 'pedalAction' | 'press'
> {
	/** Some section of the keys holds a loop, or is about to. */
	readonly hasLoops: boolean;
	/**
	 * Starts the transport, with the count-in if `isCounted`, and a MIDI loop that is stopped. Returns
	 * the bar line from which can be recorded.
	 */
	begin(isCounted: boolean): Ticks;
	/** Stops the transport without telling the tracks. */
	end(): void;
	/**
	 * `move` puts the music elsewhere on the timeline, or sets its tempo: nothing that was to be played before is
	 * played after it, and what was played before no longer counts.
	 */
	moveTimeline(move: () => void): void;
	/** What is heard of the tracks is another. */
	heardMoved(): void;
	/**
	 * What was played on the keys over [from, to), whole bars, becomes the MIDI loop or a layer of it.
	 * Returns why it cannot, in a sentence; empty when it is done.
	 */
	keepHeard(from: Ticks, to: Ticks): string;
	/** Says one sentence to the player; an empty one takes the last away. */
	notify(sentence: string): void;
}

/** What the jam needs of the audio tracks. */
export interface TrackHooks {
	/** A recorded loop holds tempo and metre. */
	readonly isTempoFixed: boolean;
	/** A first loop is being recorded that will set the tempo. */
	readonly isTempoOpen: boolean;
	/** Of the first loop, whole; null without one. */
	readonly baseBars: number | null;
	/** What was heard in the tracks that sound; another object whenever it is another. */
	readonly heard: HeardMusic | null;
	/** The transport was started; loops sound from `from` on. */
	started(from: Ticks): void;
	/** The transport was stopped, or all is to be silent. */
	stopped(): void;
}
