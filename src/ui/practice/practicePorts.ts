import type { PracticeEntry } from '../../music/solo/practiceEntry';
import type { Watchable } from '../watchable';

/** How the log is written to a file. */
export const LOG_FORMATS = ['CSV', 'JSON'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** The practices on this machine. What comes of a command is told by the sentence. */
export interface PracticeLogPort extends Watchable {
	/** The newest first. */
	readonly entries: readonly PracticeEntry[];
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
	/** What was deleted last, while that can be undone. */
	readonly removed: PracticeEntry | null;
	/** Reads the log anew: call it when it is to be seen. */
	look(): unknown;
	/** `when` it began. */
	remove(when: number): void;
	undoRemove(): void;
	/** Downloads all of it. */
	save(format: LogFormat): void;
}
