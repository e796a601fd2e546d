import { Jam } from '../../src/jam/jam';
import type {
	AnswerListener,
	AnswerRequest,
	Composer,
	ComposerStatus,
	Transport
} from '../../src/jam/ports';
import type { LoopAction } from '../../src/jam/face';
import type { Settings } from '../../src/jam/settings';
import { Emitter } from '../../src/lib/emitter';
import { COMMON_TIME } from '../../src/music/metre';
import type { Note } from '../../src/music/note';
import type { ScoreEvent } from '../../src/music/score';
import {
	bpm,
	perfTime,
	pitch,
	seconds,
	ticks,
	ticksToSeconds,
	velocity,
	type Bpm,
	type PerfTime,
	type Ticks
} from '../../src/music/units';

export const BAR = 1920;

/** A transport on a clock that the test moves; what is heard is what is scheduled. */
export class FakeTransport implements Transport {
	isRunning = false;
	bpm = bpm(120);
	clock = 0;
	#anchor = { at: 0, position: 0 };

	setBpm(tempo: Bpm): void {
		this.#anchor = { at: this.clock, position: this.position() };
		this.bpm = tempo;
	}
	start(from: Ticks): void {
		this.isRunning = true;
		this.#anchor = { at: this.clock, position: from };
	}
	stop(): void {
		this.isRunning = false;
	}
	position(): Ticks {
		return this.#at(this.clock);
	}
	heardAt(moment: PerfTime): Ticks {
		return this.#at(moment / 1000);
	}
	secondsUntil(position: Ticks) {
		return seconds(ticksToSeconds(ticks(position - this.position()), this.bpm));
	}
	#at(clock: number): Ticks {
		const { at, position } = this.#anchor;
		return ticks(Math.round(position + ((clock - at) * this.bpm * 480) / 60));
	}
}

export interface OpenRequest {
	readonly request: AnswerRequest;
	readonly listener: AnswerListener;
	readonly askedAt: Ticks;
	isCancelled: boolean;
}

/** Answers with `reply`, at once or when the test says so. */
export class FakeComposer implements Composer {
	readonly changed = new Emitter<void>();
	status: ComposerStatus = {
		kind: 'ready',
		model: 'Fake',
		canAccompany: true,
		engine: 'simd',
		figures: [],
		sentence: '',
		firstBarSeconds: seconds(0.02)
	};
	readonly requests: OpenRequest[] = [];
	/** One list of notes a candidate; null keeps the request open. */
	reply: ((request: AnswerRequest) => readonly (readonly Note[])[]) | null = () => [
		[note(0, 240, 72), note(960, 240, 74)],
		[note(480, 240, 76)],
		[note(240, 240, 79)]
	];
	/** Which candidates are the best; null leaves them unranked. */
	order: readonly number[] | null = null;
	readonly #transport: FakeTransport;

	constructor(transport: FakeTransport) {
		this.#transport = transport;
	}

	ask(request: AnswerRequest, listener: AnswerListener): () => void {
		const askedAt = this.#transport.position();
		const open: OpenRequest = { request, listener, askedAt, isCancelled: false };
		this.requests.push(open);
		if (this.reply !== null) this.answer(open, this.reply(request));
		return () => {
			open.isCancelled = true;
		};
	}

	readonly prepared: AnswerRequest[] = [];

	prepare(request: AnswerRequest): void {
		this.prepared.push(request);
	}

	answer({ request, listener }: OpenRequest, candidates: readonly (readonly Note[])[]): void {
		for (const [index, notes] of candidates.entries()) {
			listener.bar(index, notes, ticks(0), request.answerLength);
		}
		if (this.order !== null) listener.ranked(this.order);
		listener.done();
	}
}

export function note(start: number, duration: number, number: number, strength = 0.8): Note {
	return {
		start: ticks(start),
		duration: ticks(duration),
		pitch: pitch(number),
		velocity: velocity(strength)
	};
}

/** For four candidates of a bar of bass to nothing, wanted in `dueIn` seconds, unless said otherwise. */
export const request = (dueIn: number, difference: Partial<AnswerRequest> = {}): AnswerRequest => ({
	task: 'bass',
	call: [],
	callLength: ticks(BAR),
	answerLength: ticks(BAR),
	metre: COMMON_TIME,
	temperature: 1,
	candidates: 4,
	seed: 0,
	dueIn: seconds(dueIn),
	...difference
});

/** A jam on fakes, with the clock in the test's hand. */
export class JamRig {
	readonly transport = new FakeTransport();
	readonly composer = new FakeComposer(this.transport);
	readonly jam: Jam;
	silenced = 0;

	constructor(settings: Partial<Settings> = {}, seed = 1) {
		const { transport, composer } = this;
		this.jam = new Jam({ transport, composer, now: () => this.now, seed });
		this.jam.stage = {
			refresh: () => undefined,
			silence: () => {
				this.silenced++;
			}
		};
		this.jam.change({
			isMetronomeOn: false,
			countInBars: 0,
			loopBars: 1,
			mode: 'off',
			...settings
		});
	}

	get now(): PerfTime {
		return perfTime(this.transport.clock * 1000);
	}

	/** Lets the music go on to `position`, waking the jam every `stepMs` of music. */
	runTo(position: number, stepMs = 20): void {
		while (this.transport.isRunning && this.transport.position() < position) {
			const left = this.transport.secondsUntil(ticks(position));
			this.transport.clock += Math.min(left, stepMs / 1000);
			this.jam.advance();
		}
	}

	press(action: LoopAction): void {
		this.jam.press(action, this.now);
	}

	down(number: number): void {
		const on = { kind: 'note-on', port: 'test', channel: 1 } as const;
		this.jam.hear({ ...on, pitch: pitch(number), velocity: velocity(0.8), at: this.now });
	}

	up(number: number): void {
		const off = { kind: 'note-off', port: 'test', channel: 1 } as const;
		this.jam.hear({ ...off, pitch: pitch(number), at: this.now });
	}

	/** Plays one note over [start, start + duration) and leaves the clock at its end. */
	play(start: number, duration: number, number: number): void {
		this.runTo(start);
		this.down(number);
		this.runTo(start + duration);
		this.up(number);
	}

	/** What sounds over [from, to), in order, as `start-end pitch owner`. */
	score(from: number, to: number): string[] {
		return this.events(from, to).map(
			({ start, end, pitch: number, owner }) => `${start}-${end} ${number} ${owner}`
		);
	}

	events(from: number, to: number): ScoreEvent[] {
		return [...this.jam.eventsBetween(ticks(from), ticks(to))].sort(
			(left, right) => left.start - right.start || left.pitch - right.pitch
		);
	}
}
