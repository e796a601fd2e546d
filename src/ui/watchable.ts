import type { Emitter } from '../lib/emitter';

/** Anything that says when what it shows has changed. */
export interface Watchable {
	readonly changed: Emitter<void>;
}
