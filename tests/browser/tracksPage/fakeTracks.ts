import type { CorrectionsFace, SelectedNote } from '../../../src/jam/tracks/correctionsFace';
import {
	DEFAULT_LOOPER,
	type LooperSettings,
	type PedalTarget,
	type TempoGuess,
	type TempoReading,
	type TracksFace,
	type TrackView
} from '../../../src/jam/tracks/tracksFace';
import { Emitter } from '../../../src/lib/emitter';
import type { Sensitivity } from '../../../src/music/ears/sensitivity';
import {
	DEFAULT_TRACK,
	TRACK_COUNT,
	type TrackAction,
	type TrackSettings
} from '../../../src/music/looper';
import type { PerfTime } from '../../../src/music/units';

const EMPTY: Omit<TrackView, 'index'> = {
	settings: DEFAULT_TRACK,
	state: 'empty',
	mode: null,
	pending: null,
	seconds: 0,
	bars: null,
	layers: 0,
	isReversed: false,
	speed: 1,
	canUndo: false,
	canRedo: false,
	version: 0
};

/** Corrections that are written down. */
class FakeCorrections implements CorrectionsFace {
	isOpen = false;
	selected: SelectedNote | null = null;
	canUndo = false;
	sensitivity: Sensitivity = 'usual';
	readonly #calls: (readonly [string, ...unknown[]])[];
	constructor(calls: (readonly [string, ...unknown[]])[]) {
		this.#calls = calls;
	}
	setSensitivity(sensitivity: Sensitivity): void {
		this.#calls.push(['setSensitivity', sensitivity]);
		this.sensitivity = sensitivity;
	}
	select(layer: number, heard: number): void {
		this.#calls.push(['selectHeard', layer, heard]);
	}
	step(by: 1 | -1): void {
		this.#calls.push(['stepHeard', by]);
	}
	remove(): void {
		this.#calls.push(['removeHeard']);
	}
	undo(): void {
		this.#calls.push(['undoHeard']);
	}
	close(): void {
		this.#calls.push(['closeHeard']);
	}
}

/** Audio tracks as the test sets them; what the page asks for is written down. */
export class FakeTracks implements TracksFace {
	readonly changed = new Emitter<void>();
	readonly calls: (readonly [string, ...unknown[]])[] = [];
	settings: LooperSettings = DEFAULT_LOOPER;
	tracks: readonly TrackView[] = Array.from({ length: TRACK_COUNT }, (_, index) => ({
		index,
		...EMPTY
	}));
	target: PedalTarget = 'keys';
	guess: TempoGuess | null = null;
	readings: readonly TempoReading[] = [];
	readonly corrections = new FakeCorrections(this.calls);
	pedalAction: TrackAction = 'record';
	peak = 0;
	wait: number | null = null;

	/** Another look at one track. */
	set(track: number, view: Partial<TrackView>): void {
		this.tracks = this.tracks.map((shown) =>
			shown.index === track ? { ...shown, ...view } : shown
		);
		this.changed.emit();
	}
	select(target: PedalTarget): void {
		this.calls.push(['select', target]);
		this.target = target;
		this.changed.emit();
	}
	change(settings: Partial<LooperSettings>): void {
		this.calls.push(['change', settings]);
		this.settings = { ...this.settings, ...settings };
		this.changed.emit();
	}
	changeTrack(track: number, settings: Partial<TrackSettings>): void {
		this.calls.push(['changeTrack', track, settings]);
		this.set(track, { settings: { ...this.tracks[track]!.settings, ...settings } });
	}
	pedalDown(_at: PerfTime): void {
		this.calls.push(['pedalDown']);
	}
	pedalUp(_at: PerfTime): void {
		this.calls.push(['pedalUp']);
	}
	press(track: number, action: TrackAction, _at: PerfTime): void {
		this.calls.push(['press', track, action]);
	}
	cancelPending(): void {
		this.calls.push(['cancelPending']);
		this.tracks = this.tracks.map((track) => ({ ...track, pending: null }));
		this.changed.emit();
	}
	keepLast(bars: number, _at: PerfTime): void {
		this.calls.push(['keepLast', bars]);
	}
	doubleBars(): void {
		this.calls.push(['doubleBars']);
	}
	halveBars(): void {
		this.calls.push(['halveBars']);
	}
	chooseReading(bars: number): void {
		this.calls.push(['chooseReading', bars]);
	}
	moveLine(by: number): void {
		this.calls.push(['moveLine', by]);
	}
	nudgeLine(by: number): void {
		this.calls.push(['nudgeLine', by]);
	}
	nextReading(): void {
		this.calls.push(['nextReading']);
	}
	phase(track: number): number {
		const { state, seconds } = this.tracks[track]!;
		if (seconds === 0 || state === 'stopped') return 0;
		return (performance.now() / 1000 / seconds) % 1;
	}
	secondsUntilPending(track: number): number | null {
		return this.tracks[track]!.pending === null ? null : this.wait;
	}
	inputPeak(): number {
		return this.peak;
	}
	peaks(track: number, count: number): Float32Array {
		return Float32Array.from({ length: count }, (_, column) => {
			const place = column / count;
			const beat = (place * 8 * (track + 1)) % 1;
			return (0.25 + 0.7 * Math.exp(-4 * beat)) * (0.7 + 0.3 * Math.sin(place * 40 + track));
		});
	}
}
