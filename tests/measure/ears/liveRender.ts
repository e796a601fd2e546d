import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tonejsMidi from '@tonejs/midi';
import { RATE, type PlayedNote } from '../../ears/live/sounds';

/** Of Debian's package fluid-soundfont-gm. */
const SOUND_FONT = '/usr/share/sounds/sf2/FluidR3_GM.sf2';
/** Notes are rendered so far apart, in seconds, that each dies away alone. */
const APART = 3;
const LEAD = 0.1;
/** A sound has begun where it is within 26 dB of its attack's height. */
const BEGUN = 10 ** (-26 / 20);
const ATTACK_SECONDS = 0.1;
const MILLISECOND = RATE / 1000;
/** A finger stops a string within this; a slur within that. */
const DAMPED_SECONDS = 0.05;
const SLURRED_SECONDS = 0.012;

/** A line as it sounds, and its notes where they sound: an instrument answers late. */
export interface RenderedLine {
	readonly notes: readonly PlayedNote[];
	readonly samples: Float32Array;
}

/** fluidsynth and its sound font are there. */
export function canRender(): boolean {
	try {
		execFileSync('fluidsynth', ['--version'], { stdio: 'ignore' });
		return existsSync(SOUND_FONT);
	} catch {
		return false;
	}
}

/** A General MIDI program, dry and mono. */
export function renderNotes(notes: readonly PlayedNote[], program: number): Float32Array {
	const midi = new tonejsMidi.Midi();
	const track = midi.addTrack();
	track.instrument.number = program;
	for (const { pitch, start, length, strength } of notes) {
		track.addNote({ midi: pitch, time: start, duration: length, velocity: strength });
	}
	const folder = mkdtempSync(join(tmpdir(), 'continuo-line-'));
	try {
		const song = join(folder, 'line.mid');
		const sound = join(folder, 'line.raw');
		writeFileSync(song, midi.toArray());
		const dry = ['-R', '0', '-C', '0', '-g', '0.8'];
		const raw = ['-r', String(RATE), '-O', 'float', '-T', 'raw', '-F', sound];
		execFileSync('fluidsynth', ['-ni', '-q', ...dry, ...raw, SOUND_FONT, song], {
			stdio: 'ignore'
		});
		const { buffer, byteOffset, byteLength } = readFileSync(sound);
		const stereo = new Float32Array(buffer, byteOffset, byteLength / 4);
		return Float32Array.from(
			{ length: stereo.length / 2 },
			(_, frame) => (stereo[2 * frame]! + stereo[2 * frame + 1]!) / 2
		);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** A line that one finger plays: each note ends before the next begins, as on one string. */
export function renderLine(notes: readonly PlayedNote[], program: number): RenderedLine {
	const apart = notes.map((note, index) => ({
		...note,
		start: LEAD + index * APART,
		length: Math.min(note.length + 0.1, APART - 0.3)
	}));
	const alone = renderNotes(apart, program);
	const last = notes.at(-1)!;
	const samples = new Float32Array(Math.round((last.start + last.length + 0.3) * RATE));
	const sounding = notes.map((note, index) => {
		const from = Math.round(apart[index]!.start * RATE);
		const one = alone.subarray(from, from + Math.round((APART - LEAD) * RATE));
		const next = notes[index + 1];
		const isSlurred = next !== undefined && note.start + note.length >= next.start - 1e-6;
		const fade = isSlurred ? SLURRED_SECONDS : DAMPED_SECONDS;
		addFaded(samples, one, note, fade);
		return { ...note, start: note.start + leadOf(one) };
	});
	return { notes: sounding, samples };
}

/** Adds one note at its place, faded out from its end on. */
function addFaded(
	samples: Float32Array,
	one: Float32Array,
	{ start, length }: PlayedNote,
	fadeSeconds: number
): void {
	const at = Math.round(start * RATE);
	const end = Math.round((start + length) * RATE);
	const fade = Math.round(fadeSeconds * RATE);
	for (let frame = at; frame < Math.min(samples.length, end + fade); frame++) {
		const gain = frame <= end ? 1 : 1 - (frame - end) / fade;
		samples[frame] = samples[frame]! + (one[frame - at] ?? 0) * gain;
	}
}

/** How long after its note-on a note is to be heard, in seconds. */
function leadOf(one: Float32Array): number {
	const steps = Math.round((ATTACK_SECONDS * RATE) / MILLISECOND);
	const peaks = Array.from({ length: steps }, (_, step) =>
		one
			.subarray(step * MILLISECOND, (step + 1) * MILLISECOND)
			.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
	);
	const highest = Math.max(...peaks);
	return peaks.findIndex((peak) => peak >= BEGUN * highest) / 1000;
}
