import { unreachable } from '../lib/exhaustive';
import type { LiveEvent } from '../music/liveEvent';
import type { Sound } from '../music/score';
import type { ContextTime } from '../music/units';
import type { AudioClock } from './clock';
import type { Cue } from './instruments/rack';
import type { Voice } from './instruments/voice';
import type { Ledger } from './ledger';

/** Sounds one note; the rack fits. */
export interface Sounder {
	start(cue: Cue, at: ContextTime): Voice;
}

/** Ten fingers and a pedal stay below this; a flood of notes steals the oldest. */
export const MAX_LIVE_VOICES = 48;

/** Lets players hear themselves at once: nothing is scheduled, and no lookahead is added. */
export class Monitor {
	/** Note-ons left out because as many as can sound had begun at the same moment. */
	ignored = 0;
	readonly #clock: AudioClock;
	readonly #ledger: Ledger;
	readonly #sounder: Sounder;
	#sound: Sound;
	#moment = -1;
	#begunAtMoment = 0;

	constructor(clock: AudioClock, ledger: Ledger, sounder: Sounder, sound: Sound) {
		this.#clock = clock;
		this.#ledger = ledger;
		this.#sounder = sounder;
		this.#sound = sound;
	}

	get sound(): Sound {
		return this.#sound;
	}

	/** For the notes to come; what sounds keeps its sound. */
	setSound(sound: Sound): void {
		this.#sound = sound;
	}

	handle(event: LiveEvent): void {
		switch (event.kind) {
			case 'note-on':
				this.#noteOn(event);
				return;
			case 'note-off':
				this.#ledger.lift(event);
				return;
			case 'sustain':
				this.#ledger.sustain(event.port, event.channel, event.isDown);
				return;
			case 'released':
				this.#ledger.releasePort(event.port);
				return;
			default:
				unreachable(event);
		}
	}

	#noteOn(event: LiveEvent & { readonly kind: 'note-on' }): void {
		if (event.velocity === 0) {
			this.#ledger.lift(event);
			return;
		}
		const now = this.#clock.currentTime;
		if (!this.#clock.isRunning || !this.#hasRoomAt(now)) {
			this.ignored++;
			return;
		}
		if (this.#ledger.liveCount >= MAX_LIVE_VOICES) this.#ledger.stealOldestLive();
		const { pitch, velocity } = event;
		const cue: Cue = { channel: 'live', sound: this.#sound, pitch, velocity };
		this.#ledger.press(event, this.#sounder.start(cue, now));
	}

	/** A main thread that was blocked hands over all that came meanwhile at one moment. */
	#hasRoomAt(now: ContextTime): boolean {
		if (now !== this.#moment) {
			this.#moment = now;
			this.#begunAtMoment = 0;
		}
		return ++this.#begunAtMoment <= MAX_LIVE_VOICES;
	}
}
