import type { TrackAction } from '../../music/looper';
import type { TrackProgram } from './trackProgram';

/** A program that takes over at a known frame. */
export interface Change {
	readonly action: TrackAction;
	readonly due: number;
	/** Nobody pressed for it. */
	readonly isAutomatic: boolean;
	readonly program: TrackProgram;
}

/** The stop at the end of a one-shot's pass. */
export const isEndOfShot = ({ action, isAutomatic }: Change) => action === 'stop' && isAutomatic;
