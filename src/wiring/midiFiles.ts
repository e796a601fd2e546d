import type { Jam } from '../jam/jam';
import { chairOfTrack, savedLoop } from '../jam/savedLoop';
import type { Sound } from '../music/score';
import { Refusal } from './refusal';

/** General MIDI programs. */
const PROGRAMS: Readonly<Record<Sound, number>> = {
	piano: 0,
	'electric-piano': 4,
	guitar: 25,
	bass: 33,
	synth: 80,
	drums: 0
};

const NEAREST: readonly { readonly upTo: number; readonly sound: Sound }[] = [
	{ upTo: 3, sound: 'piano' },
	{ upTo: 5, sound: 'electric-piano' },
	{ upTo: 8, sound: 'piano' },
	{ upTo: 23, sound: 'electric-piano' },
	{ upTo: 31, sound: 'guitar' },
	{ upTo: 39, sound: 'bass' }
];

/** Channels of melodies: drums have the tenth. */
const MELODIC_CHANNELS = 9;
const NOTHING = 'There is nothing to save yet: record a loop first.';

/** The instrument of ours that is nearest to a General MIDI program. */
export const soundOf = (program: number): Sound =>
	NEAREST.find(({ upTo }) => program <= upTo)?.sound ?? 'synth';

/** The loop of the keys and the band's parts, each on a track of its own, and the pinned chords. Rejects with a Refusal. */
export async function keysAsMidi(jam: Jam): Promise<Uint8Array<ArrayBuffer>> {
	const saved = savedLoop(jam);
	if (saved === null) throw new Refusal(NOTHING);
	const { writeMidiFile } = await import('../store/midiFile');
	const tracks = saved.tracks.map((track, index) => ({
		...track,
		channel: (index % MELODIC_CHANNELS) + 1,
		program: PROGRAMS[track.sound],
		isDrums: track.sound === 'drums'
	}));
	const { metre } = jam.settings;
	const { chordMarkers } = await import('../store/chordMarkers');
	const chords = chordMarkers(jam.chords.spans, saved.length);
	return writeMidiFile({ tracks, bpm: jam.bpm, metre, length: saved.length, chords });
}

/** The file becomes the loop of the keys. Returns what is to be said of it; rejects with a Refusal. */
export async function midiOntoKeys(jam: Jam, file: File, signal: AbortSignal): Promise<string> {
	const [{ readMidiFile }, { markedChords }] = await Promise.all([
		import('../store/midiImport'),
		import('../store/chordMarkers')
	]);
	const reading = readMidiFile(new Uint8Array(await file.arrayBuffer()));
	if (reading.kind === 'refused') throw new Refusal(reading.sentence);
	signal.throwIfAborted();
	const { tracks, chords = [], ...frame } = reading.content;
	const parts = tracks.map(({ name, notes, isDrums, program = 0, isByAi }) => ({
		notes,
		sound: isDrums === true ? ('drums' as const) : soundOf(program),
		by: isByAi === true ? ('partner' as const) : ('player' as const),
		chair: isByAi === true ? chairOfTrack(name) : null
	}));
	const refusal = jam.importParts(parts, frame);
	if (refusal !== '') throw new Refusal(refusal);
	const pins = markedChords(chords, frame.length);
	if (pins.length > 0) jam.chords.restore({ length: frame.length, pins, key: null });
	return reading.remarks.join(' ');
}
