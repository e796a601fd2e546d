import type { LiveEvent } from '../music/liveEvent';
import { pitch, velocity, type PerfTime } from '../music/units';

/** The upper four bits of a status byte say what the message is; the lower four are the channel. */
const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CONTROL_CHANGE = 0xb0;

const SUSTAIN_PEDAL = 64;
const ALL_SOUND_OFF = 120;
const RESET_ALL_CONTROLLERS = 121;
const ALL_NOTES_OFF = 123;

const MAX_DATA = 127;
/** MIDI 1.0: a pedal is down from the middle of its way on. */
const PEDAL_DOWN = 64;
/** Every message that we play has a status byte and two data bytes. */
const MESSAGE_BYTES = 3;

/**
 * What one whole MIDI message means to the jam, or null for what is not played: clock, active sensing,
 * other controllers, and anything damaged (no status byte, cut short, data bytes above 127).
 * Channels are 1–16. Allocates nothing for what it ignores.
 */
export function parseMidiMessage(data: Uint8Array, at: PerfTime, port: string): LiveEvent | null {
	if (data.length < MESSAGE_BYTES) return null;
	const status = data[0]!;
	const first = data[1]!;
	const second = data[2]!;
	if (first > MAX_DATA || second > MAX_DATA) return null;
	const channel = (status & 0x0f) + 1;
	switch (status & 0xf0) {
		case NOTE_ON:
			if (second === 0) return { kind: 'note-off', port, channel, pitch: pitch(first), at };
			return {
				kind: 'note-on',
				port,
				channel,
				pitch: pitch(first),
				velocity: velocity(second / MAX_DATA),
				at
			};
		case NOTE_OFF:
			return { kind: 'note-off', port, channel, pitch: pitch(first), at };
		case CONTROL_CHANGE:
			return parseController(first, second, { port, channel, at });
		default:
			return null;
	}
}

function parseController(
	controller: number,
	value: number,
	source: { readonly port: string; readonly channel: number; readonly at: PerfTime }
): LiveEvent | null {
	switch (controller) {
		case SUSTAIN_PEDAL:
			return { kind: 'sustain', ...source, isDown: value >= PEDAL_DOWN };
		case RESET_ALL_CONTROLLERS:
			return { kind: 'sustain', ...source, isDown: false };
		case ALL_SOUND_OFF:
		case ALL_NOTES_OFF:
			return { kind: 'released', port: source.port, at: source.at };
		default:
			return null;
	}
}
