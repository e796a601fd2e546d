import { Emitter } from '../../lib/emitter';
import { readBars } from '../../music/ears/readBars';
import type {
	BarGrid,
	BaseLoop,
	TrackAction,
	TrackReport,
	TrackSettings
} from '../../music/looper';
import { ticks, type Frames, type PerfTime, type Ticks } from '../../music/units';
import type { FrameTransport } from '../ports';
import type { AudioLooper } from './audioLooper';
import type { HeardMusic } from '../heardMusic';
import { HeardTracks, type HeardRecording } from './heardTracks';
import type { JamHooks, TrackHooks } from './jamHooks';
import { TrackDials } from './trackDials';
import { TrackKeeper } from './trackKeeper';
import { TrackPedal } from './trackPedal';
import { TrackPresses } from './trackPresses';
import { isIdle, TRACK_PEDAL_ACTIONS } from './trackRules';
import type { LooperSettings, PedalTarget, TempoGuess, TracksFace, TrackView } from './tracksFace';
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
}

const CANNOT_RECOUNT = 'The first loop cannot have so many bars: the tempo would leave 40–240 BPM.';
const NOTHING_TO_RECOUNT =
	'Only a first loop that set the tempo can have more or fewer bars: record one without the metronome.';
const KEYS_HOLD_BARS =
	'The loop of the keys has its bars already: clear it to change their number.';

/** The audio tracks of the session: settings, the pedal, one tempo with the jam, and what is refused. */
export class Tracks implements TracksFace, TrackHooks {
	readonly changed = new Emitter<void>();
	readonly #parts: TracksParts;
	readonly #dials: TrackDials;
	readonly #tempo: TrackTempo;
	readonly #presses: TrackPresses;
	readonly #pedal: TrackPedal;
	readonly #keeper: TrackKeeper;
	readonly #ears = new HeardTracks();
	#music: HeardMusic | null = null;
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
		looper.changed.on(() => {
			this.#tempo.follow();
			this.#tellHeard();
			this.changed.emit();
		});
		jam.changed.on(() => {
			this.changed.emit();
		});
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
		return this.#music;
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
	restore({ settings, tracks, base, barFrames }: SavedTracks): void {
		this.#dials.restore(settings, tracks);
		if (base !== null && barFrames !== null) this.#tempo.expect(base, barFrames);
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

	/**
	 * What was heard of a recording. It counts the first loop, if nobody has yet and there is nothing
	 * beside it; from then on its notes are part of what is played to.
	 */
	hear(recording: HeardRecording): void {
		if (this.#isCountOpenTo(recording)) this.#countBy(recording);
		this.#ears.hear(recording);
		this.#tellHeard();
		this.changed.emit();
	}

	/** Other loops come, whose layers may have the numbers of those that were heard. */
	forgetHeard(): void {
		this.#ears.forget();
		this.#tellHeard();
		this.changed.emit();
	}

	keepLast(bars: number, at: PerfTime): void {
		this.#keeper.keep(bars, this.#target, at);
		this.changed.emit();
	}

	doubleBars(): void {
		this.#recount(2);
	}

	halveBars(): void {
		this.#recount(0.5);
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

	/** The first loop was recorded without a click, and nothing else was played since. */
	#isCountOpenTo({ track, layer }: HeardRecording): boolean {
		const { looper, jam } = this.#parts;
		if (!this.#tempo.isCountOpen || jam.hasLoops) return false;
		return looper.tracks.every((report, index) => {
			if (index !== track) return isIdle(report);
			const { layers } = report.record.content;
			return report.recordingFrom === null && layers.length === 1 && layers[0]!.id === layer.id;
		});
	}

	/** Counts the first loop by its strokes, unless they have no pulse or it cannot have such bars. */
	#countBy({ notes, seconds }: HeardRecording): void {
		const { looper, jam } = this.#parts;
		const { base } = looper;
		const [count] = readBars(notes, { seconds, metre: jam.settings.metre });
		if (base === null || count?.isSteady !== true || !this.#tempo.recount(count.bars)) return;
		this.#ears.count(base, count.downbeat);
	}

	/** The jam is told when what is heard is another. */
	#tellHeard(): void {
		const { looper, transport, jam } = this.#parts;
		const { tracks, sampleRate, base } = looper;
		const { metre } = jam.settings;
		const scene = { tracks, sampleRate, base, metre, barFrames: this.barFrames };
		const music = this.#ears.music({ ...scene, origin: transport.frameOf(ticks(0)) });
		if (music === this.#music) return;
		this.#music = music;
		jam.heardMoved();
	}

	#recount(factor: 2 | 0.5): void {
		const { jam } = this.#parts;
		const { guess } = this;
		if (guess === null) jam.notify(NOTHING_TO_RECOUNT);
		else if (jam.hasLoops) jam.notify(KEYS_HOLD_BARS);
		else jam.notify(this.#tempo.recount(guess.bars * factor) ? '' : CANNOT_RECOUNT);
		this.#tellHeard();
		this.changed.emit();
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
