import type { BarGrid, BaseLoop } from '../../music/looper';
import { barLength, barLineFrom, type Metre } from '../../music/metre';
import { bpm, frames, ticks, type Frames, type Ticks } from '../../music/units';
import type { FrameTransport } from '../ports';
import type { AudioLooper } from './audioLooper';
import type { JamHooks } from './jamHooks';
import { barFramesAt, bpmOfBar, canHaveBars, guessBars, tempoWith } from './tempoGuess';
import { isIdle, isTurning } from './trackRules';
import type { TempoGuess, TrackBars } from './tracksFace';

/** What a first loop is known to be. */
interface KnownLoop {
	readonly length: number;
	readonly bars: number;
	/** The loop set the tempo, not the metronome. */
	readonly isGuessed: boolean;
}

/** What keeps tempo and bar lines with the audio loops. */
export interface TempoParts {
	readonly looper: AudioLooper;
	readonly transport: FrameTransport;
	readonly jam: JamHooks;
	/** How long the player wants a new loop. */
	readonly wishedBars: () => TrackBars;
}

/** Reports lag behind commands; after so long without one they show what came of the last. */
const SETTLED_SECONDS = 0.5;

/** One tempo for the transport and the audio loops: bars of whole frames, and bar lines that both know. */
export class TrackTempo {
	readonly #parts: TempoParts;
	#grid: BarGrid | null = null;
	#known: KnownLoop | null = null;
	/** Of the base loop when it was last looked at; 0 without one. */
	#length = 0;
	/** The transport was started for the tracks' sake. */
	#ownsRun = false;
	#touchedAt = frames(-Infinity);

	constructor(parts: TempoParts) {
		this.#parts = parts;
	}

	get grid(): BarGrid | null {
		return this.#grid;
	}

