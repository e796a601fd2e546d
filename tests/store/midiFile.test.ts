import { Midi } from '@tonejs/midi';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeMidiFile, type MidiFileContent } from '../../src/store/midiFile';
import { METRES } from '../../src/music/metre';
import type { Note } from '../../src/music/note';
import { bpm, pitch, ticks, velocity } from '../../src/music/units';

const note = (start: number, duration: number, number: number, strength = 0.8): Note => ({
	start: ticks(start),
	duration: ticks(duration),
	pitch: pitch(number),
	velocity: velocity(strength)
});

const jam: MidiFileContent = {
	tracks: [
		{ name: 'Player', channel: 1, notes: [note(0, 480, 60), note(480, 479, 62)] },
		{ name: 'Continuo (AI)', channel: 2, program: 4, isByAi: true, notes: [note(7, 473, 72)] }
	],
	bpm: bpm(97),
	metre: { beats: 7, unit: 8 },
	length: ticks(1680)
};

const oneTrack = (notes: readonly Note[]): MidiFileContent => ({
	...jam,
	tracks: [{ name: 'Player', channel: 1, notes }]
});

const readBack = (content: MidiFileContent) => new Midi(writeMidiFile(content));
const notesOf = (file: Midi, track = 0) =>
	file.tracks[track]?.notes.map(({ ticks, durationTicks, midi }) => [ticks, durationTicks, midi]);

test('player and partner come back on tracks of their own, to the tick', () => {
	const file = readBack(jam);
	expect(file.tracks.map(({ name, channel }) => [name, channel])).toEqual([
		['Player', 0],
		['Continuo (AI)', 1]
	]);
	expect(file.tracks.map(({ instrument }) => instrument.number)).toEqual([0, 4]);
	expect(notesOf(file)).toEqual([
		[0, 480, 60],
		[480, 479, 62]
	]);
	expect(notesOf(file, 1)).toEqual([[7, 473, 72]]);
});

test('chords are markers at their places', () => {
	const chords = [
		{ at: ticks(0), symbol: 'Dm7' },
		{ at: ticks(840), symbol: 'N.C.' }
	];
	const markers = readBack({ ...jam, chords }).header.meta.filter(({ type }) => type === 'marker');
	expect(markers.map(({ ticks: at, text }) => [at, text])).toEqual([
		[0, 'Dm7'],
		[840, 'N.C.'],
		[1680, 'Loop end']
	]);
});

test('sections are markers that are no chords', () => {
	const sections = [
		{ at: ticks(0), name: 'A' },
		{ at: ticks(840), name: 'B' }
	];
	const written = readBack({ ...jam, sections }).header.meta.filter(
		({ type }) => type === 'marker'
	);
	expect(written.map(({ ticks: at, text }) => [at, text])).toEqual([
		[0, 'Section A'],
		[840, 'Section B'],
		[1680, 'Loop end']
	]);
});

test('tempo, metre, length and who is a machine come back', () => {
	const { header } = readBack(jam);
	expect(header.ppq).toBe(480);
	expect(header.tempos).toHaveLength(1);
	expect(header.tempos[0]?.bpm).toBeCloseTo(97, 3);
	expect(header.timeSignatures[0]?.timeSignature).toEqual([7, 8]);
	expect(header.meta).toEqual([
		{
			ticks: 0,
			type: 'text',
			text: 'The notes of the track "Continuo (AI)" were composed by an AI model.'
		},
		{ ticks: 1680, type: 'marker', text: 'Loop end' }
	]);
});

test('a jam without a partner claims none', () => {
	expect(readBack(oneTrack([])).header.meta.map(({ type }) => type)).toEqual(['marker']);
});

test.each(METRES)('the metre $beats/$unit comes back', (metre) => {
	const file = readBack({ ...jam, metre });
	expect(file.header.timeSignatures[0]?.timeSignature).toEqual([metre.beats, metre.unit]);
});

test('drums are on channel 10', () => {
	const file = readBack({
		...jam,
		tracks: [{ name: 'Drums', channel: 3, isDrums: true, notes: [note(0, 10, 36)] }]
	});
	expect(file.tracks[0]?.instrument.percussion).toBe(true);
});

test.each([
	['channel 0', { channel: 0 }],
	['channel 17', { channel: 17 }],
	['program 128', { program: 128 }],
	['a note before the beginning', { notes: [note(-1, 10, 60)] }]
])('%s is refused', (_, wrong) => {
	const track = { name: 'Player', channel: 1, notes: [], ...wrong };
	expect(() => writeMidiFile({ ...jam, tracks: [track] })).toThrow(RangeError);
});

test('a repeated pitch is let go before it is struck again', () => {
	const file = oneTrack([note(480, 480, 60), note(0, 480, 60)]);
	expect(notesOf(readBack(file))).toEqual([
		[0, 480, 60],
		[480, 480, 60]
	]);
	const [, track] = chunksOf(writeMidiFile(file));
	// Off at 480 (83 60 as a delta), then on with no delta.
	expect(hex(track!.body)).toMatch(/83 60 80 3c 00 00 90 3c 66/);
});

