/** Whether MIDI devices can play, and one plain sentence that says what to do next. */
export interface MidiStatus {
	readonly kind: 'off' | 'asking' | 'on' | 'refused' | 'unsupported' | 'failed';
	readonly sentence: string;
}

const ALWAYS = 'the computer keyboard and the screen keys still play';

export const OFF: MidiStatus = {
	kind: 'off',
	sentence: `To play a MIDI device, turn MIDI on; ${ALWAYS}.`
};

export const ASKING: MidiStatus = {
	kind: 'asking',
	sentence: `Say yes when the browser asks about MIDI devices; ${ALWAYS}.`
};

export const REFUSED: MidiStatus = {
	kind: 'refused',
	sentence: `MIDI is blocked: allow it in the site's settings beside the address, then turn MIDI on again; ${ALWAYS}.`
};

export const UNSUPPORTED: MidiStatus = {
	kind: 'unsupported',
	sentence: `This browser offers no MIDI here: open the page over https in Chrome, Edge or Firefox to play a MIDI device; ${ALWAYS}.`
};

export const FAILED: MidiStatus = {
	kind: 'failed',
	sentence: `MIDI did not start: close other programs that use the MIDI device, then turn MIDI on again; ${ALWAYS}.`
};

/** MIDI is on; `ready` inputs play, and those named in `busy` are held by other programs. */
export function onStatus(ready: number, busy: readonly string[]): MidiStatus {
	const next =
		busy.length > 0
			? `close the program that holds ${busy.join(' and ')}, then turn MIDI on again`
			: ready > 0
				? 'play'
				: 'plug a device in and it plays at once';
	return { kind: 'on', sentence: `MIDI is on: ${next}.` };
}

/** By the error that `requestMIDIAccess` was refused with. */
export function statusOfError(error: unknown): MidiStatus {
	switch (error instanceof Error ? error.name : '') {
		case 'NotAllowedError':
		case 'SecurityError':
			return REFUSED;
		case 'NotSupportedError':
			return UNSUPPORTED;
		default:
			return FAILED;
	}
}
