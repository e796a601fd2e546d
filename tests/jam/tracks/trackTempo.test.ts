import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOOP_GRAIN } from '../../../src/audio/looper/protocol';
import { TEMPO_IS_FIXED } from '../../../src/jam/pedal';
import { bpm, frames, ticks } from '../../../src/music/units';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const BAR = 1920;

test('with nothing playing the first loop records at once and sets tempo and bar lines', () => {
	const rig = new TracksRig();
	rig.tracks.pedalDown(rig.now);
	const origin = rig.context.frame;
	rig.wake();
	rig.tracks.pedalUp(rig.now);
	expect(rig.state()).toBe('recording');
	expect(rig.transport.isRunning).toBe(false);
	rig.runTo(origin + 4 * RATE);
	rig.tap();
	expect(rig.state()).toBe('playing');
	expect(rig.tracks.guess).toEqual({ bars: 2, bpm: 120, canDouble: true, canHalve: true });
	expect(rig.transport.isRunning).toBe(true);
	expect(rig.transport.frameOf(ticks(0))).toBe(origin);
	expect(rig.jam.heardPosition()).toBeGreaterThan(2 * BAR);
	const grid = rig.looper.grid!;
	expect(grid.barFrames).toBe(2 * RATE);
	expect((grid.origin - origin) % grid.barFrames).toBe(0);
});

test('whatever its length, the first loop and the transport agree on the frame of every cycle', () => {
	fc.assert(
		fc.property(fc.integer({ min: RATE / 2, max: 30 * RATE }), (length) => {
			const rig = new TracksRig();
			rig.recordFirst(length);
			const { base } = rig.looper;
			const { bars } = rig.tracks.guess!;
			const whole = Math.abs(length - base!.length);
			expect(whole).toBeLessThanOrEqual(LOOP_GRAIN / 2);
			expect(rig.tracks.tracks[0]!.bars).toBe(bars);
			for (const cycle of [0, 1, 2, 99, 10_000]) {
				const position = ticks(cycle * bars * BAR);
				expect(rig.transport.frameOf(position)).toBe(base!.origin + cycle * base!.length);
			}
			expect(rig.looper.grid!.barFrames * bars).toBe(base!.length);
		}),
		{ numRuns: 60, seed: 7 }
	);
});

test.each([3, 6, 12])(
	'a heard loop of %d bars is counted so, whenever the pedal closed it',
	(bars) => {
		for (const late of [0, 70, 140, 250]) {
			const rig = new TracksRig();
			rig.recordFirst(2 * bars * RATE + late);
			const [layer] = rig.looper.tracks[0]!.record.content.layers;
			const notes = Array.from({ length: bars }, (_, bar) =>
				[0, 0.5, 0.75, 1.25, 1.5].map((place) => {
					const onset = 2 * bar + place;
					return { onset, end: onset + 0.2, pitch: 60, strength: 1, likelihood: 1 };
				})
			).flat();
			rig.tracks.hear({ track: 0, layer: layer!, seconds: 2 * bars, notes });
			expect(rig.tracks.guess?.bars).toBe(bars);
		}
	}
);

test('the first loop has the bars that the player set, where that is a tempo we can play', () => {
	const rig = new TracksRig();
	rig.tracks.change({ bars: 4 });
	rig.recordFirst(5 * RATE);
	expect(rig.tracks.guess).toMatchObject({ bars: 4, bpm: 192 });
	const short = new TracksRig();
	short.tracks.change({ bars: 8 });
	short.recordFirst(2 * RATE);
	expect(short.tracks.guess).toMatchObject({ bars: 1, bpm: 120 });
});

test('while recorded loops are there, tempo and metre stay, and a sentence says why', () => {
	const rig = new TracksRig();
	rig.recordFirst(4 * RATE);
	rig.jam.setBpm(bpm(90));
	expect(rig.jam.bpm).toBe(120);
	expect(rig.jam.notice).toBe(TEMPO_IS_FIXED);
	rig.jam.change({ metre: { beats: 3, unit: 4 } });
	expect(rig.jam.settings.metre.beats).toBe(4);
	for (const at of [0, 600, 1200]) rig.jam.tap((rig.now + at) as typeof rig.now);
	expect(rig.jam.bpm).toBe(120);
	rig.press('clear');
	rig.jam.setBpm(bpm(90));
	expect(rig.jam.bpm).toBe(90);
});

test('bars are doubled and halved about the same first frame, within the tempos that we play', () => {
	const rig = new TracksRig();
	rig.recordFirst(4 * RATE);
	const { origin, length } = rig.looper.base!;
	rig.pass(700);
	rig.tracks.doubleBars();
	expect(rig.tracks.guess).toEqual({ bars: 4, bpm: 240, canDouble: false, canHalve: true });
	expect(rig.transport.frameOf(ticks(0))).toBe(origin);
	expect(rig.transport.frameOf(ticks(4 * BAR))).toBe(origin + length);
	expect(rig.transport.startedFrom).toBe(rig.transport.position());
	rig.tracks.doubleBars();
	expect(rig.jam.notice).toContain('40–240');
	expect(rig.tracks.guess?.bars).toBe(4);
	rig.tracks.halveBars();
	rig.tracks.halveBars();
	expect(rig.tracks.guess).toEqual({ bars: 1, bpm: 60, canDouble: true, canHalve: false });
	expect(rig.transport.frameOf(ticks(BAR))).toBe(origin + length);
	expect(rig.looper.grid!.barFrames).toBe(length);
});

