import type { AudioEngine } from '../audio/audioEngine';
import { momentOf } from '../audio/clock';
import { LineEarNode } from '../ears/live/lineEarNode';
import type { LineEvent } from '../ears/live/protocol';
import { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import { contextTime, perfTime, type Frames, type PerfTime } from '../music/units';
import type { FollowPort } from '../ui/looperPorts';
import type { SoundIn } from './soundIn';

/** What the ear on the input is wired to. */
export interface FollowInputParts {
	readonly audio: AudioEngine;
	readonly soundIn: SoundIn;
	/** The player's notes, which sound by themselves. */
	readonly hear: (event: LiveEvent) => void;
}

const PORT = 'input';
/** A line has no MIDI channel: it plays on the first. */
const CHANNEL = 1;

const LISTENS =
	'Play one note at a time: what you play counts as played on keys. Use headphones, or it follows the band.';
const ASKS = 'Your input is followed once it is open.';
const NO_WORKLETS =
	'This browser cannot follow what you play: the keys work as before; a newer browser can do both.';

/** Follows a single line that the input plays, as if it came from keys; and listens for the tuner. */
export class FollowInput {
	readonly #parts: FollowInputParts;
	readonly #ear: LineEarNode;
	readonly #changed = new Emitter<void>();
	#isOn = false;
	#isRefused = false;
	#tuners = 0;
	/** Notes of the line that were handed on and have not ended. */
	#isHolding = false;

	constructor(parts: FollowInputParts) {
		this.#parts = parts;
		this.#ear = new LineEarNode(parts.audio.context);
		this.#ear.events.on((event) => {
			if (this.#isOn) this.#play(event);
		});
		const { input } = parts.soundIn;
		input.changed.on(() => {
			void this.#listen();
			this.#changed.emit();
		});
		input.lost.on(() => {
			this.#release();
		});
	}

	readonly port: FollowPort = ((follow: FollowInput): FollowPort => ({
		changed: follow.#changed,
		get isOn() {
			return follow.#isOn;
		},
		get sentence() {
			return follow.#sentence;
		},
		switchTo: (isOn) => {
			follow.#switchTo(isOn);
		},
		tune: () => follow.#tune(),
		get pitch() {
			return follow.#ear.pitch;
		}
	}))(this);

	/** Call every few tens of milliseconds. */
	advance(): void {
		if (this.#tuners > 0) this.#ear.read();
	}

	get #sentence(): string {
		if (!this.#isOn) return '';
		if (this.#isRefused) return NO_WORKLETS;
		const { status } = this.#parts.soundIn.input;
		if (status.kind === 'open') return LISTENS;
		return status.kind === 'off' ? ASKS : status.sentence;
	}

	#switchTo(isOn: boolean): void {
		if (isOn === this.#isOn) return;
		this.#isOn = isOn;
		if (!isOn) this.#release();
		else if (this.#parts.soundIn.input.open === null) void this.#parts.soundIn.input.start();
		void this.#listen();
		this.#changed.emit();
	}

	#tune(): () => void {
		this.#tuners++;
		void this.#listen();
		let isTuning = true;
		return () => {
			if (isTuning) this.#tuners--;
			isTuning = false;
			void this.#listen();
		};
	}

	/** To the open input while somebody wants it. */
	async #listen(): Promise<void> {
		const isWanted = this.#isOn || this.#tuners > 0;
		const source = isWanted ? (this.#parts.soundIn.input.open?.node ?? null) : null;
		try {
			await this.#ear.listen(source);
			this.#isRefused = false;
		} catch (cause) {
			console.warn(cause);
			this.#isRefused = true;
			this.#changed.emit();
		}
	}

	#play(event: LineEvent): void {
		const at = this.#momentOf(event.at);
		const { pitch } = event;
		if (event.kind === 'note-on') {
			this.#isHolding = true;
			const { velocity } = event;
			this.#parts.hear({ kind: 'note-on', port: PORT, channel: CHANNEL, pitch, velocity, at });
		} else if (this.#isHolding) {
			this.#parts.hear({ kind: 'note-off', port: PORT, channel: CHANNEL, pitch, at });
		}
	}

	/** When the player heard what they played to, with the way out and in taken off. */
	#momentOf(frame: Frames): PerfTime {
		const { audio, soundIn } = this.#parts;
		const played = frame - soundIn.compensate().frames;
		return momentOf(audio.context, contextTime(played / audio.context.sampleRate));
	}

	/** Nothing hangs. */
	#release(): void {
		if (!this.#isHolding) return;
		this.#isHolding = false;
		this.#parts.hear({ kind: 'released', port: PORT, at: perfTime(performance.now()) });
	}
}
