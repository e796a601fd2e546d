import { momentOf, type OutputClock } from '../audio/clock';
import type { InputStatus } from '../audio/input/inputStatus';
import type { LineEarNode } from '../ears/live/lineEarNode';
import type { LineEvent } from '../ears/live/protocol';
import type { Jam } from '../jam/jam';
import { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import { contextTime, perfTime, type Frames, type PerfTime } from '../music/units';
import type { FollowPort } from '../ui/looperPorts';
import type { SoundIn } from './soundIn';

/** What the ear on the input is wired to. */
export interface FollowInputParts {
	readonly context: OutputClock & { readonly sampleRate: number };
	readonly soundIn: Pick<SoundIn, 'input' | 'compensate'>;
	readonly ear: Pick<LineEarNode, 'events' | 'listen' | 'read' | 'pitch'>;
	readonly jam: Pick<Jam, 'notify'>;
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

const TROUBLES: ReadonlySet<InputStatus['kind']> = new Set([
	'refused',
	'missing',
	'unplugged',
	'failed'
]);

/** Follows a single line that the input plays, as if it came from keys; and listens for the tuner. */
export class FollowInput {
	readonly #parts: FollowInputParts;
	readonly #changed = new Emitter<void>();
	#isOn = false;
	#isRefused = false;
	#tuners = 0;
	/** A note of the line was handed on, since the last time that all were let go. */
	#isHolding = false;
	/** What the player was told of last. */
	#told: InputStatus | null = null;

	constructor(parts: FollowInputParts) {
		this.#parts = parts;
		parts.ear.events.on((event) => {
			if (this.#isOn) this.#play(event);
		});
		const { input } = parts.soundIn;
		input.changed.on(() => {
			void this.#listen();
			this.#tell();
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
			return follow.#parts.ear.pitch;
		}
	}))(this);

	/** Call every few tens of milliseconds. */
	advance(): void {
		if (this.#tuners > 0) this.#parts.ear.read();
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
		this.#told = null;
		this.#isRefused = false;
		const { input } = this.#parts.soundIn;
		if (!isOn) this.#release();
		else if (input.status.kind !== 'open' && input.status.kind !== 'asking') void input.start();
		void this.#listen();
		this.#changed.emit();
	}

	/** The switch may be a key or a footswitch, with no sentence beside it. */
	#tell(): void {
		const { status } = this.#parts.soundIn.input;
		if (!this.#isOn || !TROUBLES.has(status.kind) || status === this.#told) return;
		this.#told = status;
		this.#parts.jam.notify(status.sentence);
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
			await this.#parts.ear.listen(source);
			this.#isRefused = false;
		} catch (cause) {
			console.warn(cause);
			const isNews = this.#isOn && !this.#isRefused;
			this.#isRefused = true;
			if (isNews) this.#parts.jam.notify(NO_WORKLETS);
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
		const { context, soundIn } = this.#parts;
		const played = frame - soundIn.compensate().frames;
		return momentOf(context, contextTime(played / context.sampleRate));
	}

	/** Nothing hangs. */
	#release(): void {
		if (!this.#isHolding) return;
		this.#isHolding = false;
		this.#parts.hear({ kind: 'released', port: PORT, at: perfTime(performance.now()) });
	}
}
