import type { TrackAction, TrackReport } from '../../music/looper';
import { frames, ticks, type Frames, type PerfTime } from '../../music/units';
import type { FrameTransport } from '../ports';
import type { AudioLooper, TrackPress } from './audioLooper';
import type { JamHooks } from './jamHooks';
import { isAllowed, TRACK_REFUSALS, waitsFor } from './trackRules';
import type { TrackTempo } from './trackTempo';
import type { LooperSettings } from './tracksFace';

/** What a press leads to. */
export interface PressParts {
	readonly looper: AudioLooper;
	readonly transport: FrameTransport;
	readonly jam: JamHooks;
	readonly tempo: TrackTempo;
	readonly settings: () => LooperSettings;
	/** Why no sound comes in, in a sentence; empty while an input is open. */
	readonly inputTrouble: () => string;
}

/** What became of a press, for those who may take it back. */
export interface PressOutcome {
	/** The looper heard of it as the track's last press. */
	readonly isSent: boolean;
	/** It started the transport. */
	readonly hasBegunRun: boolean;
}

const NOTHING: PressOutcome = { isSent: false, hasBegunRun: false };
const SENT: PressOutcome = { isSent: true, hasBegunRun: false };

const decibelsToFactor = (decibels: number) => 10 ** (decibels / 20);

/** Carries out what is pressed for a track, and starts the transport where it needs one. */
export class TrackPresses {
	readonly #parts: PressParts;

	constructor(parts: PressParts) {
		this.#parts = parts;
	}

	/**
	 * `report` is how the track was when the player decided: for a gesture, before the tap it began
	 * with. What waits already is taken off; what cannot be done is told in a sentence.
	 */
	press(track: number, action: TrackAction, at: PerfTime, report: TrackReport): PressOutcome {
		const { looper, jam, tempo } = this.#parts;
		jam.notify('');
		if (waitsFor(report.pending, action)) {
			looper.cancel(track);
			tempo.touch();
			return NOTHING;
		}
		if (!isAllowed(report, action)) {
			jam.notify(TRACK_REFUSALS[action]);
			return NOTHING;
		}
		const trouble = action === 'record' ? this.#parts.inputTrouble() : '';
		if (trouble !== '') {
			jam.notify(trouble);
			return NOTHING;
		}
		return this.#carryOut(track, action, at, report);
	}

	#carryOut(
		track: number,
		action: TrackAction,
		at: PerfTime,
		{ state }: TrackReport
	): PressOutcome {
		const { jam, tempo } = this.#parts;
		tempo.touch();
		if (action === 'record') return this.#record(track, at);
		if (!jam.isRunning && state === 'stopped' && (action === 'play' || action === 'trigger')) {
			// All loops play when the transport starts, so that they stay together.
			tempo.begin(false);
			return { isSent: false, hasBegunRun: true };
		}
		this.#send(track, action, this.#parts.looper.heardAt(at));
		return SENT;
	}

	/** With nothing playing the first loop records at once and sets the tempo, or the metronome counts in. */
	#record(track: number, at: PerfTime): PressOutcome {
		const { looper, jam, tempo, settings } = this.#parts;
		const heard = looper.heardAt(at);
		if (jam.isRunning) {
			tempo.align();
			this.#send(track, 'record', this.#afterCountIn(heard));
			return SENT;
		}
		const hasTempo = looper.base !== null || jam.hasLoops;
		if (!hasTempo && settings().tempoFrom === 'first-loop') {
			this.#send(track, 'record', heard);
			return SENT;
		}
		// Who waits for a sound needs no count-in: the sound begins the recording.
		const from = tempo.begin(settings().start === 'press');
		this.#send(track, 'record', from);
		return { isSent: true, hasBegunRun: true };
	}

	/** Nothing is recorded while the metronome counts in. */
	#afterCountIn(heard: Frames): Frames {
		const { transport } = this.#parts;
		if (transport.position() >= 0) return heard;
		return frames(Math.max(heard, transport.frameOf(ticks(0))));
	}

	#send(track: number, action: TrackAction, at: Frames): void {
		this.#parts.looper.press(track, action, at, this.#options());
	}

	#options(): TrackPress {
		const { looper, jam, tempo, settings } = this.#parts;
		const { bars, start, thresholdDb, afterRecord } = settings();
		return {
			length: bars === 'free' || !jam.isRunning ? null : frames(bars * tempo.barFrames),
			threshold: start === 'threshold' ? decibelsToFactor(thresholdDb) : null,
			needsLine: looper.base !== null || jam.hasLoops,
			thenOverdub: afterRecord === 'overdub'
		};
	}
}
