import { framesToSeam, positionAt } from '../../music/looper';
import { QUANTUM } from '../../lib/frameCounter';
import type { ContentPlayer, Run, StereoBlock } from './contentPlayer';
import { FADE_FRAMES } from './protocol';
import type { Take } from './take';
import { isSounding, type TrackProgram } from './trackProgram';

/** From one program to the next, so that no change clicks. */
const CHANGE_FRAMES = 256;
/** From silence: short, so that the attack on the loop's first beat stays. */
const ENTRY_FRAMES = 64;
const NO_SOUND = new Float32Array(0);

/** Sounds one track: its program, and for a moment the one before it. Nothing here allocates. */
export class TrackVoice {
	program: TrackProgram;
	isHushed = false;
	readonly #player: ContentPlayer;
	/** The block that is written. */
	readonly #out: StereoBlock = { left: NO_SOUND, right: NO_SOUND };
	/** What fades out of it. */
	readonly #old: StereoBlock = {
		left: new Float32Array(QUANTUM),
		right: new Float32Array(QUANTUM)
	};
	readonly #run: Run = { from: 0, to: 0, position: 0, rate: 1 };
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
			// Of several changes at one frame only what was heard before them fades out.
			if (this.#faded > 0) this.#before = this.program;
			this.#fadeFrames = isSounding(this.#before) ? CHANGE_FRAMES : ENTRY_FRAMES;
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
		this.#out.left = left;
		this.#out.right = right;
		this.#play(this.program, this.#out, from, to, now);
		if (this.#faded < this.#fadeFrames) this.#fadeIn(from, to, now);
		const target = this.isHushed ? 0 : 1;
		if (this.#gain !== 1 || target !== 1) this.#level(from, to, target);
	}

	#fadeIn(from: number, to: number, now: number): void {
		this.#play(this.#before, this.#old, from, to, now);
		const { left, right } = this.#out;
		const { left: oldLeft, right: oldRight } = this.#old;
		for (let frame = from; frame < to; frame++) {
			const share = Math.min(1, this.#faded / this.#fadeFrames);
			left[frame] = left[frame]! * share + oldLeft[frame]! * (1 - share);
			right[frame] = right[frame]! * share + oldRight[frame]! * (1 - share);
			this.#faded++;
		}
	}

	#level(from: number, to: number, target: number): void {
		const { left, right } = this.#out;
		const step = 1 / CHANGE_FRAMES;
		for (let frame = from; frame < to; frame++) {
			const rest = target - this.#gain;
			this.#gain += Math.max(-step, Math.min(step, rest));
			left[frame]! *= this.#gain;
			right[frame]! *= this.#gain;
		}
	}

	#play(program: TrackProgram, out: StereoBlock, from: number, to: number, now: number): void {
		const { content, motion } = program;
		out.left.fill(0, from, to);
		out.right.fill(0, from, to);
		if (!isSounding(program) || content.length === 0) return;
		const { length } = content;
		const run = this.#run;
		for (let frame = from; frame < to; frame = run.to) {
			run.from = frame;
			run.position = positionAt(motion, length, now + frame - from);
			run.rate = motion.rate;
			run.to = Math.min(to, frame + framesToSeam(run.position, length, run.rate));
			this.#player.play(content, out, run);
		}
		if (program.take !== null) this.#playPasses(program, out, from, to, now);
	}

	/** While an overdub goes on over the seam, its earlier passes sound already. */
	#playPasses(
		{ take, content }: TrackProgram,
		out: StereoBlock,
		from: number,
		to: number,
		now: number
	): void {
		if (take === null || take.mode === null || take.mode === 'multiply') return;
		const round = Math.round(content.length / Math.abs(take.rate));
		const run = this.#run;
		for (let frame = from; frame < to; frame = run.to) {
			const age = now + frame - from - take.from;
			run.from = frame;
			run.to = age < 0 ? to : Math.min(to, frame + round - (age % round));
			if (age >= round) this.#playPass(take, out, run, age, round);
		}
	}

	#playPass(take: Take, out: StereoBlock, run: Run, age: number, round: number): void {
		const kept = take.mode === 'substitute' ? 0 : take.feedback;
		const passes = Math.floor(age / round);
		if (kept !== 1) scale(out, run, kept ** passes);
		for (let back = passes; back >= 1; back--) {
			const gain = kept ** (back - 1);
			run.position = FADE_FRAMES + age - back * round;
			if (gain !== 0) this.#player.addTape(take.tape, out, run, gain);
		}
	}
}

function scale({ left, right }: StereoBlock, { from, to }: Run, gain: number): void {
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
