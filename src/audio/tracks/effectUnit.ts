import type { Gain } from 'tone/build/esm/core/context/Gain.js';
import type { Bpm } from '../../music/units';
import type { Glide } from './glide';

/** What is quieter than this is taken for silence when a tail has rung out: a factor, −80 dB. */
export const SILENCE = 1e-4;

/** How fast the chorus sweeps. */
export const SWEEP_HERTZ = 0.8;

/** What the effects follow beside their amounts. */
export interface EffectTuning {
	readonly bpm: Bpm;
	/** Of the chorus, in cycles a second. */
	readonly sweepHertz: number;
}

/** One effect that sounds. Amounts are 0–1. */
export interface EffectUnit {
	readonly input: Gain;
	/** Only what the effect made; the sound as it came goes around it. Null: it is heard elsewhere. */
	readonly output: Gain | null;
	/** 0 lets nothing new through; what rings goes on. */
	readonly gate: Gain;
	/** A factor: how much of the sound as it came is heard beside the effect. */
	dry(amount: number): number;
	setAmount(amount: number, glide: Glide): void;
	tune(tuning: EffectTuning, glide: Glide): void;
	/** Seconds until full scale has fallen to SILENCE, once nothing new comes. */
	tail(): number;
	/** Takes the nodes off; nothing sounds after that. */
	dispose(): void;
}
