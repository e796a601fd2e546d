import type { BarGrid, BaseLoop } from '../../music/looper';
import { barLength, barLineFrom, type Metre } from '../../music/metre';
import { frames, ticks, type Frames, type Ticks } from '../../music/units';
import type { FrameTransport } from '../ports';
import type { AudioLooper } from './audioLooper';
import { FirstLoop } from './firstLoop';
import { firstLayer } from './loopReadings';
import type { JamHooks } from './jamHooks';
import { barFramesAt, bpmOfBar } from './tempoGuess';
import { isIdle, isTurning } from './trackRules';
import type { TempoGuess, TrackBars } from './tracksFace';

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

/** A bar line may be so far from its loop by rounding. */
const MOST_ROUNDED_FRAMES = 1;

/** One tempo for the transport and the audio loops: bars of whole frames, and bar lines that both know. */
export class TrackTempo {
	readonly #parts: TempoParts;
	readonly #first: FirstLoop;
	#grid: BarGrid | null = null;
	/** Of the base loop when it was last looked at; 0 without one. */
	#length = 0;
	/** The transport was started for the tracks' sake. */
	#ownsRun = false;
	#touchedAt = frames(-Infinity);

	constructor(parts: TempoParts) {
		this.#parts = parts;
		const { sampleRate } = parts.looper;
		const { wishedBars } = parts;
		this.#first = new FirstLoop({ sampleRate, metre: () => this.#metre, wishedBars });
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
		const { base } = looper;
		const known = base === null ? null : this.#first.knownOf(base);
		if (base === null || known?.isGuessed !== true) return null;
		const canDouble = this.#first.canHave(base, known.bars * 2);
		const canHalve = this.#first.canHave(base, known.bars / 2);
		return { bars: known.bars, bpm: transport.bpm, canDouble, canHalve };
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
		else this.#first.learn({ origin: from, length: frames(to - from) }, bars, false);
		jam.moveTimeline(() => {
			transport.adopt(bpmOfBar(this.#metre, barFrames, looper.sampleRate), from, ticks(0));
			this.#ownsRun = true;
			this.touch();
		});
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
		const { looper } = this.#parts;
		this.#ownsRun = false;
		this.touch();
		// A start that still waits, in a count-in, is off.
		for (const [track, { state }] of looper.tracks.entries()) {
			if (state === 'stopped') looper.cancel(track);
		}
		looper.halt();
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
			if (!jam.hasLoops) this.takeBackRun();
			return;
		}
		const known = looper.base === null ? null : this.#first.knownOf(looper.base);
		if (looper.base === null || known === null) return;
		if (looper.tracks.some(isTurning)) this.#adopt(looper.base, known.bars);
	}

	/** The bars of the first loop were guessed, and nobody has said since how many they are. */
	get isCountOpen(): boolean {
		const { base } = this.#parts.looper;
		return base !== null && this.#first.knownOf(base)?.isOpen === true;
	}

	/** Whether the first loop set the tempo, and can have so many bars. */
	canRecount(bars: number): boolean {
		const { base } = this.#parts.looper;
		return base !== null && this.guess !== null && this.#first.canHave(base, bars);
	}

	/** How far behind the start of the first loop its first bar line lies; 0 without one. */
	get shift(): Frames {
		const { base } = this.#parts.looper;
		return base === null ? frames(0) : this.#first.shiftOf(base);
	}

	/**
	 * The first loop, which set the tempo, has so many bars, the first of which begins `shift` behind the
	 * loop's start; what sounds is not moved. Returns whether it can.
	 */
	recount(bars: number, shift = this.shift): boolean {
		const { transport, looper } = this.#parts;
		const { base } = looper;
		const { guess } = this;
		if (base === null || guess === null || !this.canRecount(bars)) return false;
		const before = this.shift;
		this.#first.settle();
		if (bars === guess.bars && shift === before) return true;
		this.#first.learn(base, bars, true);
		this.#first.shift(base, shift, firstLayer(looper.tracks, base));
		const by = frames(this.shift - before);
		const origin = transport.isRunning ? transport.frameOf(ticks(0)) : base.origin;
		if (by !== 0) looper.moveBase(by);
		this.#adopt({ ...base, origin: frames(origin + by) }, bars);
		return true;
	}

	/**
	 * The first loop of an earlier visit is about to come back, with bars of so many frames, the first of
	 * which begins `shift` behind the loop's start.
	 */
	expect(base: BaseLoop, barFrames: Frames, shift: Frames): void {
		this.#first.learn(base, base.length / barFrames, true);
		this.#first.shift(base, shift, null);
	}

	/** A loop that comes, or comes back, counts as begun where its bar line was. */
	#withShift(base: BaseLoop): BaseLoop {
		const { looper } = this.#parts;
		this.#first.meet(base, firstLayer(looper.tracks, base));
		const shift = this.#first.shiftOf(base);
		if (shift === 0) return base;
		looper.moveBase(shift);
		return { ...base, origin: frames(base.origin + shift) };
	}

	#meet(met: BaseLoop): void {
		const { transport, jam } = this.#parts;
		const base = this.#withShift(met);
		if (transport.isRunning) {
			const bars = base.length / this.barFrames;
			if (Number.isInteger(bars) || Number.isInteger(1 / bars)) {
				this.#first.learn(base, bars, false);
				this.#turnTo(base);
				return;
			}
			if (this.#first.knownOf(base) === null || jam.hasLoops) return;
		}
		const bars = this.#first.count(base);
		if (bars !== null) this.#adopt(base, bars);
	}

	/** Where a sound began the first loop between two bar lines, the lines are moved to it, unless the keys hold them. */
	#turnTo({ origin }: BaseLoop): void {
		const { transport, jam } = this.#parts;
		const barsAway = (origin - transport.frameOf(ticks(0))) / this.barFrames;
		const line = Math.round(barsAway);
		const isOnLine = Math.abs(barsAway - line) * this.barFrames <= MOST_ROUNDED_FRAMES;
		if (isOnLine || jam.hasLoops) return;
		jam.moveTimeline(() => {
			transport.adopt(transport.bpm, origin, ticks(line * this.#bar));
			this.#sendGrid();
		});
	}

	/** The tempo is the loop's; where a loop turns or the transport runs, bar lines are too. */
	#adopt(base: BaseLoop, bars: number): void {
		const { looper, transport, jam } = this.#parts;
		const tempo = this.#first.tempoOf(base, bars);
		jam.moveTimeline(() => {
			if (transport.isRunning || looper.tracks.some(isTurning)) {
				this.#ownsRun ||= !transport.isRunning;
				transport.adopt(tempo, base.origin, ticks(0));
				this.#sendGrid();
			} else transport.setBpm(tempo);
		});
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
