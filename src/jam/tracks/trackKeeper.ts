import type { Frames, PerfTime } from '../../music/units';
import type { FrameTransport } from '../ports';
import type { AudioLooper } from './audioLooper';
import type { JamHooks } from './jamHooks';
import { keptBars } from './keptBars';
import type { TrackTempo } from './trackTempo';
import type { PedalTarget } from './tracksFace';

/** Where what was played is kept. */
export interface KeeperParts {
	readonly looper: AudioLooper;
	readonly transport: FrameTransport;
	readonly jam: JamHooks;
	readonly tempo: TrackTempo;
}

const ALL_FULL = 'No track is empty: clear one, and keep the bars again.';
const TOO_SOON = 'Not so many bars have passed yet: play on, or keep fewer.';
const KEYS_NEED_TRANSPORT =
	'The keys are remembered in bars while the transport runs: start it, play, and keep again.';

/** Makes a loop of what was just played, though nothing recorded it. */
export class TrackKeeper {
	readonly #parts: KeeperParts;

	constructor(parts: KeeperParts) {
		this.#parts = parts;
	}

	/** What cannot be kept is told in a sentence. */
	keep(bars: number, target: PedalTarget, at: PerfTime): void {
		const { jam } = this.#parts;
		jam.notify(target === 'keys' ? this.#keepKeys(bars, at) : this.#keepSound(bars, target, at));
	}

	#keepKeys(bars: number, at: PerfTime): string {
		const { jam } = this.#parts;
		if (!jam.isRunning) return KEYS_NEED_TRANSPORT;
		const { from, to } = this.#barsBefore(bars, at);
		return jam.keepHeard(from, to);
	}

	#keepSound(bars: number, target: number, at: PerfTime): string {
		const { looper, jam } = this.#parts;
		const track = this.#emptyTrack(target);
		if (track === null) return ALL_FULL;
		const span = jam.isRunning ? this.#onGrid(bars, at) : this.#upTo(bars, looper.heardAt(at));
		if (span === null) return TOO_SOON;
		looper.capture(track, span.from, span.to);
		return '';
	}

	#onGrid(bars: number, at: PerfTime): { from: Frames; to: Frames } | null {
		const { transport, tempo } = this.#parts;
		tempo.touch();
		tempo.align();
		const span = this.#barsBefore(bars, at);
		const from = transport.frameOf(span.from);
		return from < 0 ? null : { from, to: transport.frameOf(span.to) };
	}

	/** Nothing runs: the player's press is the bar line. */
	#upTo(bars: number, to: Frames): { from: Frames; to: Frames } | null {
		const { tempo } = this.#parts;
		if (to - bars * tempo.barFrames < 0) return null;
		return { from: tempo.adoptBars(bars, to), to };
	}

	#barsBefore(bars: number, at: PerfTime) {
		const { transport, jam } = this.#parts;
		const context = { metre: jam.settings.metre, bpm: transport.bpm };
		return keptBars(transport.heardAt(at), bars, context);
	}

	#emptyTrack(target: number): number | null {
		const { tracks } = this.#parts.looper;
		if (tracks[target]?.state === 'empty') return target;
		const first = tracks.findIndex(({ state }) => state === 'empty');
		return first < 0 ? null : first;
	}
}
