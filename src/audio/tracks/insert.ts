import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';
import { connect, type InputNode } from 'tone/build/esm/core/context/ToneAudioNode.js';
import type { TrackEffect } from '../../music/looper';
import type { EffectMaker } from './effectMaker';
import type { EffectTuning, EffectUnit } from './effectUnit';
import { GLIDE_SECONDS, glideTo, type Glide } from './glide';

/** Does `task` in `seconds`; returns what calls it off. */
export type Later = (seconds: number, task: () => void) => () => void;

/** After so many glides an approach is over, to the last bit. */
const GLIDES_TO_REST = 6;

/** What an insert is made with. */
export interface InsertParts {
	readonly context: Context;
	readonly effect: TrackEffect;
	readonly later: Later;
	readonly tuning: EffectTuning;
}

/**
 * The place of one effect in a strip. Switched off, it lets the sound by unchanged, and the effect is
 * taken away when its tail has rung out; switched on, a fresh one is made, with nothing old in it.
 */
export class Insert {
	readonly input: Gain;
	readonly effect: TrackEffect;
	readonly #parts: InsertParts;
	readonly #dry: Gain;
	#next: InputNode | null = null;
	#maker: EffectMaker | null = null;
	#tuning: EffectTuning;
	#unit: EffectUnit | null = null;
	#amount = 0;
	#stopClosing: (() => void) | null = null;

	constructor(parts: InsertParts) {
		this.#parts = parts;
		this.effect = parts.effect;
		this.#tuning = parts.tuning;
		this.input = new Gain({ context: parts.context });
		this.#dry = new Gain({ context: parts.context });
		this.input.connect(this.#dry);
	}

	/** An effect hangs on the strip: it sounds, or rings out. */
	get isBusy(): boolean {
		return this.#unit !== null;
	}

	connect(next: InputNode): void {
		this.#next = next;
		connect(this.#dry, next);
	}

	/** From now on effects can be made. */
	equip(maker: EffectMaker, glide: Glide): void {
		this.#maker = maker;
		if (this.#amount > 0) this.#open(maker, glide);
	}

	/** `amount` is 0–1. Without a maker it waits for one. */
	set(amount: number, glide: Glide): void {
		const clamped = Math.min(1, Math.max(0, amount));
		if (clamped === this.#amount) return;
		this.#amount = clamped;
		if (clamped === 0) this.#close(glide);
		else if (this.#maker !== null) this.#open(this.#maker, glide);
	}

	tune(tuning: EffectTuning, glide: Glide): void {
		this.#tuning = tuning;
		this.#unit?.tune(tuning, glide);
		if (this.#stopClosing !== null) this.#close(glide);
	}

	#open(maker: EffectMaker, glide: Glide): void {
		this.#stopClosing?.();
		this.#stopClosing = null;
		const unit = this.#unit ?? this.#attach(maker);
		unit.setAmount(this.#amount, glide);
		glideTo(unit.gate.gain, 1, glide);
		glideTo(this.#dry.gain, unit.dry(this.#amount), glide);
	}

	#attach(maker: EffectMaker): EffectUnit {
		const unit = maker.make(this.effect, this.#tuning);
		unit.setAmount(this.#amount, 'at-once');
		this.input.connect(unit.input);
		if (unit.output !== null && this.#next !== null) connect(unit.output, this.#next);
		this.#unit = unit;
		return unit;
	}

	#close(glide: Glide): void {
		const unit = this.#unit;
		if (unit === null) return;
		this.#stopClosing?.();
		glideTo(unit.gate.gain, 0, glide);
		glideTo(this.#dry.gain, 1, glide);
		const rest = unit.tail() + GLIDES_TO_REST * GLIDE_SECONDS;
		this.#stopClosing = this.#parts.later(rest, () => {
			this.#stopClosing = null;
			this.#unit = null;
			unit.dispose();
			glideTo(this.#dry.gain, 1, 'at-once');
		});
	}
}
