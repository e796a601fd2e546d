import { expect, test } from 'vitest';
import { TEMPO_IS_OPEN } from '../../../src/jam/pedal';
import { ticks } from '../../../src/music/units';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const BAR = 1920;

test('with the metronome for tempo, a press counts in and records on the first bar line', () => {
	const rig = new TracksRig({ countInBars: 1 });
	rig.tracks.change({ tempoFrom: 'metronome', bars: 2 });
	rig.press('record');
	expect(rig.jam.turn.kind).toBe('counting-in');
	expect(rig.state()).toBe('armed');
	const first = rig.transport.frameOf(ticks(0));
	const press = rig.looper.last('press');
	expect(press).toMatchObject({ action: 'record', at: first, options: { length: 4 * RATE } });
	rig.runTo(first + 1000);
	expect(rig.looper.tracks[0]!.recordingFrom).toBe(first);
	rig.runTo(first + 4 * RATE + 2000);
	expect(rig.state()).toBe('playing');
	expect(rig.looper.base).toEqual({ origin: first, length: 4 * RATE });
	expect(rig.tracks.guess).toBeNull();
});

test('pressed in the count-in, nothing is recorded before the music begins', () => {
	const rig = new TracksRig({ countInBars: 2 });
	rig.jam.startStop();
	rig.pass(500);
	rig.press('record');
	expect(rig.looper.last('press')?.at).toBe(rig.transport.frameOf(ticks(0)));
});

test('who waits for a sound is not counted in', () => {
	const rig = new TracksRig({ countInBars: 2 });
	rig.tracks.change({ tempoFrom: 'metronome', start: 'threshold', thresholdDb: -20 });
	rig.press('record');
	expect(rig.transport.startedFrom).toBe(0);
	expect(rig.looper.last('press')?.options?.threshold).toBeCloseTo(0.1, 9);
	expect(rig.tracks.secondsUntilPending(0)).toBeNull();
	expect(rig.tracks.tracks[0]!.pending).toEqual({ action: 'record', isAutomatic: false });
});

test('a stopped loop of the keys gives the tempo, and sounds as the count-in', () => {
	const rig = new TracksRig({ loopBars: 1, countInBars: 1 });
	rig.keys('record');
	rig.runTo(rig.transport.frameOf(ticks(BAR)) + 9000);
	rig.jam.startStop();
	expect(rig.jam.loop.state).toBe('stopped');
	rig.press('record');
	const { start } = rig.jam.loop.region!;
	expect(rig.jam.loop.state).toBe('playing');
	expect(rig.looper.last('press')?.at).toBe(rig.transport.frameOf(ticks(start + BAR)));
});

test('when the transport starts, the loops play from its first bar line, and when it stops they do', () => {
	const rig = new TracksRig();
	rig.recordFirst(4 * RATE);
	rig.pass(900);
	rig.jam.startStop();
	expect(rig.looper.last('halt')).toBeDefined();
	expect(rig.state()).toBe('stopped');
	expect(rig.looper.grid).toBeNull();
	rig.pass(700);
	rig.jam.startStop();
	const first = rig.transport.frameOf(ticks(0));
	expect(rig.looper.last('start')?.at).toBe(first);
	expect((rig.looper.grid!.origin - first) % rig.looper.grid!.barFrames).toBe(0);
	expect(rig.looper.base?.origin).toBe(first);
	rig.pass(200);
	expect(rig.state()).toBe('playing');
	rig.jam.panic();
	expect(rig.state()).toBe('stopped');
});

test('when the keys are counted in, recorded loops begin where the count-in ends', () => {
	const rig = new TracksRig({ countInBars: 1 });
	rig.recordFirst(4 * RATE);
	rig.jam.startStop();
	rig.keys('record');
	expect(rig.transport.position()).toBeLessThan(0);
	expect(rig.looper.last('start')?.at).toBe(rig.transport.frameOf(ticks(0)));
});

test('the loop of the keys gets the first loop’s bars, or whole rounds of them', () => {
	for (const [loopBars, length, bars] of [
		[1, 8, 4],
		[2, 4, 2],
		[4, 4, 4],
		[4, 6, 4],
		[8, 8, 8]
	] as const) {
		const rig = new TracksRig({ loopBars });
		rig.recordFirst(length * RATE);
		const base = rig.tracks.guess!.bars;
		rig.pass(600);
		rig.keys('record');
		const { due } = rig.jam.loop.pending!;
		expect(due % BAR).toBe(0);
		rig.runTo(rig.transport.frameOf(due) + 4000);
		expect(rig.jam.loop.region).toEqual({ start: due, length: bars * BAR });
		expect(bars % base).toBe(0);
	}
});

test('while the first loop is open, the keys wait, and Enter closes it', () => {
	const rig = new TracksRig();
	rig.press('record');
	rig.pass(4000);
	rig.keys('record');
	expect(rig.jam.notice).toBe(TEMPO_IS_OPEN);
	expect(rig.transport.isRunning).toBe(false);
	rig.jam.startStop();
	rig.wake();
	expect(rig.state()).toBe('stopped');
	expect(rig.transport.isRunning).toBe(false);
	expect(rig.tracks.guess).toMatchObject({ bars: 2, bpm: 120 });
});