test('bars are not recounted under a loop of the keys, nor when the metronome set the tempo', () => {
	const rig = new TracksRig({ loopBars: 1 });
	rig.recordFirst(4 * RATE);
	rig.keys('record');
	rig.tracks.doubleBars();
	expect(rig.tracks.guess?.bars).toBe(2);
	expect(rig.jam.notice).toContain('keys');
	const counted = new TracksRig();
	counted.jam.startStop();
	counted.pass(200);
	counted.press('record');
	counted.pass(2100);
	counted.press('close');
	counted.pass(2100);
	expect(counted.looper.base).not.toBeNull();
	expect(counted.tracks.guess).toBeNull();
	counted.tracks.doubleBars();
	expect(counted.jam.notice).toContain('metronome');
});

test.each([97.31, 120.003, 61.7, 173.21])(
	'at %d BPM an armed track moves the tempo by less than 0.005, and its bars are whole',
	(tempo) => {
		const rig = new TracksRig();
		rig.jam.setBpm(bpm(tempo));
		rig.jam.startStop();
		rig.pass(1300);
		const before = rig.transport.position();
		rig.press('record');
		expect(Math.abs(rig.transport.bpm - tempo)).toBeLessThan(0.005);
		expect(Math.abs(rig.transport.position() - before)).toBeLessThan(0.1);
		expect(rig.transport.run).toBe(1);
		const grid = rig.looper.grid!;
		const line = rig.transport.frameOf(ticks(2 * BAR));
		expect(Number.isInteger(grid.barFrames)).toBe(true);
		expect(Math.abs(line - grid.origin) % grid.barFrames).toBe(0);
		for (const bars of [10, 1000]) {
			const there = rig.transport.frameOf(ticks((2 + bars) * BAR));
			expect(there).toBe(line + bars * grid.barFrames);
		}
	}
);

test('a track that is armed a moment after a tempo change gets the bar lines of the new tempo', () => {
	const rig = new TracksRig();
	rig.jam.startStop();
	rig.pass(1960);
	rig.jam.setBpm(bpm(87.77));
	rig.press('record');
	const grid = rig.looper.grid!;
	for (const bar of [3, 4, 50]) {
		const line = rig.transport.frameOf(ticks(bar * BAR));
		expect(Math.abs(line - grid.origin) % grid.barFrames).toBe(0);
	}
});

test('when nothing is left of what the first loop began, the next first loop sets the tempo anew', () => {
	const rig = new TracksRig();
	rig.recordFirst(4 * RATE);
	rig.pass(1000);
	rig.press('clear');
	expect(rig.tracks.guess).toBeNull();
	rig.pass(1000);
	expect(rig.transport.isRunning).toBe(false);
	expect(rig.looper.grid).toBeNull();
	rig.recordFirst(3 * RATE);
	expect(rig.tracks.guess).toMatchObject({ bars: 1, bpm: 80 });
});

test('a transport that the player started goes on when the tracks are cleared', () => {
	const rig = new TracksRig();
	rig.jam.startStop();
	rig.pass(100);
	rig.press('record');
	rig.pass(2500);
	rig.press('clear');
	rig.pass(2000);
	expect(rig.state()).toBe('empty');
	expect(rig.transport.isRunning).toBe(true);
});

test('a cleared first loop that comes back has its tempo and bar lines again', () => {
	const rig = new TracksRig();
	rig.recordFirst(4 * RATE);
	rig.tracks.halveBars();
	rig.pass(1000);
	rig.press('clear');
	rig.pass(1000);
	rig.jam.setBpm(bpm(133));
	rig.press('undo');
	rig.pass(1000);
	expect(rig.tracks.guess).toMatchObject({ bars: 1, bpm: 60 });
	expect(rig.transport.isRunning).toBe(true);
	expect(rig.transport.frameOf(ticks(0))).toBe(rig.looper.base!.origin);
});

test('an earlier visit’s loop comes back stopped, with the tempo and bars it had', () => {
	const rig = new TracksRig();
	const base = { origin: frames(77), length: frames(4 * RATE) };
	const { settings, tracks } = rig.tracks;
	rig.tracks.restore({
		settings: { ...settings, bars: 8 },
		tracks: tracks.map((track) => ({ ...track.settings, name: 'Bass' })),
		base,
		barFrames: frames(RATE)
	});
	rig.looper.restore(0, base);
	expect(rig.tracks.settings.bars).toBe(8);
	expect(rig.tracks.tracks[3]!.settings.name).toBe('Bass');
	expect(rig.jam.bpm).toBe(240);
	expect(rig.transport.isRunning).toBe(false);
	expect(rig.tracks.tracks[0]!.bars).toBe(4);
	rig.press('play');
	rig.pass(200);
	expect(rig.state()).toBe('playing');
	expect(rig.tracks.guess?.bars).toBe(4);
});
