import { barLength, barLineFrom, COMMON_TIME, METRES, metreName, type Metre } from '../music/metre';
import { bpm, PPQ, ticks, type Bpm, type Ticks } from '../music/units';
import { midiChunks, midiEvents, type MidiFileEvent } from './midiEvents';
import { readableMarkers, type ChordMarker } from './chordMarkers';
import { aiText, LOOP_END, type MidiFileContent, type MidiFileTrack } from './midiFile';
import { MidiParts } from './midiParts';

/** Why a MIDI file was not read. */
export type MidiRefusal = 'not-midi' | 'damaged' | 'too-long' | 'empty' | 'unsupported';

/** What reading a MIDI file came to. */
export type MidiReading =
	| {
			readonly kind: 'read';
			/** Only parts that have notes; a part is one channel of one track. */
			readonly content: MidiFileContent;
			/** Sentences for the player: what could not be taken as it stands. */
			readonly remarks: readonly string[];
	  }
	| { readonly kind: 'refused'; readonly reason: MidiRefusal; readonly sentence: string };

const MAX_BYTES = 5e6;
const MAX_NOTES = 200_000;
/** 29 hours at 120 bpm. */
const MAX_TICK = 1e8;
const DEFAULT_BPM = 120;
const MICROSECONDS_PER_MINUTE = 6e7;

class Refused extends Error {
	readonly reason: MidiRefusal;

	constructor(reason: MidiRefusal, sentence: string) {
		super(sentence);
		this.reason = reason;
	}
}

/**
 * Reads a Standard MIDI File into our ticks, in time that grows with its size and no faster (the
 * library that writes them takes 16 s for 100,000 notes, and drops notes that are not let go). Where
 * a track is damaged the notes before stay; notes still held end with their track.
 */
export function readMidiFile(bytes: Uint8Array): MidiReading {
	try {
		if (bytes.length > MAX_BYTES) throw tooLong(`it has more than ${MAX_BYTES / 1e6} MB`);
		return new MidiFileReader().read(bytes);
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		return { kind: 'refused', reason: error.reason, sentence: error.message };
	}
}

class MidiFileReader {
	readonly #tracks: MidiFileTrack[] = [];
	readonly #remarks: string[] = [];
	#scale = 1;
	#noteCount = 0;
	#isDamaged = false;
	#tempo: { at: number; bpm: number } | null = null;
	#tempi = new Set<number>();
	#metre: { at: number; beats: number; unit: number } | null = null;
	#loopEnd: number | null = null;
	#markers: { readonly at: number; readonly text: string }[] = [];
	readonly #texts = new Set<string>();

