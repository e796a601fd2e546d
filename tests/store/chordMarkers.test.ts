import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chordOf, type ChordSpan } from '../../src/music/harmony/chord';
import { COMMON_TIME } from '../../src/music/metre';
import { bpm, pitch, ticks, velocity } from '../../src/music/units';
import { chordMarkers, markedChords } from '../../src/store/chordMarkers';
import { writeMidiFile, type MidiFileContent } from '../../src/store/midiFile';
import { readMidiFile } from '../../src/store/midiImport';

const LENGTH = ticks(7680);
const NOTE = { start: ticks(0), duration: ticks(480), pitch: pitch(60), velocity: velocity(0.5) };

const fileWith = (chords: MidiFileContent['chords'] & object) =>
	writeMidiFile({
		tracks: [{ name: 'Player', channel: 1, notes: [NOTE] }],
		bpm: bpm(120),
		metre: COMMON_TIME,
		length: LENGTH,
		chords
	});

function readBack(chords: MidiFileContent['chords'] & object) {
	const reading = readMidiFile(fileWith(chords));
	if (reading.kind === 'refused') throw new Error(reading.sentence);
	return { chords: reading.content.chords ?? [], remarks: reading.remarks };
}

/** Spans that tile the loop, some of them pinned, some without a chord. */
const someSpans = fc
	.array(
		fc.record({
			beats: fc.integer({ min: 1, max: 4 }),
			symbol: fc.constantFrom('C', 'F#m7b5', 'Bb7', 'C/E', null),
			isPinned: fc.boolean()
		}),
		{ minLength: 1, maxLength: 8 }
	)
	.map((all) => {
		let from = 0;
		return all.flatMap(({ beats, symbol, isPinned }, index): ChordSpan[] => {
			const isLast = index === all.length - 1;
			const to = isLast ? LENGTH : Math.min(LENGTH, from + beats * 480);
			const span = { from: ticks(from), to: ticks(to), isPinned };
			from = to;
			return span.to > span.from
				? [{ ...span, chord: symbol === null ? null : chordOf(symbol) }]
				: [];
		});
	});

test('pinned chords come back from a file as they were, and nothing else is pinned', () => {
	fc.assert(
		fc.property(someSpans, (spans) => {
			const { chords, remarks } = readBack(chordMarkers(spans, LENGTH));
			expect(remarks).toEqual([]);
			const pinned = spans
				.filter(({ isPinned }) => isPinned)
				.map(({ from, to, chord }) => ({ from, to, symbol: chord?.symbol ?? null }));
			expect(markedChords(chords, LENGTH)).toEqual(pinned);
		})
	);
});

test('a marker that is no chord or lies outside of the loop is left out, and it is said', () => {
	const { chords, remarks } = readBack([
		{ at: ticks(0), symbol: 'Dm7' },
		{ at: ticks(1920), symbol: 'Verse H' },
		{ at: ticks(3840), symbol: 'G7' },
		{ at: ticks(9600), symbol: 'C' }
	]);
	expect(markedChords(chords, LENGTH)).toEqual([
		{ from: 0, to: 3840, symbol: 'Dm7' },
		{ from: 3840, to: LENGTH, symbol: 'G7' }
	]);
	expect(remarks).toEqual(["2 of the file's chord markers cannot be read: they are left out."]);
});

test("markers of other programs' files are no chords", () => {
	const bytes = fileWith([{ at: ticks(0), symbol: 'A' }]);
	const text = String.fromCharCode(...bytes).replace('Loop end', 'Loop and');
	const reading = readMidiFile(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
	if (reading.kind === 'refused') throw new Error(reading.sentence);
	expect(reading.content.chords).toBeUndefined();
	expect(reading.remarks).toEqual([]);
});
