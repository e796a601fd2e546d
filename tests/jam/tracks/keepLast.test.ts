import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ear } from '../../../src/jam/ear';
import { NOTHING_HEARD, DOES_NOT_FIT } from '../../../src/jam/pedal';
import { keptBars } from '../../../src/jam/tracks/keptBars';
import { barLength, beatLength, METRES } from '../../../src/music/metre';
import { bpm, perfTime, pitch, ticks, ticksToSeconds, velocity } from '../../../src/music/units';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const BAR = 1920;
/** At 120 BPM. */
const BAR_FRAMES = 2 * RATE;

function running(bars: number): TracksRig {
	const rig = new TracksRig();
	rig.jam.startStop();
	rig.runTo(rig.transport.frameOf(ticks(bars * BAR)));
	return rig;
}

test.each([-300, -260, -250, -120, 0, 1, 120, 250, 300])(
	'asked for %d ms from a bar line, the last bars end on the line that was meant',
	(offset) => {
		const rig = running(4);
		const line = rig.context.frame;
		rig.runTo(line + (offset * RATE) / 1000);
		rig.context.frame = line + (offset * RATE) / 1000;
		const asked = perfTime(((line + (offset * RATE) / 1000) / RATE) * 1000);
		rig.tracks.keepLast(2, asked);
		const end = offset < -250 ? line - BAR_FRAMES : line;
		expect(rig.looper.last('capture')).toMatchObject({
			track: 0,
			at: end - 2 * BAR_FRAMES,
			to: end
		});
	}
);

test('the end is a bar line that was heard, or the next one by half a beat or a quarter second', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 0, max: 1e6, noNaN: true }),
			fc.integer({ min: 1, max: 8 }),
			fc.constantFrom(...METRES),
			fc.integer({ min: 40, max: 240 }),
			(heard, bars, metre, tempo) => {
				const bar = barLength(metre);
				const { from, to } = keptBars(ticks(heard), bars, { metre, bpm: bpm(tempo) });
				expect(to % bar).toBe(0);
				expect(to - from).toBe(bars * bar);
				const early = ticks(to - heard);
				expect(ticksToSeconds(early, bpm(tempo))).toBeLessThanOrEqual(0.25 + 1e-9);
				expect(early).toBeLessThanOrEqual(beatLength(metre) / 2 + 1e-9);
				expect(heard - to).toBeLessThan(bar);
			}
		),
		{ seed: 8 }
	);
});

test('with nothing running the press is the bar line, and the music goes on from there', () => {
	const rig = new TracksRig();
	const to = rig.context.frame;
	rig.tracks.keepLast(2, rig.now);
	rig.wake();
	expect(rig.looper.last('capture')).toMatchObject({ at: to - 2 * BAR_FRAMES, to });
	expect(rig.state()).toBe('playing');
	expect(rig.transport.frameOf(ticks(2 * BAR))).toBe(to);
	expect(rig.transport.startedFrom).toBeCloseTo(2 * BAR, 6);
	expect(rig.looper.base).toEqual({ origin: to - 2 * BAR_FRAMES, length: 2 * BAR_FRAMES });
	expect(rig.looper.grid!.barFrames).toBe(BAR_FRAMES);
	expect(rig.tracks.guess).toBeNull();
	rig.pass(3000);
	expect(rig.transport.isRunning).toBe(true);
});

test('what is kept goes to the target, else to the first empty track, else nowhere', () => {
	const rig = running(10);
	rig.tracks.select(5);
	const kept = Array.from({ length: 9 }, () => {
		rig.tracks.keepLast(1, rig.now);
		rig.wake();
		return rig.looper.last('capture')?.track;
	});
	expect(kept).toEqual([5, 0, 1, 2, 3, 4, 6, 7, 7]);
	expect(rig.jam.notice).toContain('No track is empty');
});

test('bars from before the sound began cannot be kept', () => {
	const rig = running(1);
	rig.tracks.keepLast(8, rig.now);
	expect(rig.looper.last('capture')).toBeUndefined();
	expect(rig.jam.notice).toContain('Not so many bars');
	const still = new TracksRig();
	still.tracks.keepLast(8, still.now);
	expect(still.jam.notice).toContain('Not so many bars');
	expect(still.transport.isRunning).toBe(false);
});

test('the keys’ last bars become the loop of the keys, though nothing recorded them', () => {
	const rig = running(3);
	rig.tracks.select('keys');
	rig.note(60);
	rig.runTo(rig.transport.frameOf(ticks(3 * BAR + 960)));
	rig.note(64);
	rig.runTo(rig.transport.frameOf(ticks(4 * BAR + 100)));
	rig.tracks.keepLast(1, rig.now);
	expect(rig.jam.notice).toBe('');
	expect(rig.jam.loop.state).toBe('playing');
	expect(rig.jam.loop.region).toEqual({ start: 3 * BAR, length: BAR });
	const notes = rig.jam.loop.layers[0]!.notes.map(({ start, pitch: key }) => [
		Math.round(start),
		key
	]);
	expect(notes).toEqual([
		[0, 60],
		[960, 64]
	]);
	const next = [...rig.jam.eventsBetween(ticks(4 * BAR), ticks(5 * BAR))];
	expect(next.filter(({ channel }) => channel === 'loop').map(({ pitch: key }) => key)).toEqual([
		60, 64
	]);
});

test('kept notes become a layer where there is a loop that they fit, and not where they do not', () => {
	const rig = running(3);
	rig.tracks.select('keys');
	rig.note(60);
	rig.runTo(rig.transport.frameOf(ticks(4 * BAR)) + 2000);
	rig.tracks.keepLast(1, rig.now);
	rig.note(67);
	rig.runTo(rig.transport.frameOf(ticks(5 * BAR)) + 2000);
	rig.tracks.keepLast(1, rig.now);
	expect(rig.jam.loop.layers.map(({ notes }) => notes.map(({ pitch: key }) => key))).toEqual([
		[60],
		[67]
	]);
	rig.tracks.keepLast(2, rig.now);
	expect(rig.jam.notice).toBe(DOES_NOT_FIT);
	rig.jam.press('undo', rig.now);
	rig.runTo(rig.transport.frameOf(ticks(7 * BAR)) + 2000);
	expect(rig.jam.loop.layers).toHaveLength(1);
	rig.tracks.keepLast(1, rig.now);
	expect(rig.jam.notice).toBe(NOTHING_HEARD);
});

test('keys are kept while the transport runs only', () => {
	const rig = new TracksRig();
	rig.tracks.select('keys');
	rig.tracks.keepLast(1, rig.now);
	expect(rig.jam.notice).toContain('while the transport runs');
});

test('the last minute of the densest playing is always remembered', () => {
	const ear = new Ear();
	const perSecond = 300;
	for (let index = 0; index < 200 * perSecond; index++) {
		const at = ticks((index * 960) / perSecond);
		const key = { port: 'test', channel: 1, pitch: pitch(index % 128), at: perfTime(0) } as const;
		ear.hear({ kind: 'note-on', ...key, velocity: velocity(0.5) }, at);
		if (index % (10 * perSecond) !== 0 || index < 60 * perSecond) continue;
		const minute = ear.notesBetween(ticks(at - 60 * 960), ticks(at));
		expect(minute).toHaveLength(60 * perSecond);
	}
});
