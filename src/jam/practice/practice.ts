import { barLength } from '../../music/metre';
import type { Stretch } from '../../music/solo/figures';
import { seconds, secondsToTicks, ticks, type Bpm, type Ticks } from '../../music/units';
import { keyOffsetOf, refusalOf, tempoOf, type PracticePlan } from './plan';
import { playersStretches, tradeTurnAt, type TradeTurn } from './trading';

/** One time through the form. */
export interface Chorus {
	/** From 0. */
	readonly index: number;
	readonly bpm: Bpm;
	/** How many semitones above the form as it is given. */
	readonly offset: number;
	/** On the timeline. */
	readonly from: Ticks;
	readonly to: Ticks;
	/** What of it is the player's, counted from `from`. */
	readonly stretches: readonly Stretch[];
}

/** What is to be done. `at` is a position of the timeline, and always a chorus line. */
export type PracticeCommand =
	/** Told a bar ahead. */
	| { readonly kind: 'announce'; readonly next: Chorus | null; readonly at: Ticks }
	/** Told a bar ahead, for who plans ahead; `offset` counts from the form as it is given. */
	| { readonly kind: 'move-chords'; readonly offset: number; readonly at: Ticks }
	/** Told a little ahead. */
	| { readonly kind: 'set-bpm'; readonly bpm: Bpm; readonly at: Ticks }
	/** The chorus is over. */
	| { readonly kind: 'report'; readonly chorus: Chorus }
	| { readonly kind: 'end'; readonly at: Ticks };

/** How far ahead of its chorus line a tempo is told: a timer's few wakings. */
const TEMPO_LEAD = seconds(0.12);

/**
 * Counts choruses along the timeline and says what changes on their lines. The timeline is a row of
 * runs: after a pause the present chorus begins anew at the bar line at which the music does.
 */
export class Practice {
	readonly plan: PracticePlan;
	#state: 'ready' | 'running' | 'paused' | 'ended' = 'ready';
	#chorus = 0;
	/** Where the present chorus begins on the timeline. */
	#origin = ticks(0);
	/** How much of the next chorus line has been told. */
	#told = { isAnnounced: false, isTempoSet: false };

	/** Throws for a plan that cannot be played: ask `refusalOf` before. */
	constructor(plan: PracticePlan) {
		const refusal = refusalOf(plan);
		if (refusal !== '') throw new Error(refusal);
		this.plan = plan;
	}

	get state(): 'ready' | 'running' | 'paused' | 'ended' {
		return this.#state;
	}

	/** The chorus that is played, or is to be played next. */
	get chorus(): Chorus {
		return this.#chorusAt(this.#chorus, this.#origin);
	}

	/** Null behind the last one. */
	get nextChorus(): Chorus | null {
		const next = this.#chorus + 1;
		const { choruses, form } = this.plan;
		if (choruses !== null && next >= choruses) return null;
		return this.#chorusAt(next, ticks(this.#origin + form.length));
	}

	/** Whether the next chorus line and its changes have been announced. */
	get isAnnounced(): boolean {
		return this.#told.isAnnounced;
	}

	/** Whether the tempo of the next chorus has been told. */
	get isTempoTold(): boolean {
		return this.#told.isTempoSet;
	}

	/** The present chorus begins at `at`, which is a bar line: for the first time, or after a pause. */
	start(at: Ticks): PracticeCommand[] {
		if (this.#state === 'running' || this.#state === 'ended') return [];
		this.#state = 'running';
		this.#origin = at;
		this.#told = { isAnnounced: false, isTempoSet: false };
		const { bpm, offset } = this.chorus;
		return [
			{ kind: 'move-chords', offset, at },
			{ kind: 'set-bpm', bpm, at }
		];
	}

	/** The present chorus will be begun anew. */
	pause(): void {
		if (this.#state === 'running') this.#state = 'paused';
	}

	end(at: Ticks): PracticeCommand[] {
		if (this.#state === 'ended') return [];
		this.#state = 'ended';
		return [{ kind: 'end', at }];
	}

	/** Call often. However late it is called, each command is told once and in its order. */
	advance(now: Ticks): PracticeCommand[] {
		const commands: PracticeCommand[] = [];
		while (this.#state === 'running') {
			const { to, bpm } = this.chorus;
			const lead = secondsToTicks(TEMPO_LEAD, bpm);
			if (now >= to - barLength(this.plan.metre)) this.#announce(commands);
			if (now >= to - lead) this.#tellTempo(commands);
			if (now < to) break;
			commands.push(...this.#turnOver());
		}
		return commands;
	}

	/** Whose turn it is at a position of the timeline, and until where; null before the first chorus. */
	turnAt(position: Ticks): TradeTurn | null {
		const { plan } = this;
		if (this.#state !== 'running' || position < this.#origin) return null;
		const before = this.#chorus * plan.form.length;
		const shift = this.#origin - before;
		const turn = tradeTurnAt(plan.trade, plan.metre, ticks(position - shift));
		return { by: turn.by, from: ticks(turn.from + shift), to: ticks(turn.to + shift) };
	}

	#announce(commands: PracticeCommand[]): void {
		if (this.#told.isAnnounced) return;
		this.#told.isAnnounced = true;
		const { chorus, nextChorus: next } = this;
		const at = chorus.to;
		commands.push({ kind: 'announce', next, at });
		if (next !== null && next.offset !== chorus.offset) {
			commands.push({ kind: 'move-chords', offset: next.offset, at });
		}
	}

	#tellTempo(commands: PracticeCommand[]): void {
		if (this.#told.isTempoSet) return;
		this.#told.isTempoSet = true;
		const { chorus, nextChorus: next } = this;
		if (next === null || next.bpm === chorus.bpm) return;
		commands.push({ kind: 'set-bpm', bpm: next.bpm, at: chorus.to });
	}

	#turnOver(): PracticeCommand[] {
		const { chorus, nextChorus: next } = this;
		const report: PracticeCommand = { kind: 'report', chorus };
		if (next === null) return [report, ...this.end(chorus.to)];
		this.#chorus = next.index;
		this.#origin = next.from;
		this.#told = { isAnnounced: false, isTempoSet: false };
		return [report];
	}

	#chorusAt(index: number, from: Ticks): Chorus {
		const { form, tempo, keys, trade, metre } = this.plan;
		const before = index * form.length;
		const whole = { from: ticks(before), to: ticks(before + form.length) };
		return {
			index,
			bpm: tempoOf(tempo, index),
			offset: keyOffsetOf(keys, index),
			from,
			to: ticks(from + form.length),
			stretches: playersStretches(trade, metre, whole)
		};
	}
}
