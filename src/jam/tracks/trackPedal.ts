import type { TrackReport } from '../../music/looper';
import type { PerfTime } from '../../music/units';
import type { AudioLooper } from './audioLooper';
import { PedalGestures, type Gesture } from './pedalGestures';
import type { PressOutcome, TrackPresses } from './trackPresses';
import { canRedo, canUndo, isAllowed, TRACK_PEDAL_ACTIONS } from './trackRules';
import type { TrackTempo } from './trackTempo';

/** What the pedal works on. */
export interface PedalParts {
	readonly looper: AudioLooper;
	readonly tempo: TrackTempo;
	readonly presses: TrackPresses;
}

/** The gesture that may still be taken back, and how things were before it. */
interface Standing {
	readonly track: number;
	readonly report: TrackReport;
	readonly outcome: PressOutcome;
	/** The track whose last gesture was an undo. */
	readonly undone: number | null;
}

/** One button for one audio track: turns gestures into presses, and takes back what a gesture was not. */
export class TrackPedal {
	readonly #parts: PedalParts;
	readonly #gestures = new PedalGestures();
	#standing: Standing | null = null;
	#undone: number | null = null;
	#track = 0;

	constructor(parts: PedalParts) {
		this.#parts = parts;
	}

	/** `track` is the one under the pedal. */
	down(track: number, at: PerfTime): void {
		this.#track = track;
		this.#follow(this.#gestures.down(at));
	}

	up(at: PerfTime): void {
		this.#follow(this.#gestures.up(at));
	}

	advance(now: PerfTime): void {
		this.#follow(this.#gestures.advance(now));
	}

	/** The pedal works something else from now on. */
	forget(): void {
		this.#gestures.forget();
		this.#standing = null;
		this.forgetUndo();
	}

	/** Something else was done since the last undo: the next hold undoes again. */
	forgetUndo(): void {
		this.#undone = null;
	}

	#follow(gestures: readonly Gesture[]): void {
		for (const gesture of gestures) this.#carryOut(gesture);
	}

	#carryOut({ kind, at }: Gesture): void {
		if (kind === 'tap') this.#tap(at);
		else if (kind === 'take-back') this.#takeBack();
		else this.#become(kind, at);
	}

	#tap(at: PerfTime): void {
		const { looper, presses } = this.#parts;
		const track = this.#track;
		const report = looper.tracks[track]!;
		const undone = this.#undone;
		this.#undone = null;
		const outcome = presses.press(track, TRACK_PEDAL_ACTIONS[report.state], at, report);
		this.#standing = { track, report, outcome, undone };
	}

	#takeBack(): void {
		const { looper, tempo } = this.#parts;
		if (this.#standing === null) return;
		const { track, outcome, undone } = this.#standing;
		tempo.touch();
		if (outcome.isSent) looper.takeBack(track);
		if (outcome.hasBegunRun) tempo.takeBackRun();
		this.#undone = undone;
	}

	/** What the tap, taken back, was the beginning of. Where there is nothing to do it for, nothing happens. */
	#become(kind: 'stop' | 'undo-redo' | 'clear', at: PerfTime): void {
		if (this.#standing === null) return;
		const { track, report } = this.#standing;
		const undone = this.#undone;
		const action = kind === 'undo-redo' ? this.#undoOrRedo(report, undone === track) : kind;
		const settled: TrackReport = { ...report, pending: null };
		const canPress = isAllowed(settled, action);
		const outcome = canPress
			? this.#parts.presses.press(track, action, at, settled)
			: { isSent: false, hasBegunRun: false };
		this.#undone = canPress && action === 'undo' ? track : null;
		this.#standing = { track, report, outcome, undone };
	}

	/** An undo that was just made is made good again. */
	#undoOrRedo(report: TrackReport, isUndone: boolean): 'undo' | 'redo' {
		if (canRedo(report) && (isUndone || !canUndo(report))) return 'redo';
		return 'undo';
	}
}
