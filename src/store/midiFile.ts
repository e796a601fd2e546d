import { Midi, type Track } from '@tonejs/midi';
import type { Metre } from '../music/metre';
import type { Note } from '../music/note';
import type { ChordMarker } from './chordMarkers';
import type { Bpm, Ticks } from '../music/units';

/** One part of a MIDI file. */
export interface MidiFileTrack {
	/** Says who played: `Player`, `Continuo (AI)`. */
	readonly name: string;
	/** Starts count from the file's beginning and are not negative. */
	readonly notes: readonly Note[];
	/** 1–16; drums are written on 10 whatever it says. */
	readonly channel: number;
	/** General MIDI instrument, 0–127; 0, a piano, if none is named. */
	readonly program?: number;
	readonly isDrums?: boolean;
	/** Composed by a model; the file says so in a text. */
	readonly isByAi?: boolean;
}

export interface MidiFileContent {
	readonly tracks: readonly MidiFileTrack[];
	readonly bpm: Bpm;
	readonly metre: Metre;
	/** The loop's length; a marker keeps it where the last note ends before. */
	readonly length: Ticks;
	/** Chord symbols, each a marker at its place. */
	readonly chords?: readonly ChordMarker[];
}

/** What a file says of a track of the partner's. */
export const aiText = (name: string) =>
	`The notes of the track "${name}" were composed by an AI model.`;

/** Where the loop ends, as a marker. Only we write it. */
export const LOOP_END = 'Loop end';

const DRUM_CHANNEL = 10;
const MAX_VELOCITY = 127;

/** A Standard MIDI File, format 1, at 480 ticks to the quarter: exact ticks, a track for each part. */
export function writeMidiFile(content: MidiFileContent): Uint8Array<ArrayBuffer> {
	const file = new Midi();
	file.name = 'Continuo';
	file.header.setTempo(content.bpm);
	const { beats, unit } = content.metre;
	file.header.timeSignatures.push({ ticks: 0, timeSignature: [beats, unit] });
	for (const { name, isByAi } of content.tracks) {
		if (isByAi !== true) continue;
		file.header.meta.push({ ticks: 0, type: 'text', text: asBytes(aiText(name)) });
	}
	for (const { at, symbol } of content.chords ?? []) {
		file.header.meta.push({ ticks: Math.round(at), type: 'marker', text: asBytes(symbol) });
	}
	file.header.meta.push({ ticks: content.length, type: 'marker', text: LOOP_END });
	for (const track of content.tracks) fillTrack(file.addTrack(), track);
	return new Uint8Array(file.toArray());
}

function fillTrack(written: Track, track: MidiFileTrack): void {
	const { name, notes, channel, program = 0, isDrums = false } = track;
	if (!isWhole(channel, 1, 16)) throw new RangeError(`no MIDI channel: ${channel}`);
	if (!isWhole(program, 0, 127)) throw new RangeError(`no General MIDI program: ${program}`);
	written.name = asBytes(name);
	written.channel = (isDrums ? DRUM_CHANNEL : channel) - 1;
	written.instrument.number = program;
	for (const { from, to, note } of spansOf(notes)) {
		written.addNote({
			ticks: from,
			durationTicks: to - from,
			midi: note.pitch,
			velocity: storedVelocity(note.velocity)
		});
	}
}

interface Span {
	readonly from: number;
	to: number;
	readonly note: Note;
}

/**
 * Whole ticks, in order. A file cannot tell apart two notes of one pitch that sound together: the
 * earlier ends where the later begins, and of two that begin together the longer stays.
 */
function spansOf(notes: readonly Note[]): readonly Span[] {
	const lastOfPitch = new Map<number, Span>();
	const spans: Span[] = [];
	for (const span of notes.map(spanOf).sort((a, b) => a.from - b.from || b.to - a.to)) {
		const before = lastOfPitch.get(span.note.pitch);
		if (before?.from === span.from) continue;
		if (before !== undefined) before.to = Math.min(before.to, span.from);
		lastOfPitch.set(span.note.pitch, span);
		spans.push(span);
	}
	return spans;
}

function spanOf(note: Note): Span {
	const from = Math.round(note.start);
	if (!(from >= 0)) throw new RangeError(`a note before the file's beginning: ${note.start}`);
	return { from, to: Math.max(from + 1, Math.round(note.start + note.duration)), note };
}

/**
 * The library rounds down, and MIDI takes a velocity of 0 for a note-off: aim at the middle of the
 * nearest step from 1 on.
 */
const storedVelocity = (strength: number) =>
	(Math.max(1, Math.round(strength * MAX_VELOCITY)) + 0.5) / MAX_VELOCITY;

/** UTF-8, one character a byte, as the library writes text. */
const asBytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));

const isWhole = (value: number, least: number, most: number) =>
	Number.isInteger(value) && value >= least && value <= most;
