import { Emitter } from '../../lib/emitter';
import type {
	BarGrid,
	BaseLoop,
	TrackAction,
	TrackReport,
	TrackSettings
} from '../../music/looper';
import { barLength } from '../../music/metre';
import {
	frames,
	seconds,
	type Frames,
	type PerfTime,
	type Seconds,
	type Ticks
} from '../../music/units';
import type { FrameTransport } from '../ports';
import type { AudioLooper } from './audioLooper';
import type { HeardMusic } from '../heardMusic';
import type { CorrectionsFace } from './correctionsFace';
import type { HeardRecording } from './heardTracks';
import { Hearing, type SavedHearing } from './hearing';
import type { JamHooks, TrackHooks } from './jamHooks';
import { TrackDials } from './trackDials';
import { TrackKeeper } from './trackKeeper';
import { TrackPedal } from './trackPedal';
import { TrackPresses } from './trackPresses';
import { TRACK_PEDAL_ACTIONS } from './trackRules';
import type {
	LooperSettings,
	PedalTarget,
	TempoGuess,
	TempoReading,
	TracksFace,
	TrackView
} from './tracksFace';
import { TrackTempo } from './trackTempo';
import { phaseOf, trackView } from './trackView';

/** What the audio tracks are played on. */
export interface TracksParts {
	readonly looper: AudioLooper;
	/** The same as the jam's. */
	readonly transport: FrameTransport;
	readonly jam: JamHooks;
	/** The page's clock. */
	readonly now: () => PerfTime;
	/** Why no sound comes in, in a sentence; empty while an input is open. */
	readonly inputTrouble: () => string;
}

/** What an earlier visit left beside the sound. */
export interface SavedTracks {
	readonly settings: LooperSettings;
	/** By track. */
	readonly tracks: readonly TrackSettings[];
	/** Null where no track had a loop. */
	readonly base: BaseLoop | null;
	/** Of a bar when it was saved; null without a tempo. */
	readonly barFrames: Frames | null;
	/** Null where that is not known. */
	readonly heard: SavedHearing | null;
}

/** The audio tracks of the session: settings, the pedal, one tempo with the jam, and what is refused. */
export class Tracks implements TracksFace, TrackHooks {
	readonly changed = new Emitter<void>();
	readonly #parts: TracksParts;
	readonly #dials: TrackDials;
	readonly #tempo: TrackTempo;
	readonly #presses: TrackPresses;
	readonly #pedal: TrackPedal;
	readonly #keeper: TrackKeeper;
	readonly #hearing: Hearing;
	#target: PedalTarget = 'keys';

	/** The looper gets the settings at once. */
	constructor(parts: TracksParts) {
		const { looper, jam } = parts;
		this.#parts = parts;
		this.#dials = new TrackDials(looper);
		const settings = () => this.settings;
		this.#tempo = new TrackTempo({ ...parts, wishedBars: () => this.settings.bars });
		this.#presses = new TrackPresses({ ...parts, tempo: this.#tempo, settings });
		this.#keeper = new TrackKeeper({ ...parts, tempo: this.#tempo });
		this.#pedal = new TrackPedal({ looper, tempo: this.#tempo, presses: this.#presses });
		const changed = () => {
			this.changed.emit();
		};
		this.#hearing = new Hearing({ ...parts, tempo: this.#tempo, changed });
		looper.changed.on(() => {
			this.#tempo.follow();
			this.#hearing.tell();
			this.changed.emit();
		});
		jam.changed.on(changed);
	}

	get settings(): LooperSettings {
		return this.#dials.settings;
	}

	get tracks(): readonly TrackView[] {
		const { looper, jam } = this.#parts;
		const hasBars = looper.base !== null || jam.isRunning;
		const barFrames = hasBars ? this.#tempo.barFrames : null;
		const context = { sampleRate: looper.sampleRate, barFrames };
		return this.#dials.tracks.map((settings, index) =>
			trackView(index, settings, this.#report(index), context)
		);
	}

	get target(): PedalTarget {
		return this.#target;
	}

	get guess(): TempoGuess | null {
		return this.#tempo.guess;
	}

	get readings(): readonly TempoReading[] {
		return this.#hearing.readings;
	}

	get corrections(): CorrectionsFace {
		return this.#hearing.corrections;
	}

