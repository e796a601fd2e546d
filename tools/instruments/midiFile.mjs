/** A note begins every so many seconds, long enough for the longest to ring. */
export const SECONDS_A_NOTE = 8;
const HELD_SECONDS = 7;
const TICKS_A_SECOND = 960;
const VELOCITY = 100;

const variableLength = (value) => {
	const bytes = [value & 0x7f];
	for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
	return bytes;
};

/** A Standard MIDI File at 120 bpm, 480 ticks to the quarter, in which each note sounds alone. */
export function noteSequence(notes, program, channel) {
	const track = [0, 0xc0 | channel, program];
	const gap = (SECONDS_A_NOTE - HELD_SECONDS) * TICKS_A_SECOND;
	notes.forEach(({ pitch }, index) => {
		track.push(...variableLength(index === 0 ? 0 : gap), 0x90 | channel, pitch, VELOCITY);
		track.push(...variableLength(HELD_SECONDS * TICKS_A_SECOND), 0x80 | channel, pitch, 0);
	});
	track.push(...variableLength(gap), 0xff, 0x2f, 0);
	const header = Buffer.from([0, 0, 0, 6, 0, 0, 0, 1, 480 >> 8, 480 & 0xff]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(track.length);
	return Buffer.concat([
		Buffer.from('MThd'),
		header,
		Buffer.from('MTrk'),
		length,
		Buffer.from(track)
	]);
}
