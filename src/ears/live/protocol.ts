import type { Frames, Pitch, Velocity } from '../../music/units';

/** The name under which the ear's processor is registered. */
export const LINE_EAR_PROCESSOR = 'continuo-line-ear';

/** Main thread to audio thread: asks for a `reading`, or ends what sounds. */
export type LineEarCommand = { readonly kind: 'read' } | { readonly kind: 'stop' };

/** A note of the line, at frames of the input. */
export type LineEvent =
	| {
			readonly kind: 'note-on';
			readonly pitch: Pitch;
			readonly velocity: Velocity;
			readonly at: Frames;
	  }
	| {
			readonly kind: 'note-off';
			readonly pitch: Pitch;
			readonly at: Frames;
	  };

/** Audio thread to main thread. Notes leave as soon as they are known; `pitch` of a reading as in LineEar. */
export type LineEarReply = LineEvent | { readonly kind: 'reading'; readonly pitch: number };
