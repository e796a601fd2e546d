import type { PlayedNote } from './phrase';

/** A note on a channel, in seconds from the beginning. */
export interface Struck extends PlayedNote {
	readonly channel: number;
}

/** A quarter of half a second with so many ticks: a tick is a millisecond. */
const TICKS_A_QUARTER = 500;
const BEND_RANGE_CENTS = 200;
const BEND_MIDDLE = 8192;

/** A Standard MIDI File of these notes; `cents` bends channel 0. */
export function midiOf(
	notes: readonly Struck[],
	programs: readonly (readonly [channel: number, program: number])[],
	cents: number
): Uint8Array {
	const bend = Math.round(BEND_MIDDLE * (1 + cents / BEND_RANGE_CENTS));
	const track = [0, 0xe0, bend & 0x7f, bend >> 7];
	for (const [channel, program] of programs) track.push(0, 0xc0 | channel, program);
	const events = notes
		.flatMap(({ onset, end, pitch, velocity, channel }) => [
			{ at: Math.round(onset * 1000), order: 1, bytes: [0x90 | channel, pitch, clamped(velocity)] },
			{ at: Math.round(end * 1000), order: 0, bytes: [0x80 | channel, pitch, 0] }
		])
		.sort((one, other) => one.at - other.at || one.order - other.order);
	let now = 0;
	for (const { at, bytes } of events) {
		track.push(...variableLength(at - now), ...bytes);
		now = at;
	}
	// A second rings out.
	track.push(...variableLength(1000), 0xff, 0x2f, 0);
	const header = [
		0x4d,
		0x54,
		0x68,
		0x64,
		0,
		0,
		0,
		6,
		0,
		0,
		0,
		1,
		TICKS_A_QUARTER >> 8,
		TICKS_A_QUARTER & 0xff
	];
	const length = [24, 16, 8, 0].map((shift) => (track.length >> shift) & 0xff);
	return Uint8Array.from([...header, 0x4d, 0x54, 0x72, 0x6b, ...length, ...track]);
}

const clamped = (velocity: number) => Math.min(127, Math.max(1, Math.round(velocity)));

function variableLength(value: number): number[] {
	const bytes = [value & 0x7f];
	for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
	return bytes;
}
