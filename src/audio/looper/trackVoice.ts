import { positionAt } from '../../music/looper';
import { QUANTUM } from '../input/frameCounter';
import type { ContentPlayer } from './contentPlayer';
import { FADE_FRAMES } from './protocol';
import { framesToSeam } from './renderContent';
import type { Take } from './take';
import { isSounding, type TrackProgram } from './trackProgram';

/** From one program to the next, so that no change clicks. */
const CHANGE_FRAMES = 256;
/** From silence: short, so that the attack on the loop's first beat stays. */
const ENTRY_FRAMES = 64;

/** Sounds one track: its program, and for a moment the one before it. Nothing here allocates. */
export class TrackVoice {
	program: TrackProgram;
	isHushed = false;
	readonly #player: ContentPlayer;
	readonly #left = new Float32Array(QUANTUM);
	readonly #right = new Float32Array(QUANTUM);
	#before: TrackProgram;
	#fadeFrames = 1;
	#faded = 1;
	#gain = 1;

	constructor(player: ContentPlayer, program: TrackProgram) {
		this.#player = player;
		this.program = program;
		this.#before = program;
	}

	/** The program that is fading out; its tapes are still read. */
	get fading(): TrackProgram | null {
		return this.#faded < this.#fadeFrames ? this.#before : null;
	}

	/** From the next frame on. */
	change(program: TrackProgram): void {
		if (!soundsAlike(this.program, program)) {
			this.#before = this.program;
			this.#fadeFrames = isSounding(this.program) ? CHANGE_FRAMES : ENTRY_FRAMES;
			this.#faded = 0;
		}
		this.program = program;
	}

	/** At once, without a fade: the tapes of the program before are gone. */
	silence(program: TrackProgram): void {
		this.program = program;
		this.#before = program;
		this.#faded = this.#fadeFrames;
	}

	/** Writes [from, to) of a block whose frame `from` is the frame `now`. */
	render(left: Float32Array, right: Float32Array, from: number, to: number, now: number): void {
		this.#play(this.program, left, right, from, to, now);
		if (this.#faded < this.#fadeFrames) this.#fadeIn(left, right, from, to, now);
		const target = this.isHushed ? 0 : 1;
		if (this.#gain !== 1 || target !== 1) this.#level(left, right, from, to, target);
	}

	#fadeIn(left: Float32Array, right: Float32Array, from: number, to: number, now: number): void {
		this.#play(this.#before, this.#left, this.#right, from, to, now);
		for (let frame = from; frame < to; frame++) {
			const share = Math.min(1, this.#faded / this.#fadeFrames);
			left[frame] = left[frame]! * share + this.#left[frame]! * (1 - share);
			right[frame] = right[frame]! * share + this.#right[frame]! * (1 - share);
			this.#faded++;
		}
	}

	#level(left: Float32Array, right: Float32Array, from: number, to: number, target: number): void {
		const step = 1 / CHANGE_FRAMES;
		for (let frame = from; frame < to; frame++) {
			const rest = target - this.#gain;
			this.#gain += Math.max(-step, Math.min(step, rest));
			left[frame]! *= this.#gain;
			right[frame]! *= this.#gain;
		}
	}

	#play(
		program: TrackProgram,
		left: Float32Array,
		right: Float32Array,
		from: number,
		to: number,
		now: number
	): void {
		const { content, motion } = program;
		left.fill(0, from, to);
		right.fill(0, from, to);
		if (!isSounding(program) || content.length === 0) return;
		const { length } = content;
		for (let frame = from; frame < to;) {
			const position = positionAt(motion, length, now + frame - from);
			const end = Math.min(to, frame + framesToSeam(position, length, motion.rate));
			this.#player.play(content, left, right, frame, end, position, motion.rate);
			frame = end;
		}
		if (program.take !== null) this.#playPasses(program, left, right, from, to, now);
	}

	/** While an overdub goes on over the seam, its earlier passes sound already. */
	#playPasses(
		{ take, content }: TrackProgram,
		left: Float32Array,
		right: Float32Array,
		from: number,
		to: number,
		now: number
	): void {
		if (take === null || take.mode === null || take.mode === 'multiply') return;
		const round = Math.round(content.length / Math.abs(take.rate));
		for (let frame = from; frame < to;) {
			const age = now + frame - from - take.from;
			const end = age < 0 ? to : Math.min(to, frame + round - (age % round));
			if (age >= round) this.#playPass(take, left, right, frame, end, age, round);
			frame = end;
		}
	}

	#playPass(
		{ tape, mode, feedback }: Take,
		left: Float32Array,
		right: Float32Array,
		from: number,
		to: number,
		age: number,
		round: number
	): void {
		const kept = mode === 'substitute' ? 0 : feedback;
		const passes = Math.floor(age / round);
		if (kept !== 1) scale(left, right, from, to, kept ** passes);
		for (let back = passes; back >= 1; back--) {
			const gain = kept ** (back - 1);
			const index = FADE_FRAMES + age - back * round;
			if (gain !== 0) this.#player.addTape(tape, left, right, from, to, index, gain);
		}
	}
}

function scale(
	left: Float32Array,
	right: Float32Array,
	from: number,
	to: number,
	gain: number
): void {
	for (let frame = from; frame < to; frame++) {
		left[frame]! *= gain;
		right[frame]! *= gain;
	}
}

function soundsAlike(one: TrackProgram, other: TrackProgram): boolean {
	return (
		one.content === other.content &&
		one.motion === other.motion &&
		isSounding(one) === isSounding(other)
	);
}
