import { Emitter } from '../lib/emitter';
import { bpm, perfTime, ticks, type Bpm, type PerfTime, type Ticks } from '../music/units';
import { CLOCKS_PER_QUARTER, CLOCK_TICKS, type ClockMessage } from './clockMessage';
import type { ClockFit } from './clockFit';
import { ClockPulse, SILENCE_MS } from './clockPulse';

/** What the master did, and where its music stood then. Silence is told when `advance` finds it. */
export type FollowerEvent =
	| {
			readonly kind: 'started' | 'jumped' | 'stopped';
			readonly position: Ticks;
			readonly at: PerfTime;
	  }
	| { readonly kind: 'tempo-changed'; readonly bpm: Bpm }
	| { readonly kind: 'lost' | 'found' };

/** `lost`: the master was playing and its clock fell silent. */
export interface FollowerStatus {
	readonly kind: 'stopped' | 'running' | 'lost';
	/** One plain sentence for the player. */
	readonly sentence: string;
}

/** Masters are set in whole and in tenth BPM: what is so near to one, as far as can be told, is one. */
const SET_BPM = 0.1;
const SET_DOUBTS = 6;
const SET_DOUBT_BPM = 0.008;
/** Smaller changes of tempo are not told. */
const TOLD_BPM = 0.005;
const MINUTE_MS = 60_000;

/** Where the music of a running master is: clock `index`, message `ordinal`, played `position`. */
interface Anchor {
	readonly ordinal: number;
	readonly index: number;
	readonly position: Ticks;
}

/** Follows the MIDI clock of one device, the first that speaks and after a silence the next. */
export class ClockFollower {
	readonly events = new Emitter<FollowerEvent>();
	#pulse = new ClockPulse();
	#port: string | null = null;
	#lastAt = perfTime(-Infinity);
	#anchor: Anchor | null = null;
	/** Where the next clock begins, after a start, a continue or a jump. */
	#isStarting = false;
	#isLost = false;
	#rest = ticks(0);
	#bpm: Bpm | null = null;
	#toldBpm = NaN;

	/** Null until a few even clocks were heard; stays what it was when the clock falls silent. */
	get bpm(): Bpm | null {
		return this.#bpm;
	}

	get isRunning(): boolean {
		return this.#anchor !== null;
	}

	get status(): FollowerStatus {
		const kind = this.#isLost ? 'lost' : this.isRunning ? 'running' : 'stopped';
		return { kind, sentence: this.#sentence(kind) };
	}

	/** In the order of arrival. */
	handle(message: ClockMessage): void {
		if (!this.#adopts(message)) return;
		switch (message.kind) {
			case 'clock':
				this.#clock(message.at);
				break;
			case 'start':
				this.#rest = ticks(0);
				this.#isStarting = true;
				break;
			case 'continue':
				if (!this.isRunning) this.#isStarting = true;
				break;
			case 'stop':
				this.#stop(message.at);
				break;
			case 'song-position':
				this.#rest = message.position;
				if (this.isRunning) this.#isStarting = true;
				break;
		}
	}

	/** Where the master's music is at `moment`; before its start the count goes on below it. */
	positionAt(moment: PerfTime): Ticks {
		if (this.#anchor === null) return this.#rest;
		const { index, position } = this.#anchor;
		return ticks(position + (this.#pulse.indexAt(moment) - index) * CLOCK_TICKS);
	}

	/** Call it often: it notices that the clock fell silent. */
	advance(now: PerfTime): void {
		if (!this.isRunning || this.#isLost || now - this.#lastAt <= SILENCE_MS) return;
		this.#isLost = true;
		this.events.emit({ kind: 'lost' });
	}

	/** Forgets the master. */
	reset(): void {
		this.#pulse = new ClockPulse();
		this.#port = null;
		this.#anchor = null;
		this.#isStarting = false;
		this.#isLost = false;
		this.#rest = ticks(0);
		this.#bpm = null;
		this.#toldBpm = NaN;
	}

	#adopts({ port, at }: ClockMessage): boolean {
		const isOther = port !== this.#port;
		if (isOther && this.#port !== null && at - this.#lastAt <= SILENCE_MS) return false;
		if (isOther) this.reset();
		this.#port = port;
		return true;
	}

	#clock(at: PerfTime): void {
		this.advance(at);
		this.#lastAt = at;
		if (this.#isStarting) this.#pulse.startAnew();
		const ordinal = this.#pulse.hear(at);
		if (this.#isStarting) this.#begin(ordinal, at);
		else if (this.#anchor !== null) {
			const index = this.#pulse.numberOf(this.#anchor.ordinal);
			if (index !== null) this.#anchor = { ...this.#anchor, index };
		}
		this.#tellTempo();
		if (!this.#isLost) return;
		this.#isLost = false;
		this.events.emit({ kind: 'found' });
	}

	#begin(ordinal: number, at: PerfTime): void {
		const kind = this.isRunning ? 'jumped' : 'started';
		this.#isStarting = false;
		this.#anchor = { ordinal, index: this.#pulse.last, position: this.#rest };
		this.events.emit({ kind, position: this.#rest, at });
	}

	/** By the standard, a continue goes on with the clock after the last that was played. */
	#stop(at: PerfTime): void {
		this.#isStarting = false;
		this.#isLost = false;
		if (this.#anchor === null) return;
		const { index, position } = this.#anchor;
		this.#rest = ticks(position + (this.#pulse.last + 1 - index) * CLOCK_TICKS);
		this.#anchor = null;
		this.events.emit({ kind: 'stopped', position: this.#rest, at });
	}

	#tellTempo(): void {
		const { fit } = this.#pulse;
		if (fit === null) return;
		const { tempo, doubt } = tempoOf(fit);
		this.#bpm = tempo;
		if (Math.abs(tempo - this.#toldBpm) <= Math.max(TOLD_BPM, doubt)) return;
		this.#toldBpm = tempo;
		this.events.emit({ kind: 'tempo-changed', bpm: tempo });
	}

	#sentence(kind: FollowerStatus['kind']): string {
		const port = this.#port ?? 'another device';
		if (kind === 'running') return `We follow the MIDI clock of ${port}.`;
		if (kind === 'lost') {
			return `The MIDI clock of ${port} fell silent: we keep its tempo; check its cable or start it again.`;
		}
		return this.#bpm === null
			? 'No MIDI clock comes in: turn it on in the other device and press play there.'
			: `The MIDI clock of ${port} is there: press play there to start.`;
	}
}

function tempoOf({ period, doubt }: ClockFit): { readonly tempo: Bpm; readonly doubt: number } {
	const raw = MINUTE_MS / CLOCKS_PER_QUARTER / period;
	const unsure = (raw * doubt) / period;
	const set = Math.round(raw / SET_BPM) / (1 / SET_BPM);
	const isSet = unsure <= SET_DOUBT_BPM && Math.abs(raw - set) <= SET_DOUBTS * unsure;
	return { tempo: bpm(isSet ? set : raw), doubt: unsure };
}
