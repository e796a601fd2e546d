import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMidiMessage } from '../../src/midi/midiMessage';
import { perfTime } from '../../src/music/units';

const at = perfTime(1234.5);
const parse = (...bytes: number[]) => parseMidiMessage(Uint8Array.from(bytes), at, 'Keys');
const dataByte = fc.integer({ min: 0, max: 127 });
const channelNumber = fc.integer({ min: 0, max: 15 });

test('a note-on keeps its pitch, strength, channel, port and time', () => {
	expect(parse(0x90, 60, 127)).toEqual({
		kind: 'note-on',
		port: 'Keys',
		channel: 1,
		pitch: 60,
		velocity: 1,
		at
	});
});

test.each([
	['a note-off', [0x8f, 61, 64]],
	['a note-on of velocity 0', [0x9f, 61, 0]]
])('%s ends the note', (_, bytes) => {
	expect(parse(...bytes)).toEqual({ kind: 'note-off', port: 'Keys', channel: 16, pitch: 61, at });
});

test.each([
	[0, false],
	[63, false],
	[64, true],
	[127, true]
])('a pedal at %i is down: %s', (value, isDown) => {
	expect(parse(0xb2, 64, value)).toEqual({
		kind: 'sustain',
		port: 'Keys',
		channel: 3,
		isDown,
		at
	});
});

test('resetting the controllers lifts the pedal', () => {
	expect(parse(0xb0, 121, 0)).toMatchObject({ kind: 'sustain', isDown: false });
});

test.each([120, 123])('controller %i releases the port', (controller) => {
	expect(parse(0xb5, controller, 0)).toEqual({ kind: 'released', port: 'Keys', at });
});

test.each([
	['nothing', []],
	['a lone data byte', [60]],
	['what running status leaves of a note-on', [60, 100]],
	['the same with more notes behind it', [60, 100, 62, 100]],
	['a note-on without a velocity', [0x90, 60]],
	['a note-on without a pitch', [0x90]],
	['a controller without a value', [0xb0, 64]],
	['a pitch above 127', [0x90, 128, 100]],
	['a velocity above 127', [0x90, 60, 200]],
	['a controller above 127', [0xb0, 255, 1]],
	['two status bytes', [0x90, 0x90, 100]],
	['clock', [0xf8]],
	['start', [0xfa]],
	['active sensing', [0xfe]],
	['a system reset', [0xff]],
	['a song position', [0xf2, 1, 2]],
	['a system exclusive message', [0xf0, 0x7e, 0x7f, 9, 1, 0xf7]],
	['a pitch bend', [0xe0, 0, 64]],
	['pressure on a key', [0xa0, 60, 64]],
	['pressure on a channel', [0xd0, 64]],
	['a program', [0xc0, 5]],
	['another controller', [0xb0, 1, 64]]
])('%s is not played', (_, bytes) => {
	expect(parse(...bytes)).toBeNull();
});

test('every pitch and every velocity of all 16 channels is told from every other', () => {
	fc.assert(
		fc.property(channelNumber, dataByte, dataByte, (channel, pitch, velocity) => {
			const event = parse(0x90 + channel, pitch, velocity);
			expect(event).toMatchObject({ channel: channel + 1, pitch });
			if (velocity === 0) expect(event?.kind).toBe('note-off');
			else expect(event).toMatchObject({ kind: 'note-on', velocity: velocity / 127 });
		})
	);
});

test('no bytes at all make it throw, and what it lets through is whole', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
			const event = parse(...bytes);
			if (event === null) return;
			expect(bytes.length).toBeGreaterThanOrEqual(3);
			expect(bytes[1]).toBeLessThan(128);
			expect(bytes[2]).toBeLessThan(128);
			if (event.kind === 'released') return;
			expect(event.channel).toBeGreaterThanOrEqual(1);
			expect(event.channel).toBeLessThanOrEqual(16);
		}),
		{ numRuns: 2000 }
	);
});
