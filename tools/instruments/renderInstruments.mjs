/**
 * Makes public/instruments from a soundfont: one FLAC file a note and an index.json an instrument.
 * Needs `fluidsynth` and `flac` on the path and a soundfont whose licence lets it be passed on; the
 * app ships FluidR3Mono (MIT), Debian's package fluidr3mono-gm-soundfont.
 *
 *     node tools/instruments/renderInstruments.mjs FluidR3Mono_GM.sf3 public/instruments
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteSequence, SECONDS_A_NOTE } from './midiFile.mjs';
import { INSTRUMENTS } from './plan.mjs';
import { loudestRms, peakOf, trimmed } from './trim.mjs';
import { readWave, writeWave } from './wave.mjs';

const RATE = 44_100;
/** Stored peak: 16 bits are used to the full, the true level stands in index.json. */
const STORED_PEAK = 0.9;

const [soundfont, target] = process.argv.slice(2);
if (soundfont === undefined || target === undefined) {
	throw new Error('usage: renderInstruments.mjs SOUNDFONT TARGET_FOLDER');
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function recordNotes({ program, isDrums = false, notes }, scratch) {
	const midi = join(scratch, 'notes.mid');
	const wave = join(scratch, 'notes.wav');
	writeFileSync(midi, noteSequence(notes, program, isDrums ? 9 : 0));
	const settings = ['-ni', '-q', '-g', '0.5', '-R', '0', '-C', '0', '-r', String(RATE)];
	execFileSync('fluidsynth', [
		...settings,
		'-O',
		'float',
		'-T',
		'wav',
		'-F',
		wave,
		soundfont,
		midi
	]);
	const { rate, samples } = readWave(readFileSync(wave));
	return notes.map(({ pitch, seconds }, index) => {
		const from = Math.round(index * SECONDS_A_NOTE * rate);
		const whole = samples.subarray(from, from + Math.round(SECONDS_A_NOTE * rate));
		return { pitch, samples: trimmed(whole, seconds, rate) };
	});
}

function writeInstrument(instrument, scratch) {
	const folder = join(target, instrument.name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const recorded = recordNotes(instrument, scratch);
	const scale =
		instrument.loudness / median(recorded.map((note) => loudestRms(note.samples, RATE)));
	const samples = recorded.map((note) => {
		const peak = peakOf(note.samples);
		if (peak === 0) throw new Error(`${instrument.name}: no sound at ${note.pitch}`);
		const file = `${String(note.pitch).padStart(3, '0')}.flac`;
		const wave = join(scratch, 'note.wav');
		writeFileSync(
			wave,
			writeWave(
				note.samples.map((s) => (s / peak) * STORED_PEAK),
				RATE
			)
		);
		execFileSync('flac', ['--best', '--silent', '--force', '-o', join(folder, file), wave]);
		const gain = Number(((peak / STORED_PEAK) * scale).toFixed(4));
		return { file, pitch: note.pitch, gain };
	});
	const index = {
		name: instrument.name,
		kind: instrument.isDrums ? 'drums' : 'pitched',
		release_s: instrument.release,
		samples
	};
	writeFileSync(join(folder, 'index.json'), `${JSON.stringify(index, null, '\t')}\n`);
}

const scratch = mkdtempSync(join(tmpdir(), 'instruments-'));
try {
	for (const instrument of INSTRUMENTS) writeInstrument(instrument, scratch);
} finally {
	rmSync(scratch, { recursive: true });
}