	get pedalAction(): TrackAction {
		if (this.#target === 'keys') return this.#parts.jam.pedalAction;
		return TRACK_PEDAL_ACTIONS[this.#report(this.#target).state];
	}

	/** The bar lines that the looper knows; to be saved with the session. */
	get grid(): BarGrid | null {
		return this.#tempo.grid;
	}

	/** Of a bar at the present tempo. */
	get barFrames(): Frames {
		return this.#tempo.barFrames;
	}

	get isTempoFixed(): boolean {
		return this.#tempo.isFixed;
	}

	get isTempoOpen(): boolean {
		return this.#tempo.isOpen;
	}

	get baseBars(): number | null {
		const bars = this.#tempo.baseBars;
		return Number.isInteger(bars) ? bars : null;
	}

	get heard(): HeardMusic | null {
		return this.#hearing.music;
	}

	select(target: PedalTarget): void {
		if (target !== 'keys') this.#report(target);
		this.#pedal.forget();
		this.#target = target;
		this.changed.emit();
	}

	change(settings: Partial<LooperSettings>): void {
		this.#dials.change(settings);
		this.changed.emit();
	}

	changeTrack(track: number, settings: Partial<TrackSettings>): void {
		this.#report(track);
		this.#dials.changeTrack(track, settings);
		this.changed.emit();
	}

	/** An earlier visit's settings and bars. Call before the looper gets the loops, while nothing runs. */
	restore({ settings, tracks, base, barFrames, heard }: SavedTracks): void {
		this.#dials.restore(settings, tracks);
		if (heard !== null) this.#hearing.restore(heard);
		if (base !== null && barFrames !== null)
			this.#tempo.expect(base, barFrames, this.#framesOf(heard?.downbeat ?? seconds(0)));
		this.changed.emit();
	}

	pedalDown(at: PerfTime): void {
		const { jam } = this.#parts;
		if (this.#target === 'keys') jam.press(jam.pedalAction, at);
		else this.#pedal.down(this.#target, at);
		this.changed.emit();
	}

	pedalUp(at: PerfTime): void {
		this.#pedal.up(at);
	}

	press(track: number, action: TrackAction, at: PerfTime): void {
		this.#pedal.forgetUndo();
		this.#presses.press(track, action, at, this.#report(track));
		this.changed.emit();
	}

	cancelPending(): void {
		const { looper } = this.#parts;
		for (const [track, { pending }] of looper.tracks.entries()) {
			if (pending !== null) looper.cancel(track);
		}
		this.#tempo.touch();
	}

	/** What was heard of a recording: from now on it is played to, and counts a first loop that nobody counted. */
	hear(recording: HeardRecording): void {
		this.#hearing.hear(recording);
	}

	/** What was heard, to be saved with the session; the same object as long as it is the same. */
	get savedHearing(): SavedHearing {
		return this.#hearing.saved;
	}

	/** Other loops come, whose layers may have the numbers of those that were heard. */
	forgetHeard(): void {
		this.#hearing.forget();
	}

	keepLast(bars: number, at: PerfTime): void {
		this.#keeper.keep(bars, this.#target, at);
		this.changed.emit();
	}

	doubleBars(): void {
		this.#hearing.recount(2);
	}

	halveBars(): void {
		this.#hearing.recount(0.5);
	}

	chooseReading(bars: number): void {
		this.#hearing.chooseReading(bars);
	}

	moveLine(by: Ticks): void {
		const bar = barLength(this.#parts.jam.settings.metre);
		this.#hearing.moveLine(frames(Math.round((by / bar) * this.barFrames)));
	}

	nudgeLine(by: Seconds): void {
		this.#hearing.moveLine(this.#framesOf(by));
	}

	nextReading(): void {
		this.#hearing.nextReading();
	}

	phase(track: number): number {
		return phaseOf(this.#report(track), this.#heard());
	}

	secondsUntilPending(track: number): number | null {
		const due = this.#report(track).pending?.due ?? null;
		const { sampleRate } = this.#parts.looper;
		return due === null ? null : Math.max(0, (due - this.#heard()) / sampleRate);
	}

	inputPeak(): number {
		return this.#parts.looper.inputPeak;
	}

	peaks(track: number, count: number): Float32Array {
		return this.#parts.looper.peaks(track, count);
	}

	started(from: Ticks): void {
		this.#tempo.started(from);
	}

	stopped(): void {
		this.#tempo.stopped();
	}

	/** Call every few tens of milliseconds, whether or not anything runs: a held pedal is noticed here. */
	advance(): void {
		this.#pedal.advance(this.#parts.now());
		this.#tempo.advance();
	}

	#framesOf(length: Seconds): Frames {
		return frames(Math.round(length * this.#parts.looper.sampleRate));
	}

	#heard(): Frames {
		return this.#parts.looper.heardAt(this.#parts.now());
	}

	#report(track: number): TrackReport {
		const report = this.#parts.looper.tracks[track];
		if (report === undefined) throw new RangeError(`no track ${track}`);
		return report;
	}
}
