import type { PerfTime, Pitch, Velocity } from './units';

/** What a player does at this moment. `port` names the device (or `computer keyboard`, `screen keys`). */
export type LiveEvent =
	| {
			readonly kind: 'note-on';
			readonly port: string;
			readonly channel: number;
			readonly pitch: Pitch;
			readonly velocity: Velocity;
			readonly at: PerfTime;
	  }
	| {
			readonly kind: 'note-off';
			readonly port: string;
			readonly channel: number;
			readonly pitch: Pitch;
			readonly at: PerfTime;
	  }
	| {
			readonly kind: 'sustain';
			readonly port: string;
			readonly channel: number;
			readonly isDown: boolean;
			readonly at: PerfTime;
	  }
	/** All that the port holds is let go: it was unplugged, or the page lost the keyboard's focus. */
	| { readonly kind: 'released'; readonly port: string; readonly at: PerfTime };
