import { expect, test } from 'vitest';
import { Emitter } from '../../src/lib/emitter';
import { ListenError } from '../../src/ears/loop/offlineEar';
import type { HeardLoop } from '../../src/music/ears/heard';
import { EMPTY_RECORD, type LayerWindow, type TrackReport } from '../../src/music/looper';
import { frames } from '../../src/music/units';
import {
	TapeEar,
	type HeardLayer,
	type TapedLooper,
	type TapeListener
} from '../../src/wiring/tapeEar';

const RATE = 1000;
const NOTHING: HeardLoop = { kind: 'nothing', why: 'no-notes' };

class FakeLooper implements TapedLooper {
	readonly taped: TapedLooper['taped'] = new Emitter();
	readonly released: TapedLooper['released'] = new Emitter();
	readonly changed: TapedLooper['changed'] = new Emitter();
	readonly sampleRate = RATE;
	tracks: readonly TrackReport[] = [];

	record(tape: number, from: number, length: number): void {
		const left = new Float32Array(length).fill(0.4);
		this.taped.emit({ tape, from, left, right: new Float32Array(length).fill(0.2) });
	}

	close(...layers: LayerWindow[]): void {
		const content = { length: 1000, layers };
		this.tracks = [
			{
				state: 'playing',
				mode: null,
				pending: null,
				recordingFrom: null,
				recordingTape: null,
				motion: { at: frames(0), position: 0, rate: 1 },
				record: { ...EMPTY_RECORD, content },
				version: 1
			}
		];
		this.changed.emit();
	}
}

class FakeEar implements TapeListener {
	readonly told: [tape: number, from: number, length: number][] = [];
	readonly asked: [tape: number, from: number, length: number][] = [];
	readonly forgotten: number[] = [];
	isBroken = false;
	lastSample = 0;

	listen(tape: number, from: number, samples: Float32Array): void {
		this.told.push([tape, from, samples.length]);
		this.lastSample = samples.at(-1)!;
	}

	hear(tape: number, from: number, length: number): Promise<HeardLoop> {
		this.asked.push([tape, from, length]);
		return this.isBroken ? Promise.reject(new ListenError('broken')) : Promise.resolve(NOTHING);
	}

	forget(tape: number): void {
		this.forgotten.push(tape);
	}
}

const layer = (id: number, tape: number, from: number, span: number): LayerWindow => ({
	id,
	tape,
	from,
	span,
	at: 0,
	rate: 1,
	cycle: span,
	under: 1,
	likeness: 0
});

function rig() {
	const [looper, ear] = [new FakeLooper(), new FakeEar()];
	const tapeEar = new TapeEar(looper, ear, () => 0.5);
	const heard: HeardLayer[] = [];
	tapeEar.heard.on((one) => heard.push(one));
	return { looper, ear, tapeEar, heard };
}

test('what is recorded is told as it comes, both sides as one', () => {
	const { looper, ear } = rig();
	looper.record(3, 0, 200);
	looper.record(3, 200, 100);
	expect(ear.told).toEqual([
		[3, 0, 200],
		[3, 200, 100]
	]);
	expect(ear.lastSample).toBeCloseTo(0.3);
});

test('a layer is asked for once, when its tape is whole', async () => {
	const { looper, ear, heard } = rig();
	looper.record(3, 0, 600);
	looper.close(layer(8, 3, 50, 1000));
	expect(ear.asked).toEqual([]);
	looper.record(3, 600, 450);
	looper.changed.emit();
	looper.changed.emit();
	await Promise.resolve();
	expect(ear.asked).toEqual([[3, 50, 1000]]);
	expect(heard).toMatchObject([{ track: 0, layer: { id: 8 }, seconds: 1, loop: NOTHING }]);
});

test('a tape that was not heard from its beginning is not asked for, and a released one is forgotten', () => {
	const { looper, ear } = rig();
	looper.record(4, 500, 1000);
	looper.close(layer(9, 4, 0, 1000));
	expect(ear.asked).toEqual([]);
	looper.record(5, 0, 100);
	looper.released.emit(5);
	looper.released.emit(6);
	expect(ear.forgotten).toEqual([5]);
});

test('an ear that fails says why', async () => {
	const { looper, ear, tapeEar } = rig();
	const failures: string[] = [];
	tapeEar.failed.on(({ reason }) => failures.push(reason));
	ear.isBroken = true;
	looper.record(3, 0, 1000);
	looper.close(layer(1, 3, 0, 1000));
	await Promise.resolve();
	await Promise.resolve();
	expect(failures).toEqual(['broken']);
});
