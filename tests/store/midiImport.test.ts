import { Midi } from '@tonejs/midi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRES } from '../../src/music/metre';
import type { Note } from '../../src/music/note';
import { bpm, pitch, ticks, velocity } from '../../src/music/units';
import { writeMidiFile, type MidiFileContent } from '../../src/store/midiFile';
import { readMidiFile } from '../../src/store/midiImport';
import { ascii } from './audioFiles/sounds';

const note = (start: number, duration: number, number: number, strength = 100): Note => ({
	start: ticks(start),
	duration: ticks(duration),
	pitch: pitch(number),
	velocity: velocity(strength / 127)
});

const bigEndian = (value: number, count: number) =>
	Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** (count - 1 - index)) & 255);
const chunk = (name: string, body: readonly number[], claims = body.length) => [
	...ascii(name),
	...bigEndian(claims, 4),
	...body
];
const header = (format = 1, division = 480) =>
	chunk('MThd', [...bigEndian(format, 2), 0, 1, ...bigEndian(division, 2)]);
const END = [0, 0xff, 0x2f, 0];
const track = (...events: readonly number[]) => chunk('MTrk', [...events, ...END]);
/** A note of 96 ticks. */
const NOTE = [0, 0x90, 60, 100, 96, 0x80, 60, 0];

const read = (...bytes: readonly (readonly number[])[]) =>
	readMidiFile(Uint8Array.from(bytes.flat()));
function expectRead(reading: ReturnType<typeof readMidiFile>) {
	if (reading.kind !== 'read') throw new Error(reading.sentence);
	return reading;
}
const notesIn = (...bytes: readonly (readonly number[])[]) =>
	expectRead(read(...bytes)).content.tracks.map(({ notes }) =>
		notes.map(({ start, duration, pitch: number }) => [start, duration, number])
	);
function expectRefused(reading: ReturnType<typeof readMidiFile>) {
	if (reading.kind !== 'refused') throw new Error('the file was read');
	expect(reading.sentence).toMatch(/^This [^\n]*\.$/);
	return reading.reason;
}

/** Notes of a pitch each, in the order in which a file holds them. */
const anyNotes = fc
	.uniqueArray(
		fc.tuple(fc.nat(50_000), fc.integer({ min: 1, max: 9000 }), fc.nat(127), fc.nat(126)),
		{ minLength: 1, maxLength: 60, selector: ([, , number]) => number }
	)
	.map((all) =>
		all
			.map(([start, duration, number, strength]) => note(start, duration, number, strength + 1))
			.sort((a, b) => a.start - b.start)
	);
const byPitch = (notes: readonly Note[]) => notes.toSorted((a, b) => a.pitch - b.pitch);

test('what is exported comes back: notes, names, tempo, metre and length', () => {
	const tempo = fc.integer({ min: 40_000, max: 240_000 }).map((beats) => bpm(beats / 1000));
	fc.assert(
		fc.property(
			anyNotes,
			tempo,
			fc.constantFrom(...METRES),
			fc.string(),
			(notes, beats, metre, name) => {
				const content: MidiFileContent = {
					tracks: [
						{ name: 'Player', channel: 1, notes },
						{ name: 'Continuo (AI)', channel: 2, program: 4, isByAi: true, notes },
						{ name: 'Žofie ♪', channel: 10, isDrums: true, notes }
					],
					bpm: beats,
					metre,
					length: ticks(100_000 + name.length)
				};
				const { content: back, remarks } = expectRead(readMidiFile(writeMidiFile(content)));
				expect(remarks).toEqual([]);
				expect(
					back.tracks.map(({ name, channel, program, isDrums, isByAi = false }) => [
						name,
						channel,
						program,
						isDrums,
						isByAi
					])
				).toEqual([
					['Player', 1, 0, false, false],
					['Continuo (AI)', 2, 4, false, true],
					['Žofie ♪', 10, 0, true, false]
				]);
				for (const { notes: read } of back.tracks) expect(byPitch(read)).toEqual(byPitch(notes));
				expect(back.bpm).toBeCloseTo(beats, 2);
				expect(back.metre).toEqual(metre);
				expect(back.length).toBe(content.length);
			}
		),
		{ numRuns: 50 }
	);
});

test('what was read is written to a file that reads the same', () => {
	const first = expectRead(
		readMidiFile(
			writeMidiFile({
				tracks: [{ name: 'a', channel: 3, notes: [note(0, 10, 60), note(5, 100, 61)] }],
				bpm: bpm(97),
				metre: { beats: 7, unit: 8 },
				length: ticks(1680)
			})
		)
	);
	expect(expectRead(readMidiFile(writeMidiFile(first.content)))).toEqual(first);
	expect(first.content.bpm).toBe(97);
});

test('another reader hears the same notes', () => {
	fc.assert(
		fc.property(anyNotes, (notes) => {
			const bytes = writeMidiFile({
				tracks: [{ name: 'Player', channel: 1, notes }],
				bpm: bpm(120),
				metre: { beats: 4, unit: 4 },
				length: ticks(1920)
			});
			const theirs = new Midi(bytes).tracks[0]!.notes.map((one) => [
				one.ticks,
				one.durationTicks,
				one.midi
			]);
			expect(notesIn([...bytes])[0]!.sort()).toEqual(theirs.sort());
		}),
		{ numRuns: 50 }
	);
});

test('other grains become 480 ticks a quarter, and no note vanishes', () => {
	expect(notesIn(header(0, 96), track(...NOTE))).toEqual([[[0, 480, 60]]]);
	expect(notesIn(header(0, 960), track(1, 0x90, 60, 1, 1, 60, 0))).toEqual([[[1, 1, 60]]]);
});

