import type { OverdubMode } from '../../music/looper';
import type { Tape } from './tape';

/** An open recording. Frame `FADE_FRAMES` of its tape was played to the output's frame `from`. */
export interface Take {
	readonly tape: Tape;
	readonly from: number;
	/** Null for the first recording of a track. */
	readonly mode: OverdubMode | null;
	/** Where in the loop it began, and how the loop moved. */
	readonly at: number;
	readonly rate: number;
	readonly feedback: number;
}
