import { contextTime, type ContextTime } from '../../music/units';
import { FADE_SECONDS, type Voice } from './voice';

/** From `from` on the gain approaches `target`: after each `timeConstant` seconds 37 % is left to go. */
export interface Approach {
	readonly from: number;
	readonly target: number;
	readonly timeConstant: number;
}

/** How loud a note is over its time. */
export interface Shape {
	/** The gain that the note begins with. */
	readonly level: number;
	/** What the gain does from the start on; `from` counts from the note's start. */
	readonly approaches: readonly Approach[];
	/** Until a note that is let go is silent. Null: it rings out, as drums do. */
	readonly releaseSeconds: number | null;
}

/** After so many time constants 0.1 % is left, and the source may be stopped. */
const TIME_CONSTANTS_TO_SILENCE = 7;

/**
 * A source and its gain. Whatever is asked of it is planned on the audio thread at exact times, with
 * no timer of the main thread: built of native nodes, because a Tone.ToneBufferSource costs the main
 * thread 100–350 µs a note and stops by a timer, where these cost about 25 µs.
 */
export class NodeVoice implements Voice {
	readonly startsAt: ContextTime;
	readonly #source: AudioScheduledSourceNode;
	readonly #gain: AudioParam;
	readonly #shape: Shape;
	#approaches: readonly Approach[] = [];
	#endsAt = contextTime(Infinity);
	#isOver = false;

	constructor(source: AudioScheduledSourceNode, shape: Shape, at: ContextTime, output: AudioNode) {
		const context = source.context;
		const gain = new GainNode(context, { gain: shape.level });
		this.startsAt = contextTime(Math.max(at, context.currentTime));
		this.#source = source;
		this.#gain = gain.gain;
		this.#shape = shape;
		for (const { from, target, timeConstant } of shape.approaches) {
			this.#plan({ from: from + this.startsAt, target, timeConstant });
		}
		source.connect(gain).connect(output);
		source.onended = () => {
			this.#isOver = true;
			gain.disconnect();
		};
		source.start(at);
	}

	get endsAt(): ContextTime {
		return this.#endsAt;
	}

	end(at: ContextTime): void {
		if (this.#isOver || this.#endsAt <= this.#source.context.currentTime) return;
		if (at <= this.startsAt) {
			this.cancel(at);
			return;
		}
		const { releaseSeconds } = this.#shape;
		if (releaseSeconds !== null) {
			const from = Math.min(at, this.#endsAt);
			const timeConstant = releaseSeconds / TIME_CONSTANTS_TO_SILENCE;
			this.#gain.cancelScheduledValues(from);
			this.#approaches = this.#approaches.filter((approach) => approach.from < from);
			this.#plan({ from: at, target: 0, timeConstant });
			this.#source.stop(at + releaseSeconds);
		}
		this.#endsAt = at;
	}

	cancel(at: ContextTime): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#endsAt = contextTime(Math.min(at, this.#endsAt));
		if (at <= this.startsAt) {
			this.#source.stop(0);
			return;
		}
		this.#gain.cancelScheduledValues(at);
		this.#gain.setValueAtTime(this.#gainAt(at), at);
		this.#gain.linearRampToValueAtTime(0, at + FADE_SECONDS);
		this.#source.stop(at + FADE_SECONDS);
	}

	/** Says the value to begin with too: not every engine waits with the first approach until `from`. */
	#plan(approach: Approach): void {
		this.#gain.setValueAtTime(this.#gainAt(approach.from), approach.from);
		this.#gain.setTargetAtTime(approach.target, approach.from, approach.timeConstant);
		this.#approaches = [...this.#approaches, approach];
	}

	/** The gain that the planned approaches give: no browser tells the future value of a parameter. */
	#gainAt(time: number): number {
		let gain = this.#shape.level;
		this.#approaches.forEach(({ from, target, timeConstant }, index) => {
			const until = Math.min(time, this.#approaches[index + 1]?.from ?? Infinity);
			if (until > from) gain = target + (gain - target) * Math.exp((from - until) / timeConstant);
		});
		return gain;
	}
}
