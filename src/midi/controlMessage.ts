import { pitch, velocity, type PerfTime, type Pitch, type Velocity } from '../music/units';

/** Who sent it, and when. Channels are 1–16. */
interface Source {
	readonly port: string;
	readonly channel: number;
	readonly at: PerfTime;
}

/** What can work an action from a MIDI device, before anybody gives it a meaning. */
export type ControlMessage =
	| (Source & { readonly kind: 'note-on'; readonly pitch: Pitch; readonly velocity: Velocity })
	| (Source & { readonly kind: 'note-off'; readonly pitch: Pitch })
	| (Source & {
			readonly kind: 'control-change';
			/** 0–119: what lies above is a mode, not a controller. */
			readonly controller: number;
			/** 0–127. */
			readonly value: number;
	  })
	/** 0–127, as it is sent; many devices print it from 1 on. */
	| (Source & { readonly kind: 'program-change'; readonly program: number });

const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CONTROL_CHANGE = 0xb0;
const PROGRAM_CHANGE = 0xc0;
const MAX_DATA = 127;
const CONTROLLERS = 120;

/** Null for what works nothing: other messages, channel modes, and anything damaged. */
export function parseControl(data: Uint8Array, at: PerfTime, port: string): ControlMessage | null {
	const [status = 0, first = Infinity, second = Infinity] = data;
	const kind = status & 0xf0;
	if (first > MAX_DATA || (second > MAX_DATA && kind !== PROGRAM_CHANGE)) return null;
	const source = { port, channel: (status & 0x0f) + 1, at };
	switch (kind) {
		case NOTE_ON:
			if (second === 0) return { kind: 'note-off', ...source, pitch: pitch(first) };
			return {
				kind: 'note-on',
				...source,
				pitch: pitch(first),
				velocity: velocity(second / MAX_DATA)
			};
		case NOTE_OFF:
			return { kind: 'note-off', ...source, pitch: pitch(first) };
		case CONTROL_CHANGE:
			if (first >= CONTROLLERS) return null;
			return { kind: 'control-change', ...source, controller: first, value: second };
		case PROGRAM_CHANGE:
			return { kind: 'program-change', ...source, program: first };
		default:
			return null;
	}
}