	get #metre(): Metre {
		return this.#parts.jam.settings.metre;
	}

	get #bar(): Ticks {
		return barLength(this.#metre);
	}

	/** Of a bar at the present tempo. */
	get barFrames(): Frames {
		const { transport, looper } = this.#parts;
		return barFramesAt(this.#metre, transport.bpm, looper.sampleRate);
	}

	/** How many bars the first loop has; may be a fraction. Null without one. */
	get baseBars(): number | null {
		const { base } = this.#parts.looper;
		return base === null ? null : base.length / this.barFrames;
	}

	get guess(): TempoGuess | null {
		const { looper, transport } = this.#parts;
		const known = this.#known;
		if (looper.base === null || known?.length !== looper.base.length) return null;
		if (!known.isGuessed) return null;
		const { bars } = known;
		const canDouble = this.#canHave(looper.base, bars * 2);
		return { bars, bpm: transport.bpm, canDouble, canHalve: this.#canHave(looper.base, bars / 2) };
	}

	/** Recorded loops, or one that will be, hold tempo and metre. */
	get isFixed(): boolean {
		const { looper, transport } = this.#parts;
		if (looper.base !== null) return true;
		return transport.isRunning && !looper.tracks.every(isIdle);
	}

	/** A first loop is being recorded that will set the tempo. */
	get isOpen(): boolean {
		const { looper, transport } = this.#parts;
		return looper.base === null && !transport.isRunning && !looper.tracks.every(isIdle);
	}

	/** A command went out: what reports say of the time before it no longer holds. */
	touch(): void {
		this.#touchedAt = this.#parts.looper.now();
	}

	/** Starts the transport for the tracks. Returns the frame of the bar line from which can be recorded. */
	begin(isCounted: boolean): Frames {
		const from = this.#parts.jam.begin(isCounted);
		this.#ownsRun = true;
		this.align();
		return this.#parts.transport.frameOf(from);
	}

	/** What `begin` began was not meant. */
	takeBackRun(): void {
		this.#parts.jam.end();
		this.stopped();
	}

	/** Call before the first loop is recorded on a running transport: from now on bars are whole frames. */
	align(): void {
		const { looper, transport } = this.#parts;
		if (looper.base === null) {
			const tempo = bpmOfBar(this.#metre, this.barFrames, looper.sampleRate);
			const line = this.#nextLine();
			transport.adopt(tempo, transport.frameOf(line), line);
		}
		this.#sendGrid();
	}

	/** Frames of the last `bars` bars up to the frame `to` become bars of a transport that stood still. */
	adoptBars(bars: number, to: Frames): Frames {
		const { looper, transport, jam } = this.#parts;
		const barFrames = this.barFrames;
		const from = frames(to - bars * barFrames);
		if (looper.base !== null) looper.start(from);
		else this.#known = { length: to - from, bars, isGuessed: false };
		transport.adopt(bpmOfBar(this.#metre, barFrames, looper.sampleRate), from, ticks(0));
		this.#ownsRun = true;
		this.touch();
		jam.timelineMoved();
		this.#sendGrid();
		return from;
	}

	/** The transport was started; loops sound from `from` on. */
	started(from: Ticks): void {
		const { looper, transport } = this.#parts;
		this.#ownsRun = false;
		this.touch();
		if (looper.base === null) return;
		this.#sendGrid();
		looper.start(transport.frameOf(from));
	}

	/** The transport was stopped, or all is to be silent. */
	stopped(): void {
		this.#ownsRun = false;
		this.touch();
		this.#parts.looper.halt();
		this.#setGrid(null);
	}

	/** Call when the looper reported: a new first loop sets the tempo, or has it. */
	follow(): void {
		const { base } = this.#parts.looper;
		if ((base?.length ?? 0) === this.#length) return;
		this.#length = base?.length ?? 0;
		if (base !== null) this.#meet(base);
	}

	/** Call every few tens of milliseconds: ends a run that nothing is left of, begins one that loops turn without. */
	advance(): void {
		const { looper, transport, jam } = this.#parts;
		const quiet = looper.now() - this.#touchedAt;
		if (quiet < SETTLED_SECONDS * looper.sampleRate) return;
		if (transport.isRunning) {
			if (!this.#ownsRun || !looper.tracks.every(isIdle)) return;
			if (jam.loop.state === 'empty') this.takeBackRun();
		} else if (looper.base !== null && this.#known?.length === looper.base.length) {
			if (looper.tracks.some(isTurning)) this.#adopt(looper.base, this.#known.bars);
		}
	}

	/** Bars of the first loop become as many. Returns whether they can. */
	recount(factor: 2 | 0.5): boolean {
		const { base } = this.#parts.looper;
		const { guess } = this;
		if (base === null || guess === null) return false;
		const bars = guess.bars * factor;
		if (!this.#canHave(base, bars)) return false;
		this.#known = { length: base.length, bars, isGuessed: true };
		const { transport } = this.#parts;
		const origin = transport.isRunning ? transport.frameOf(ticks(0)) : base.origin;
		this.#adopt({ ...base, origin }, bars);
		return true;
	}

	/** The first loop of an earlier visit is about to come back, with bars of so many frames. */
	expect(base: BaseLoop, barFrames: Frames): void {
		const bars = base.length / barFrames;
		this.#known = { length: base.length, bars, isGuessed: true };
	}

	#measured({ length }: BaseLoop) {
		return { length, metre: this.#metre, sampleRate: this.#parts.looper.sampleRate };
	}

	#canHave(base: BaseLoop, bars: number): boolean {
		return canHaveBars(this.#measured(base), bars);
	}

	#meet(base: BaseLoop): void {
		const { length } = base;
		const { transport, jam } = this.#parts;
		const known = this.#known?.length === length ? this.#known : null;
		if (transport.isRunning) {
			const bars = length / this.barFrames;
			if (Number.isInteger(bars) || Number.isInteger(1 / bars)) {
				this.#known = known?.bars === bars ? known : { length, bars, isGuessed: false };
				return;
			}
			if (known === null || jam.loop.state !== 'empty') return;
		}
		const bars = known?.bars ?? this.#wishedOrGuessed(base);
		if (bars === null) return;
		this.#known = { length, bars, isGuessed: known?.isGuessed ?? true };
		this.#adopt(base, bars);
	}

	#wishedOrGuessed(base: BaseLoop): number | null {
		const wished = this.#parts.wishedBars();
		if (wished !== 'free' && this.#canHave(base, wished)) return wished;
		return guessBars(this.#measured(base));
	}

	/** The tempo is the loop's; where a loop turns or the transport runs, bar lines are too. */
	#adopt(base: BaseLoop, bars: number): void {
		const { looper, transport, jam } = this.#parts;
		const tempo = bpm(tempoWith(this.#measured(base), bars));
		if (transport.isRunning || looper.tracks.some(isTurning)) {
			this.#ownsRun ||= !transport.isRunning;
			transport.adopt(tempo, base.origin, ticks(0));
			this.#sendGrid();
		} else transport.setBpm(tempo);
		jam.timelineMoved();
	}

	/** A bar line that no earlier tempo reaches. */
	#nextLine(): Ticks {
		const bar = this.#bar;
		return barLineFrom(ticks(this.#parts.transport.position() + bar / 2), bar);
	}

	#sendGrid(): void {
		const { transport } = this.#parts;
		if (!transport.isRunning) return;
		const origin = transport.frameOf(this.#nextLine());
		const { beats } = this.#metre;
		this.#setGrid({ origin, barFrames: this.barFrames, beatsPerBar: beats });
	}

	#setGrid(grid: BarGrid | null): void {
		this.#grid = grid;
		this.#parts.looper.setGrid(grid);
	}
}