	read(file: Uint8Array): MidiReading {
		let hasHeader = false;
		for (const { name, body, isCut } of midiChunks(withoutWrapping(file))) {
			if (!hasHeader) {
				this.#readHeader(name, body);
				hasHeader = true;
			} else if (name === 'MTrk') {
				this.#readTrack(body);
			}
			this.#isDamaged ||= isCut;
		}
		if (!hasHeader) throw notMidi();
		if (this.#noteCount === 0) throw this.#isDamaged ? damaged('no note in it') : empty();
		const content = this.#content();
		if (this.#isDamaged) {
			this.#remarks.push('The file is damaged in places: the notes that could be read are here.');
		}
		return { kind: 'read', content, remarks: this.#remarks };
	}

	#readHeader(name: string, body: Uint8Array): void {
		if (name !== 'MThd') throw notMidi();
		if (body.length < 6) throw damaged('not even its header');
		const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
		const division = view.getUint16(4);
		if (view.getUint16(0) > 1) throw unsupported('holds songs of their own and not parts of one');
		if (division >= 0x8000) throw unsupported('counts in film frames and not in beats');
		if (division === 0) throw damaged('not even its header');
		this.#scale = PPQ / division;
	}

	#readTrack(body: Uint8Array): void {
		const parts = new MidiParts();
		let name = '';
		let last = 0;
		const events = midiEvents(body);
		let step = events.next();
		for (; step.done !== true; step = events.next()) {
			const event = step.value;
			last = event.at;
			if (event.at * this.#scale > MAX_TICK) throw tooLong('it goes on for more than a day');
			if (event.kind === 'name') name ||= event.text;
			else if (!('channel' in event)) this.#takeSongEvent(event);
			else if (parts.take(event)) this.#countNote();
		}
		if (!step.value) this.#isDamaged = true;
		this.#tracks.push(...parts.finish(name, last, this.#scale));
	}

	#countNote(): void {
		this.#noteCount++;
		if (this.#noteCount > MAX_NOTES) throw tooLong(`it has more than ${MAX_NOTES} notes`);
	}

	#takeSongEvent(event: MidiFileEvent): void {
		if (event.kind === 'text') this.#texts.add(event.text);
		if (event.kind === 'marker' && event.text === LOOP_END) this.#loopEnd = event.at;
		else if (event.kind === 'marker') this.#markers.push(event);
		if (event.kind === 'metre' && (this.#metre === null || event.at < this.#metre.at)) {
			this.#metre = event;
		}
		if (event.kind !== 'tempo' || event.microsecondsPerQuarter === 0) return;
		// The file's grain is a microsecond a quarter: a thousandth of a beat a minute, at most.
		const tempo =
			Math.round((MICROSECONDS_PER_MINUTE / event.microsecondsPerQuarter) * 1000) / 1000;
		this.#tempi.add(tempo);
		if (this.#tempo === null || event.at < this.#tempo.at)
			this.#tempo = { at: event.at, bpm: tempo };
	}

	#content(): MidiFileContent {
		const metre = this.#playableMetre();
		let last = 1;
		for (const { notes } of this.#tracks) {
			for (const { start, duration } of notes) last = Math.max(last, start + duration);
		}
		const end = this.#loopEnd === null ? 0 : Math.round(this.#loopEnd * this.#scale);
		const length = end > 0 ? ticks(end) : barLineFrom(ticks(last), barLength(metre));
		const tracks = this.#tracks.map((track) =>
			this.#texts.has(aiText(track.name)) ? { ...track, isByAi: true } : track
		);
		const chords = this.#chords(length);
		return {
			tracks,
			bpm: this.#playableTempo(),
			metre,
			length,
			...(chords.length === 0 ? {} : { chords })
		};
	}

	/** In a file of ours each other marker is a chord; in others' files they may be anything. */
	#chords(length: Ticks): readonly ChordMarker[] {
		if (this.#loopEnd === null) return [];
		const markers = this.#markers.map(({ at, text }) => ({
			at: ticks(Math.round(at * this.#scale)),
			symbol: text
		}));
		const { chords, damaged } = readableMarkers(markers, length);
		if (damaged > 0) {
			this.#remarks.push(
				`${damaged} of the file's chord markers cannot be read: they are left out.`
			);
		}
		return chords;
	}

	#playableTempo(): Bpm {
		const written = this.#tempo?.bpm ?? DEFAULT_BPM;
		const tempo = bpm(written);
		if (this.#tempi.size > 1) {
			this.#remarks.push(`The file changes its tempo: ${tempo} bpm is kept throughout.`);
		} else if (tempo !== written) {
			this.#remarks.push(`The file's tempo is ${written} bpm: ${tempo} is the nearest we play.`);
		}
		return tempo;
	}

	#playableMetre(): Metre {
		const written = this.#metre;
		if (written === null) return COMMON_TIME;
		const known = METRES.find(
			({ beats, unit }) => beats === written.beats && unit === written.unit
		);
		if (known === undefined) {
			const name = metreName(written);
			this.#remarks.push(`The file is in ${name}, which we do not count: it is taken as 4/4.`);
		}
		return known ?? COMMON_TIME;
	}
}

/** Some programs wrap the file in RIFF, whose header has 20 bytes. */
const withoutWrapping = (file: Uint8Array) =>
	String.fromCharCode(...file.subarray(8, 16)) === 'RMIDdata' ? file.subarray(20) : file;

const notMidi = () =>
	new Refused('not-midi', 'This is not a MIDI file: choose one whose name ends in .mid.');
const empty = () =>
	new Refused('empty', 'This MIDI file holds no notes: choose another, or export it again.');
const damaged = (what: string) =>
	new Refused('damaged', `This MIDI file is damaged, and ${what} can be read: export it again.`);
const tooLong = (why: string) =>
	new Refused('too-long', `This MIDI file is too long: ${why}. Cut it in another program first.`);
const unsupported = (what: string) =>
	new Refused(
		'unsupported',
		`This MIDI file ${what}: save it as a plain file of format 0 or 1 in another program.`
	);
