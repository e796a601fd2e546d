import { seededRandom } from '../../../src/lib/random';
import { normal } from './acoustics';

export const RATE = 48_000;

/** A microphone that hears the loudspeaker that it feeds. */
export interface AcousticLoop {
	/** From the loudspeaker back into the output. */
	readonly delaySeconds: number;
	/** At the frequency where the room answers most. */
	readonly gain: number;
	readonly seconds: number;
	readonly seed: number;
	/** What the microphone hears beside. */
	readonly sound?: Float32Array;
}

/** One resonance of a room, as a two-pole filter. */
interface Mode {
	readonly gain: number;
	readonly a1: number;
	readonly a2: number;
	y1: number;
	y2: number;
}

const MODES = 8;
/** -60 dBFS. */
const HISS = 1e-3;

/** What comes in: hiss, what is played, and the room's answer to all of it, cut at full scale. */
export function acousticLoop(loop: AcousticLoop): Float32Array {
	const random = seededRandom(loop.seed);
	const modes = Array.from({ length: MODES }, () => mode(150 * 2 ** (5 * random()), random()));
	const scale = loop.gain / loudestAnswer(modes);
	const delay = Math.round(loop.delaySeconds * RATE);
	const input = new Float32Array(Math.round(loop.seconds * RATE));
	for (let frame = 0; frame < input.length; frame++) {
		const fed = frame < delay ? 0 : input[frame - delay]!;
		let answer = 0;
		for (const one of modes) {
			const y = one.gain * fed - one.a1 * one.y1 - one.a2 * one.y2;
			one.y2 = one.y1;
			one.y1 = y;
			answer += y;
		}
		const heard = HISS * normal(random) + (loop.sound?.[frame] ?? 0) + scale * answer;
		input[frame] = Math.max(-1, Math.min(1, heard));
	}
	return input;
}

function mode(hertz: number, gain: number): Mode {
	const radius = Math.exp((-Math.PI * (10 + hertz / 50)) / RATE);
	const angle = (2 * Math.PI * hertz) / RATE;
	const a1 = -2 * radius * Math.cos(angle);
	return { gain: (0.3 + gain) * (1 - radius), a1, a2: radius * radius, y1: 0, y2: 0 };
}

/** Of all modes together, at the frequency where it is largest. */
function loudestAnswer(modes: readonly Mode[]): number {
	let most = 0;
	for (let hertz = 100; hertz < 8000; hertz += 1) {
		const angle = (-2 * Math.PI * hertz) / RATE;
		let [real, imaginary] = [0, 0];
		for (const { gain, a1, a2 } of modes) {
			const a = 1 + a1 * Math.cos(angle) + a2 * Math.cos(2 * angle);
			const b = a1 * Math.sin(angle) + a2 * Math.sin(2 * angle);
			real += (gain * a) / (a * a + b * b);
			imaginary -= (gain * b) / (a * a + b * b);
		}
		most = Math.max(most, Math.hypot(real, imaginary));
	}
	return most;
}

/** Seconds of a sound by its sample at a time and the time. */
const made = (seconds: number, sample: (time: number) => number) =>
	Float32Array.from({ length: seconds * RATE }, (_, frame) => sample(frame / RATE));

/** The phase of a tone whose pitch moves, in turns, by the number of the call. */
function turning(): (hertz: number) => number {
	let turns = 0;
	return (hertz) => {
		turns += hertz / RATE;
		return 2 * Math.PI * turns;
	};
}

const sawtooth = (phase: number, harmonics: number) => {
	let sum = 0;
	for (let n = 1; n <= harmonics; n++) sum += Math.sin(n * phase) / n;
	return sum / 2;
};

/** What musicians play into a monitored input, by name. */
export const MUSIC: Readonly<Record<string, (seed: number) => Float32Array>> = {
	'a synth pad that swells': (seed) => {
		const hertz = 110 * 2 ** ((seed % 24) / 12);
		const chord = [1, 1.26, 1.498].map((ratio) => 2 * Math.PI * hertz * ratio);
		return made(4, (time) => {
			const swell = Math.min(1, time / 3);
			return 0.2 * swell * chord.reduce((sum, turn) => sum + sawtooth(turn * time, 6), 0);
		});
	},
	'one pure note that fades in': (seed) => {
		const turn = 2 * Math.PI * 220 * 2 ** ((seed % 24) / 12);
		const length = 0.3 + (seed % 5) * 0.7;
		return made(4, (time) => 0.6 * Math.min(1, time / length) * Math.sin(turn * time));
	},
	'a whistle that grows': (seed) => {
		const random = seededRandom(seed);
		const phase = turning();
		const base = 800 + 1200 * random();
		let [jitter, breath] = [0, 0];
		return made(4, (time) => {
			// A whistler's pitch and breath waver, slowly.
			jitter += 0.0005 * (normal(random) - jitter);
			breath += 0.0005 * (normal(random) - breath);
			const hertz = base * (1 + 0.004 * Math.sin(2 * Math.PI * 5 * time) + 0.1 * jitter);
			const level = 10 ** ((-30 + 6 * time + 30 * breath) / 20);
			return level * (Math.sin(phase(hertz)) + 0.02 * normal(random));
		});
	},
	'a plucked string': (seed) => {
		const random = seededRandom(seed);
		const string = Float32Array.from({ length: 100 + (seed % 7) * 60 }, () => random() - 0.5);
		let at = 0;
		return made(3, (time) => {
			if (Math.round(time * RATE) % (RATE / 2) === 0)
				string.forEach((_, n) => (string[n] = random() - 0.5));
			const next = (at + 1) % string.length;
			const sample = string[at]!;
			string[at] = 0.498 * (sample + string[next]!);
			at = next;
			return sample;
		});
	},
	'a distorted guitar': (seed) => {
		const hertz = 82.4 * 2 ** ((seed % 20) / 12);
		return made(3, (time) => {
			const string =
				sawtooth(2 * Math.PI * hertz * time, 8) + sawtooth(3 * Math.PI * hertz * time, 8);
			return 0.6 * Math.tanh(20 * string * Math.exp(-time) * Math.min(1, time * 4));
		});
	},
	'a voice with vibrato': (seed) => {
		const base = 150 * 2 ** ((seed % 24) / 12);
		const phase = turning();
		return made(4, (time) => {
			const turn = phase(base * (1 + 0.02 * Math.sin(2 * Math.PI * 5.5 * time)));
			const swell = 10 ** ((-24 + 6 * time) / 20);
			return swell * (Math.sin(turn) + 0.5 * Math.sin(2 * turn) + 0.4 * Math.sin(3 * turn));
		});
	},
	'a soft organ note held': (seed) => {
		const turn = 2 * Math.PI * 110 * 2 ** ((seed % 36) / 12);
		return made(3, (time) => 0.5 * Math.min(1, time * 50) * Math.sin(turn * time));
	},
	noise: (seed) => {
		const random = seededRandom(seed);
		return made(3, (time) => 0.1 * time * normal(random));
	},
	'a hum that somebody turns up': (seed) =>
		made(
			4,
			(time) => 0.1 * (1 + time) * sawtooth(2 * Math.PI * (seed % 2 === 0 ? 50 : 60) * time, 10)
		)
};
