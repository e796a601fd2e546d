import { Emitter } from '../lib/emitter';
import type { Score, Sound } from '../music/score';
import { bpm, seconds, type Seconds } from '../music/units';
import { ContextClock } from './clock';
import { Rack } from './instruments/rack';
import { Ledger, LIVE } from './ledger';
import { Mixer } from './mixer';
import { Monitor } from './monitor';
import { Scheduler } from './scheduler';
import type { Ticker } from './ticker';
import type { Context } from 'tone/build/esm/core/context/Context.js';
import { adoptContext } from './toneContext';
import { Transport } from './transport';

/**
 * `waiting`: for the player's first gesture. `interrupted`: by a call, another app or the browser; a
 * gesture brings it back. `refused`: the browser did not let it start.
 */
export type AudioState = 'waiting' | 'running' | 'interrupted' | 'refused' | 'closed';

/** How late sound leaves the machine, and how often it stuttered; null where the browser cannot say. */
export interface OutputReport {
	readonly baseLatency: Seconds;
	readonly outputLatency: Seconds | null;
	readonly underruns: number | null;
}

/** What the engine is made with. */
export interface AudioEngineOptions {
	readonly ticker: Ticker;
	/** Holds a folder for each sound. */
	readonly instrumentsFolder: string;
	readonly liveSound: Sound;
	/** Each note is one impulse, for measurements. */
	readonly isProbe: boolean;
}

/** In Chromium. */
interface PlaybackStats {
	readonly underrunEvents?: number;
}

const INITIAL_BPM = 100;
const EMPTY_SCORE: Score = { eventsBetween: () => [] };

/** The one AudioContext and all that sounds in it. Fits the jam's `Stage`. */
export class AudioEngine {
	/** The state changed. */
	readonly changed = new Emitter<AudioState>();
	readonly context: AudioContext;
	/** The same, as Tone's. */
	readonly tone: Context;
	readonly transport: Transport;
	readonly mixer: Mixer;
	readonly rack: Rack;
	readonly ledger: Ledger;
	readonly monitor: Monitor;
	readonly scheduler: Scheduler;
	readonly #ticker: Ticker;
	#score = EMPTY_SCORE;
	#state: AudioState = 'waiting';

	constructor({ ticker, instrumentsFolder, liveSound, isProbe }: AudioEngineOptions) {
		this.context = new AudioContext({ latencyHint: 'interactive' });
		this.tone = adoptContext(this.context);
		this.mixer = new Mixer(this.tone, this.context.destination);
		this.rack = new Rack({
			inputs: this.mixer.inputs,
			source: {
				fetch: (url) => fetch(url),
				decode: (data) => this.context.decodeAudioData(data)
			},
			folder: instrumentsFolder,
			isProbe
		});
		const clock = new ContextClock(this.context);
		this.ledger = new Ledger(clock);
		this.monitor = new Monitor(clock, this.ledger, this.rack, liveSound);
		this.transport = new Transport(this.context, bpm(INITIAL_BPM));
		this.scheduler = new Scheduler({
			score: { eventsBetween: (from, to) => this.#score.eventsBetween(from, to) },
			timeline: this.transport,
			clock,
			sounder: this.rack,
			ledger: this.ledger
		});
		this.#ticker = ticker;
		this.transport.changed.on(() => {
			this.refresh();
		});
		this.context.addEventListener('statechange', () => {
			this.#followContext();
		});
	}

	get state(): AudioState {
		return this.#state;
	}

	/** Call in the player's gesture, at first and after an interruption. */
	async resume(): Promise<AudioState> {
		try {
			await this.context.resume();
			this.#followContext();
		} catch {
			this.#setState(this.context.state === 'closed' ? 'closed' : 'refused');
		}
		return this.#state;
	}

	/** From now on this is what sounds. */
	setScore(score: Score): void {
		this.#score = score;
		this.refresh();
	}

	refresh(): void {
		this.scheduler.refresh();
	}

	silence(): void {
		this.ledger.silence();
		this.refresh();
	}

	report(): OutputReport {
		const { baseLatency, outputLatency } = this.context as Partial<AudioContext>;
		const { playbackStats } = this.context as { playbackStats?: PlaybackStats };
		return {
			baseLatency: seconds(baseLatency ?? 0),
			outputLatency: outputLatency === undefined ? null : seconds(outputLatency),
			underruns: playbackStats?.underrunEvents ?? null
		};
	}

	async close(): Promise<void> {
		this.#ticker.stop();
		this.ledger.releaseAll();
		await this.context.close();
	}

	#followContext(): void {
		const { state } = this.context;
		if (state === 'running') {
			if (this.#state === 'running') return;
			this.#ticker.start(() => {
				this.scheduler.advance();
			});
			this.#setState('running');
		} else if (state === 'closed') {
			this.#setState('closed');
		} else if (this.#state === 'running') {
			this.#ticker.stop();
			this.ledger.releaseOwner(LIVE);
			this.#setState('interrupted');
		}
	}

	#setState(state: AudioState): void {
		if (state === this.#state) return;
		this.#state = state;
		this.changed.emit(state);
	}
}