test('a track of several channels becomes a part a channel, and channel 10 is drums', () => {
	const reading = expectRead(
		read(
			header(0),
			track(0, 0xc3, 33, 0, 0x93, 40, 9, 0, 0x99, 36, 9, 96, 0x89, 36, 0, 0, 0x83, 40, 0)
		)
	);
	expect(reading.content.tracks).toMatchObject([
		{ channel: 4, program: 33, isDrums: false, notes: [{ pitch: 40 }] },
		{ channel: 10, program: 0, isDrums: true, notes: [{ pitch: 36 }] }
	]);
});

test('the first of two notes of one pitch is let go first', () => {
	const twice = [0, 0x90, 60, 9, 10, 60, 9, 10, 60, 0, 10, 60, 0];
	expect(notesIn(header(), track(...twice))).toEqual([
		[
			[0, 20, 60],
			[10, 20, 60]
		]
	]);
});

test('notes that are never let go end with their track', () => {
	expect(notesIn(header(), chunk('MTrk', [0, 0x90, 60, 9, 50, 0xff, 0x2f, 0]))).toEqual([
		[[0, 50, 60]]
	]);
});

test('everything else in a track is passed over', () => {
	const other = [
		[0, 0xa0, 60, 1],
		[0, 0xb0, 64, 127],
		[0, 0xd0, 5],
		[0, 0xe0, 0, 64],
		[0, 0xf0, 3, 1, 2, 0xf7],
		[0, 0xf7, 1, 0xf8],
		[0, 0xff, 0x7f, 2, 1, 2],
		[0, 0xff, 0x51, 3, 0, 0, 0]
	].flat();
	expect(notesIn(header(), chunk('XFIH', [1, 2, 3]), track(...other, ...NOTE))).toEqual([
		[[0, 96, 60]]
	]);
});

test('a file wrapped in RIFF is read', () => {
	const wrapped = [...ascii('RIFF'), 0, 0, 0, 0, ...ascii('RMIDdata'), 0, 0, 0, 0];
	expect(notesIn(wrapped, header(), track(...NOTE))).toEqual([[[0, 96, 60]]]);
});

test('tempo and metre that we do not play are replaced, and it is said', () => {
	const fast = [0, 0xff, 0x51, 3, ...bigEndian(200_000, 3)];
	const slow = [0, 0xff, 0x51, 3, ...bigEndian(500_000, 3)];
	const odd = [0, 0xff, 0x58, 4, 11, 4, 24, 8];
	const { content, remarks } = expectRead(read(header(), track(...fast, ...odd, ...NOTE)));
	expect([content.bpm, content.metre]).toEqual([240, { beats: 4, unit: 4 }]);
	expect(remarks).toEqual([
		'The file is in 11/16, which we do not count: it is taken as 4/4.',
		"The file's tempo is 300 bpm: 240 is the nearest we play."
	]);
	expect(expectRead(read(header(), track(...slow, ...NOTE, ...fast))).remarks).toEqual([
		'The file changes its tempo: 120 bpm is kept throughout.'
	]);
});

test('without a marker the length is the whole bars that hold every note', () => {
	expect(expectRead(read(header(), track(...NOTE))).content.length).toBe(1920);
});

test('of a damaged track the notes before the damage are kept, and it is said', () => {
	const remarks = ['The file is damaged in places: the notes that could be read are here.'];
	for (const damage of [
		[0, 0x90],
		[0, 0xf4, 1],
		[0x80, 0x80, 0x80, 0x80, 1],
		[0, 0x90, 0x91, 1],
		[0, 0xff, 1, 99]
	]) {
		const reading = expectRead(read(header(), chunk('MTrk', [...NOTE, ...damage]), track(...NOTE)));
		expect(reading.remarks).toEqual(remarks);
		expect(reading.content.tracks).toHaveLength(2);
	}
	const cut = expectRead(read(header(), chunk('MTrk', NOTE, 1000)));
	expect(cut.remarks).toEqual(remarks);
});

const manyNotes = (count: number) =>
	Array.from({ length: count }, (_, index) => [1, 0x90, index % 128, 64]).flat();

test.each([
	['nothing', [], 'not-midi'],
	['text', ascii('This is not a MIDI file at all'), 'not-midi'],
	['tracks without a header', track(...NOTE), 'not-midi'],
	['half a header', chunk('MThd', [0, 1, 0]), 'damaged'],
	['a grain of 0', [...header(1, 0), ...track(...NOTE)], 'damaged'],
	['film frames', [...header(1, 0xe728), ...track(...NOTE)], 'unsupported'],
	['songs of their own', [...header(2), ...track(...NOTE)], 'unsupported'],
	['no notes', [...header(), ...track()], 'empty'],
	['no track', header(), 'empty'],
	['nothing but damage', [...header(), ...chunk('MTrk', [60, 60, 60])], 'damaged'],
	[
		'a note after a day',
		[...header(1, 1), ...track(0xff, 0xff, 0xff, 0x7f, 0x90, 60, 9)],
		'too-long'
	],
	['too many bytes', new Array<number>(5e6 + 1).fill(0), 'too-long']
])('a file of %s is refused', (_, bytes, reason) => {
	expect(expectRefused(read(bytes))).toBe(reason);
});

test('too many notes are refused, and as many as allowed are read', () => {
	expect(expectRefused(read(header(), chunk('MTrk', manyNotes(200_001))))).toBe('too-long');
	const [notes] = expectRead(read(header(), chunk('MTrk', manyNotes(200_000)))).content.tracks;
	expect(notes?.notes).toHaveLength(200_000);
});
