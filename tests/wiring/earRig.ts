import { Emitter } from '../../src/lib/emitter';
import type { HeardLoop } from '../../src/music/ears/heard';
import { EMPTY_RECORD, type LayerWindow, type TrackReport } from '../../src/music/looper';
import { frames } from '../../src/music/units';
import type { TapedLooper, TapeListener } from '../../src/wiring/tapeEar';

/** A track that plays these layers, 1000 frames long. */
const playing = (...layers: readonly LayerWindow[]): TrackReport => ({
	state: 'playing',
	mode: null,
	pending: null,
	recordingFrom: null,
	recordingTape: null,
	motion: { at: frames(0), position: 0, rate: 1 },
	record: { ...EMPTY_RECORD, content: { length: 1000, layers } },
	version: 1
});

export const NOTES = {
	kind: 'notes',
	notes: [{ onset: 0, end: 0.5, pitch: 60, strength: 1, likelihood: 1 }],
	cents: 0,
	isClipped: false
} satisfies HeardLoop;

/** An ear that says `answer` of whatever it is asked. */
export class FakeEar implements TapeListener {
	readonly told: [tape: number, from: number, length: number][] = [];
	readonly asked: [tape: number, from: number, length: number][] = [];
	readonly forgotten: number[] = [];
	answer: HeardLoop | Error;
	prepared = 0;
	lastSample = 0;

	constructor(answer: HeardLoop | Error) {
		this.answer = answer;
	}

	prepare(): void {
		this.prepared++;
	}

	listen(tape: number, from: number, samples: Float32Array): void {
		this.told.push([tape, from, samples.length]);
		this.lastSample = samples.at(-1)!;
	}

	hear(tape: number, from: number, length: number): Promise<HeardLoop> {
		this.asked.push([tape, from, length]);
		const { answer } = this;
		return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
	}

	forget(tape: number): void {
		this.forgotten.push(tape);
	}
}

/** A looper whose tapes and tracks the test says. */
export class FakeLooper implements TapedLooper {
	readonly taped: TapedLooper['taped'] = new Emitter();
	readonly released: TapedLooper['released'] = new Emitter();
	readonly changed: TapedLooper['changed'] = new Emitter();
	readonly sampleRate = 1000;
	tracks: readonly TrackReport[] = [];

	record(tape: number, from: number, length: number): void {
		const left = new Float32Array(length).fill(0.4);
		this.taped.emit({ tape, from, left, right: new Float32Array(length).fill(0.2) });
	}

	close(...layers: LayerWindow[]): void {
		this.tracks = [playing(...layers)];
		this.changed.emit();
	}
}
