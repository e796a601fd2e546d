import type { JamFace } from '../jam/face';
import type { TracksFace } from '../jam/tracks/tracksFace';
import type { PerfTime } from '../music/units';
import type { DialogName } from './dialogs/dialogShelf.svelte';
import type { FollowPort } from './looperPorts';
import type { EasyKeysPort } from './ports';

/** What the shortcuts work on. */
export interface Hands {
	readonly jam: JamFace;
	readonly tracks: TracksFace;
	readonly easyKeys: Pick<EasyKeysPort, 'isOn' | 'switchTo'>;
	readonly follow: Pick<FollowPort, 'isOn' | 'switchTo'>;
	readonly show: (dialog: DialogName) => void;
}

/** The key came up. */
export type Release = (at: PerfTime) => void;

/** A key that does something, wherever the focus is. */
export interface Shortcut {
	/** As the action that MIDI and footswitches can learn is called. */
	readonly id: string;
	/** As people read it. */
	readonly keys: string;
	readonly does: string;
	readonly code: string;
	/** Stands after the same key without shift. */
	readonly withShift?: boolean;
	/** Returns what happens when the key comes up again, if that matters. */
	run(hands: Hands, at: PerfTime): Release | undefined;
}