test('of two notes of one pitch that sound together the earlier ends where the later begins', () => {
	const file = readBack(oneTrack([note(0, 960, 60), note(480, 120, 60), note(480, 960, 60)]));
	expect(notesOf(file)).toEqual([
		[0, 480, 60],
		[480, 960, 60]
	]);
});

test('the softest note is still a note-on', () => {
	const file = readBack(
		oneTrack([note(0, 10, 60, 0), note(10, 10, 60, 0.001), note(20, 10, 60, 1)])
	);
	expect(file.tracks[0]?.notes.map((read) => Math.round(read.velocity * 127))).toEqual([1, 1, 127]);
});

test('names of any script are written as UTF-8', () => {
	const bytes = writeMidiFile({
		...jam,
		tracks: [{ name: 'Žofie ♪', channel: 1, notes: [note(0, 10, 60)] }]
	});
	expect(new TextDecoder().decode(bytes)).toContain('Žofie ♪');
	expect(notesOf(new Midi(bytes))).toEqual([[0, 10, 60]]);
});

test('the bytes are a header of format 1 at 480 ticks, a conductor track and one track a part', () => {
	const bytes = writeMidiFile(jam);
	expect(hex(bytes.slice(0, 14))).toBe('4d 54 68 64 00 00 00 06 00 01 00 03 01 e0');
	const tracks = chunksOf(bytes);
	expect(tracks.map(({ id }) => id)).toEqual(['MTrk', 'MTrk', 'MTrk']);
	for (const { body } of tracks) expect(hex(body.slice(-4))).toBe('00 ff 2f 00');
	const [conductor, player, partner] = tracks.map(({ body }) => hex(body));
	// 60,000,000 / 97 = 618,556 µs a quarter; 7 over 2 to the power of 3.
	expect(conductor).toContain('ff 51 03 09 70 3c');
	expect(conductor).toContain('ff 58 04 07 03');
	expect(player).toContain('00 c0 00 00 90 3c 66 83 60 80 3c 00 00 90 3e 66 83 5f 80 3e 00');
	expect(partner).toContain('00 c1 04 07 91 48 66 83 59 81 48 00');
});

const anyNote = fc
	.record({
		start: fc.nat(50_000),
		duration: fc.integer({ min: 1, max: 10_000 }),
		pitch: fc.nat(127),
		velocity: fc.double({ min: 0, max: 1, noNaN: true })
	})
	.map((fields) => note(fields.start, fields.duration, fields.pitch, fields.velocity));

test('notes come back to the tick and to the nearest velocity, at any tempo', () => {
	const distinct = fc.uniqueArray(anyNote, { maxLength: 60, selector: (one) => one.pitch });
	const tempo = fc.double({ min: 40, max: 240, noNaN: true });
	fc.assert(
		fc.property(distinct, tempo, (notes, beats) => {
			fc.pre(notes.length > 0);
			const read = readBack({ ...oneTrack(notes), bpm: bpm(beats) }).tracks[0]!.notes;
			const byPitch = new Map(read.map((one) => [one.midi, one]));
			expect(read).toHaveLength(notes.length);
			for (const { start, duration, pitch, velocity } of notes) {
				const one = byPitch.get(pitch)!;
				expect([one.ticks, one.durationTicks]).toEqual([start, duration]);
				expect(Math.round(one.velocity * 127)).toBe(Math.max(1, Math.round(velocity * 127)));
			}
		})
	);
});

test('whatever overlaps, no note is lost that begins alone, and none sounds into the next of its pitch', () => {
	const crowded = fc.array(
		fc
			.tuple(fc.nat(40), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 60, max: 62 }))
			.map(([start, duration, number]) => note(start, duration, number)),
		{ minLength: 1, maxLength: 40 }
	);
	fc.assert(
		fc.property(crowded, (notes) => {
			const read = readBack(oneTrack(notes)).tracks[0]!.notes;
			const onsets = new Set(notes.map(({ start, pitch }) => `${start}/${pitch}`));
			expect(new Set(read.map(({ ticks, midi }) => `${ticks}/${midi}`))).toEqual(onsets);
			expect(read).toHaveLength(onsets.size);
			for (const one of read) {
				const inTheWay = read.filter(
					({ midi, ticks }) =>
						midi === one.midi && ticks > one.ticks && ticks < one.ticks + one.durationTicks
				);
				expect(inTheWay).toEqual([]);
			}
		})
	);
});

interface Chunk {
	readonly id: string;
	readonly body: Uint8Array;
}

/** The chunks after the header, by their own lengths; fails if they do not fill the file. */
function chunksOf(bytes: Uint8Array): Chunk[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const chunks: Chunk[] = [];
	let at = 14;
	while (at < bytes.length) {
		const id = String.fromCharCode(...bytes.slice(at, at + 4));
		const end = at + 8 + view.getUint32(at + 4);
		chunks.push({ id, body: bytes.slice(at + 8, end) });
		at = end;
	}
	expect(at).toBe(bytes.length);
	return chunks;
}

const hex = (bytes: Uint8Array) =>
	[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
