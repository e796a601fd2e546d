import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../../src/lib/random';
import { plucks } from '../../ears/loop/plucks';
import { song } from '../../ears/loop/song';
import { readWave } from '../../../tools/instruments/wave.mjs';
import { midiOf, type Struck } from './midi';
import { PRESETS, type Phrase, type Preset } from './phrase';

/** Of what is rendered: as most interfaces record. */
export const RENDERED_RATE = 48_000;
/** Silence that is rendered before the first bar line. */
const LEAD_SECONDS = 0.5;
const NOISE_DB = -20;
const BLEED_DB = -15;
const SOUNDFONTS = ['FluidR3_GM.sf2', 'default-GM.sf2', 'FluidR3Mono_GM.sf3'].map(
	(file) => `/usr/share/sounds/sf${file.at(-1)!}/${file}`
);

/** Throws, with what to install, where there is no synthesiser or no soundfont. */
export function findSoundfont(): string {
	const found = SOUNDFONTS.find((file) => existsSync(file));
	let isThere = found !== undefined;
	try {
		execFileSync('fluidsynth', ['--version'], { stdio: 'ignore' });
	} catch {
		isThere = false;
	}
	if (found === undefined || !isThere) {
		throw new Error(
			'The ears are measured on sounds that FluidSynth makes, and it or its soundfont is missing: ' +
				'apt-get install fluidsynth fluid-soundfont-gm'
		);
	}
	return found;
}

/**
 * The phrase's own preset; another of its family; or what is computed: strings, through a real distortion
 * where the preset is distorted, and for voices somebody who sings.
 */
export type Timbre = 'preset' | 'relative' | 'computed';

/** General MIDI programs of the same families: steel, jazz and overdriven guitar, and so on. */
const RELATIVES: Readonly<Record<Preset, number>> = {
	nylon: 25,
	clean: 26,
	distorted: 29,
	bass: 34,
	piano: 4,
	voice: 52
};

/** What the looper records of the phrase: mono, RENDERED_RATE, from the pedal's first press to its second. */
export function recordingOf(
	phrase: Phrase,
	soundfont: string,
	timbre: Timbre = 'preset'
): Float32Array {
	const { seconds, downbeat, room, seed } = phrase;
	const dry = timbre === 'computed' ? computedOf(phrase) : presetOf(phrase, soundfont, timbre);
	const from = Math.round((LEAD_SECONDS - downbeat) * RENDERED_RATE);
	const sound = new Float32Array(Math.round(seconds * RENDERED_RATE));
	sound.set(dry.subarray(from, from + sound.length));
	scale(sound, 0.25 / Math.max(1e-9, peakOf(sound)));
	if (room === 'noise') add(sound, noise(sound.length, seed), NOISE_DB);
	if (room === 'drums') {
		const drums = render(midiOf(drumLoop(phrase), [], 0), soundfont);
		add(sound, drums.subarray(from, from + sound.length), BLEED_DB);
	}
	return sound;
}

function presetOf(
	{ notes, preset, cents }: Phrase,
	soundfont: string,
	timbre: 'preset' | 'relative'
): Float32Array {
	const struck = notes.map((note) => ({
		...note,
		onset: note.onset + LEAD_SECONDS,
		end: note.end + LEAD_SECONDS,
		channel: 0
	}));
	const program = (timbre === 'preset' ? PRESETS : RELATIVES)[preset];
	return render(midiOf(struck, [[0, program]], cents), soundfont);
}

/** Every phrase has strings of its own, or a singer. */
function computedOf({ notes, preset, cents, seconds, seed }: Phrase): Float32Array {
	const random = seededRandom(seed + 2);
	const plucked = notes.map(({ onset, end, pitch, velocity }) => ({
		onset: onset + LEAD_SECONDS,
		end: end + LEAD_SECONDS,
		pitch: pitch + cents / 100,
		strength: (velocity / 127) ** 1.5
	}));
	if (preset === 'voice') return song(plucked, seconds + LEAD_SECONDS, RENDERED_RATE, seed + 3);
	const sound = { decay: 0.993 + 0.006 * random(), softness: Math.floor(4 * random()) };
	const clean = plucks(plucked, seconds + LEAD_SECONDS, RENDERED_RATE, sound);
	const drive = 10 + 30 * random();
	return preset === 'distorted' ? clean.map((one) => Math.tanh(drive * one)) : clean;
}

function render(midi: Uint8Array, soundfont: string): Float32Array {
	const scratch = mkdtempSync(join(tmpdir(), 'ears-'));
	try {
		const [score, wave] = [join(scratch, 'score.mid'), join(scratch, 'sound.wav')];
		writeFileSync(score, midi);
		const settings = ['-ni', '-q', '-g', '0.5', '-R', '0', '-C', '0', '-r', String(RENDERED_RATE)];
		const output = ['-O', 'float', '-T', 'wav', '-F', wave];
		execFileSync('fluidsynth', [...settings, ...output, soundfont, score], { stdio: 'ignore' });
		return Float32Array.from(readWave(readFileSync(wave)).samples);
	} finally {
		rmSync(scratch, { recursive: true });
	}
}

/** Kick, snare and hats in the phrase's tempo. */
function drumLoop({ bars, bpm, metre, length }: Phrase): Struck[] {
	const beat = (60 / bpm) * (4 / metre.unit);
	const count = metre.beats * bars;
	const hit = (at: number, pitch: number, velocity: number): Struck => ({
		onset: LEAD_SECONDS + at,
		end: LEAD_SECONDS + at + 0.1,
		pitch,
		velocity,
		channel: 9
	});
	if (length === 0) return [];
	return Array.from({ length: count }, (_, index) => [
		hit(index * beat, (index % metre.beats) % 2 === 0 ? 36 : 38, 100),
		hit(index * beat, 42, 80),
		hit((index + 0.5) * beat, 42, 60)
	]).flat();
}

const peakOf = (samples: Float32Array) =>
	samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);

const rmsOf = (samples: Float32Array) =>
	Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

function scale(samples: Float32Array, gain: number): void {
	for (let index = 0; index < samples.length; index++) samples[index]! *= gain;
}

/** Both at once, `other` so many decibels below. */
export function mixed(sound: Float32Array, other: Float32Array, decibels: number): Float32Array {
	const both = sound.slice();
	add(both, other, decibels);
	return both;
}

/** Adds `other`, so many decibels below what is there. */
function add(samples: Float32Array, other: Float32Array, decibels: number): void {
	const gain = (rmsOf(samples) * 10 ** (decibels / 20)) / Math.max(1e-9, rmsOf(other));
	for (let index = 0; index < samples.length; index++)
		samples[index]! += gain * (other[index] ?? 0);
}

function noise(length: number, seed: number): Float32Array {
	const random = seededRandom(seed + 1);
	return Float32Array.from({ length }, () => random() + random() + random() + random() - 2);
}
