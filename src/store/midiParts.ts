import type { Note } from '../music/note';
import { pitch, ticks, velocity } from '../music/units';
import type { MidiFileEvent } from './midiEvents';
import type { MidiFileTrack } from './midiFile';

const DRUM_CHANNEL = 10;
const MAX_VELOCITY = 127;

/** In the file's own ticks; `to` is null while nobody let go of it. */
interface WrittenNote {
	readonly from: number;
	to: number | null;
	readonly pitch: number;
	readonly velocity: number;
}

/** Notes of one pitch, of which those from `next` on still sound. */
interface Held {
	readonly notes: WrittenNote[];
	next: number;
}

interface Part {
	readonly channel: number;
	readonly notes: WrittenNote[];
	readonly held: Map<number, Held>;
	program: number;
}

/** Sorts the events of one track into parts, a channel each, and joins the ends of its notes. */
export class MidiParts {
	readonly #parts = new Map<number, Part>();

	/** Returns true for a new note. An end lets go of the note of its pitch that was struck first. */
	take(event: Extract<MidiFileEvent, { readonly channel: number }>): boolean {
		const { kind, channel, at } = event;
		const part = this.#parts.get(channel) ?? newPart(channel);
		this.#parts.set(channel, part);
		if (kind === 'program') {
			if (part.notes.length === 0) part.program = event.program;
			return false;
		}
		const held = part.held.get(event.pitch) ?? { notes: [], next: 0 };
		part.held.set(event.pitch, held);
		if (kind === 'off') {
			const first = held.notes[held.next];
			if (first === undefined) return false;
			first.to = at;
			held.next++;
			return false;
		}
		const note = { from: at, to: null, pitch: event.pitch, velocity: event.velocity };
		part.notes.push(note);
		held.notes.push(note);
		return true;
	}

	/** Those that have notes. `end`: of the track; `scale`: our ticks to one of the file's. */
	finish(name: string, end: number, scale: number): readonly MidiFileTrack[] {
		return [...this.#parts.values()]
			.filter(({ notes }) => notes.length > 0)
			.map(({ channel, program, notes }) => ({
				name,
				channel: channel + 1,
				program,
				isDrums: channel + 1 === DRUM_CHANNEL,
				notes: notes.map((note) => noteOf(note, end, scale))
			}));
	}
}

const newPart = (channel: number): Part => ({
	channel,
	notes: [],
	held: new Map(),
	program: 0
});

/** Every note lasts a tick at least. */
function noteOf(written: WrittenNote, end: number, scale: number): Note {
	const start = Math.round(written.from * scale);
	const stop = Math.round((written.to ?? end) * scale);
	return {
		start: ticks(start),
		duration: ticks(Math.max(1, stop - start)),
		pitch: pitch(written.pitch),
		velocity: velocity(written.velocity / MAX_VELOCITY)
	};
}
