import { expect, test } from 'vitest';
import { ListenError } from '../../src/ears/loop/offlineEar';
import type { HeardLoop } from '../../src/music/ears/heard';
import { TapeEar, type HeardWindow } from '../../src/wiring/tapeEar';
import { windowOf } from '../store/sessions/manifests';
import { FakeEar, FakeLooper } from './earRig';

const NOTHING: HeardLoop = { kind: 'nothing', why: 'no-notes' };

const layer = (id: number, tape: number, from: number, span: number) =>
	windowOf({ id, tape, from, span, cycle: span });

/** All that was asked is answered. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function rig() {
	const [looper, ear] = [new FakeLooper(), new FakeEar(NOTHING)];
	const tapeEar = new TapeEar(looper, ear);
	const heard: HeardWindow[] = [];
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
	await settled();
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
	ear.answer = new ListenError('broken');
	looper.record(3, 0, 1000);
	looper.close(layer(1, 3, 0, 1000));
	await settled();
	expect(failures).toEqual(['broken']);
});

test('what is forgotten is asked for anew, and an answer that comes later is void', async () => {
	const { looper, ear, tapeEar, heard } = rig();
	const failures: string[] = [];
	tapeEar.failed.on(({ reason }) => failures.push(reason));
	looper.record(3, 0, 1000);
	looper.close(layer(1, 3, 0, 1000));
	tapeEar.forget();
	ear.answer = new ListenError('broken');
	looper.record(4, 0, 1000);
	looper.close(layer(2, 4, 0, 1000));
	tapeEar.forget();
	await settled();
	expect(ear.forgotten).toEqual([3, 4]);
	expect([heard, failures]).toEqual([[], []]);
	looper.close(layer(1, 3, 0, 1000));
	expect(ear.asked).toHaveLength(2);
	ear.answer = NOTHING;
	looper.record(3, 0, 1000);
	looper.changed.emit();
	await settled();
	expect(heard).toMatchObject([{ layer: { id: 1, tape: 3 } }]);
});

test('what fails on the page is no failure of the ear', async () => {
	const { looper, tapeEar } = rig();
	const failures: unknown[] = [];
	const thrown: unknown[] = [];
	tapeEar.failed.on((error) => failures.push(error));
	const bug = new TypeError('a listener of ours is broken');
	tapeEar.heard.on(() => {
		throw bug;
	});
	const catchIt = (error: unknown) => thrown.push(error);
	const listeners = process.listeners('unhandledRejection');
	process.removeAllListeners('unhandledRejection');
	process.on('unhandledRejection', catchIt);
	looper.record(3, 0, 1000);
	looper.close(layer(1, 3, 0, 1000));
	await settled();
	process.removeAllListeners('unhandledRejection');
	for (const listener of listeners) process.on('unhandledRejection', listener);
	expect(failures).toEqual([]);
	expect(thrown).toEqual([bug]);
});
