import { seededRandom, type Random } from '../../lib/random';

/** Until 60 dB are gone: a hall that is not a cathedral. */
const DECAY_SECONDS = 1.8;
/** Until 80 dB are gone; the rest is left out. */
export const IMPULSE_SECONDS = 2.4;
/** Before the first reflection: keeps words and plucks in front of the room. */
const PREDELAY_SECONDS = 0.015;
/** The room fills. */
const RISE_SECONDS = 0.008;
const END_FADE_SECONDS = 0.05;
/** The air and the walls take the high sounds first. */
const BRIGHT_HERTZ = 9_000;
const DARK_HERTZ = 1_500;
/** Below there is only mud. */
const MUD_HERTZ = 140;
/** So long the decay stands still; the noise hides it. */
const STRETCH_FRAMES = 16;
/** Any will do; another for each side makes the room wide. */
const SEEDS = [0x68616c6c, 0x726f6f6d] as const;

/** How much of the way a one-pole filter of that corner goes in one frame, 0–1. */
const poleShare = (hertz: number, rate: number) => 1 - Math.exp((-2 * Math.PI * hertz) / rate);

/** What is left of the high sounds `age` seconds after the first reflection. */
const cornerHertz = (age: number) =>
	BRIGHT_HERTZ * (DARK_HERTZ / BRIGHT_HERTZ) ** Math.min(1, age / DECAY_SECONDS);

/** How loud the room is `age` seconds after the first reflection. */
function loudness(age: number): number {
	const left = IMPULSE_SECONDS - PREDELAY_SECONDS - age;
	const edges = Math.min(1, age / RISE_SECONDS) * Math.min(1, left / END_FADE_SECONDS);
	return edges * 10 ** ((-3 * age) / DECAY_SECONDS);
}

/** Decaying noise that grows darker, scaled so that noise comes out as loud as it went in. */
function makeSide(random: Random, rate: number): Float32Array<ArrayBuffer> {
	const side = new Float32Array(Math.round(IMPULSE_SECONDS * rate));
	const first = Math.round(PREDELAY_SECONDS * rate);
	const mudShare = poleShare(MUD_HERTZ, rate);
	let darkShare = 0;
	let level = 0;
	let dark = 0;
	let mud = 0;
	let energy = 0;
	for (let frame = first; frame < side.length; frame++) {
		if ((frame - first) % STRETCH_FRAMES === 0) {
			const age = (frame - first) / rate;
			darkShare = poleShare(cornerHertz(age), rate);
			level = loudness(age);
		}
		dark += (2 * random() - 1 - dark) * darkShare;
		mud += (dark - mud) * mudShare;
		const sample = (dark - mud) * level;
		side[frame] = sample;
		energy += sample * sample;
	}
	const scale = 1 / Math.sqrt(energy);
	return side.map((sample) => sample * scale);
}

/** What the hall answers to a clap, left and right: the same each time, at any sample rate as loud. */
export const impulseResponse = (rate: number) =>
	SEEDS.map((seed) => makeSide(seededRandom(seed), rate));
