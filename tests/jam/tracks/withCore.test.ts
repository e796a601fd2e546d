import { describe, expect, test } from 'vitest';
import { ticks } from '../../../src/music/units';
import { noise, RATE, type Signal } from '../../audio/looper/looperRig';
import { CoreLooper } from './coreLooper';
import { CountedContext, SessionRig } from './tracksRig';

const BAR = 1920;
/** The looper's fades at seams and starts lie within so many frames of them. */
const FADE = 1024;

/** A session on the audio thread's own looper, hearing noise, from the frame 0 on. */
function session(seconds = 30, settings = {}, signal: Signal = noise) {
	const context = new CountedContext();
	context.frame = 0;
	const looper = new CoreLooper(() => context.frame, signal, seconds * RATE);
	const rig = new SessionRig(context, looper, settings);
	rig.runTo(RATE);
	return rig;
}

/** Whether a track sounds at `at` what was played at `source`, well inside the seams. */
function sounds(rig: ReturnType<typeof session>, track: number, at: number, source: number) {
	const sound = rig.looper.heard[track]!;
	for (let frame = FADE; frame < RATE / 2; frame += 97) {
		if (Math.abs(sound[at + frame]! - noise(source + frame)) > 1e-3) return false;
	}
	return true;
}

test('the first loop sounds on the bar lines of the transport it set', () => {
	const rig = session();
	const origin = rig.context.frame;
	rig.press('record');
	rig.runTo(origin + 4 * RATE);
	rig.press('close');
	rig.pass(9000);
	expect(rig.tracks.guess).toMatchObject({ bars: 2, bpm: 120 });
	for (const cycle of [1, 2]) {
		const line = rig.transport.frameOf(ticks(cycle * 2 * BAR));
		expect(line).toBe(origin + cycle * 4 * RATE);
		expect(sounds(rig, 0, line, origin)).toBe(true);
	}
});

test('a bar line that is moved moves no sound, and the next start plays from it', () => {
	const rig = session();
	const origin = rig.context.frame;
	rig.press('record');
	rig.runTo(origin + 4 * RATE);
	rig.press('close');
	rig.pass(700);
	rig.tracks.moveLine(ticks(BAR / 4));
	rig.pass(9000);
	const moved = rig.transport.frameOf(ticks(0));
	expect(moved).toBe(origin + RATE / 2);
	expect(sounds(rig, 0, origin + 4 * RATE, origin)).toBe(true);
	expect(sounds(rig, 0, origin + 8 * RATE, origin)).toBe(true);
	rig.jam.startStop();
	rig.pass(500);
	rig.jam.startStop();
	rig.pass(5000);
	const line = rig.transport.frameOf(ticks(0));
	expect(sounds(rig, 0, line + RATE, origin + 1.5 * RATE)).toBe(true);
	expect(sounds(rig, 0, line + 3.5 * RATE, origin)).toBe(true);
});

test('a loop that is cleared comes back with its bar line; another one of its length has its own', () => {
	const rig = session();
	rig.press('record');
	rig.pass(4000);
	rig.press('close');
	rig.pass(700);
	rig.tracks.moveLine(ticks(BAR / 4));
	rig.pass(300);
	expect(rig.tracks.savedHearing.downbeat).toBe(0.5);
	rig.press('clear');
	rig.pass(300);
	rig.press('undo');
	rig.pass(300);
	expect(rig.tracks.savedHearing.downbeat).toBe(0.5);
	rig.press('clear');
	rig.pass(300);
	rig.press('record');
	rig.pass(2500);
	const origin = rig.looper.tracks[0]!.recordingFrom!;
	rig.runTo(origin + 4 * RATE);
	rig.press('close');
	rig.pass(700);
	expect(rig.looper.base).toMatchObject({ origin, length: 4 * RATE });
	expect(rig.tracks.savedHearing.downbeat).toBe(0);
});

test('a second track that is pressed late still has the bar from its line on', () => {
	const rig = session();
	rig.press('record');
	rig.pass(4000);
	rig.press('close');
	rig.tracks.change({ bars: 2 });
	const line = rig.transport.frameOf(ticks(3 * BAR));
	rig.runTo(line + RATE / 5);
	rig.press('record', 1);
	rig.runTo(line + 8 * RATE + RATE);
	expect(rig.tracks.tracks[1]).toMatchObject({ state: 'playing', bars: 2 });
	expect(sounds(rig, 1, line + 4 * RATE, line)).toBe(true);
});

test('bars that nobody recorded are kept, and sound on from the line they ended on', () => {
	const rig = session();
	rig.jam.startStop();
	rig.pass(4300);
	const line = rig.transport.frameOf(ticks(2 * BAR));
	rig.tracks.keepLast(1, rig.now);
	rig.pass(3000);
	expect(rig.tracks.tracks[0]).toMatchObject({ state: 'playing', bars: 1 });
	expect(sounds(rig, 0, line + 2 * RATE, line - 2 * RATE)).toBe(true);
});

test('kept a little before the line, the bars wait for it', () => {
	const rig = session();
	rig.jam.startStop();
	const line = rig.transport.frameOf(ticks(2 * BAR));
	rig.runTo(line - RATE / 5);
	rig.tracks.keepLast(1, rig.now);
	rig.pass(4500);
	expect(rig.looper.base).toEqual({ origin: line - 2 * RATE, length: 2 * RATE });
	expect(sounds(rig, 0, line, line - 2 * RATE)).toBe(true);
});

test('with nothing running the kept bars go on as if they had been a loop all along', () => {
	const rig = session();
	rig.pass(5000);
	const to = rig.context.frame;
	rig.tracks.keepLast(2, rig.now);
	rig.pass(5000);
	expect(rig.tracks.tracks[0]).toMatchObject({ state: 'playing', bars: 2 });
	expect(rig.transport.frameOf(ticks(2 * BAR))).toBe(to);
	expect(sounds(rig, 0, to + 4 * RATE, to - 4 * RATE)).toBe(true);
	expect(rig.transport.isRunning).toBe(true);
});

test('stopped and started again, the loops begin on the transport’s first line', () => {
	const rig = session();
	const origin = rig.context.frame;
	rig.press('record');
	rig.pass(4000);
	rig.press('close');
	rig.pass(1500);
	rig.jam.startStop();
	rig.pass(500);
	expect(rig.state()).toBe('stopped');
	rig.jam.startStop();
	const first = rig.transport.frameOf(ticks(0));
	rig.pass(4000);
	expect(rig.state()).toBe('playing');
	expect(sounds(rig, 0, first, origin)).toBe(true);
});

test('pedal: double tap, hold twice, tap and hold, on the looper itself', () => {
	const rig = session(60);
	rig.tap();
	rig.pass(4000);
	rig.tap();
	rig.pass(4000);
	expect(rig.state()).toBe('playing');
	rig.tap();
	rig.pass(2000);
	expect(rig.state()).toBe('overdubbing');
	rig.pass(2000);
	rig.tap();
	rig.pass(2500);
	const layers = rig.tracks.tracks[0]!.layers;
	expect(layers).toBeGreaterThan(1);
	rig.hold();
	rig.pass(300);
	expect(rig.tracks.tracks[0]!.layers).toBeLessThan(layers);
	rig.hold();
	rig.pass(300);
	expect(rig.tracks.tracks[0]!.layers).toBe(layers);
	rig.tap();
	rig.pass(100);
	rig.tap();
	rig.pass(2500);
	expect(rig.state()).toBe('stopped');
	rig.tap();
	rig.pass(100);
	rig.hold();
	rig.pass(1500);
	expect(rig.state()).toBe('empty');
	expect(rig.transport.isRunning).toBe(false);
});

test('a double tap ends the first recording stopped, with its tempo', () => {
	const rig = session();
	rig.tap();
	rig.pass(3940);
	rig.tap();
	rig.pass(100);
	rig.tap();
	rig.pass(1000);
	expect(rig.state()).toBe('stopped');
	expect(rig.tracks.guess).toMatchObject({ bars: 2, bpm: 120 });
	expect(rig.tracks.tracks[0]!.bars).toBe(2);
});

test('a count-in is taken back whole, and nothing plays after it', () => {
	const rig = session(30, { countInBars: 1 });
	rig.press('record');
	rig.pass(4000);
	rig.press('close');
	rig.jam.startStop();
	rig.pass(500);
	rig.keys('record');
	rig.pass(500);
	rig.jam.startStop();
	rig.pass(4000);
	expect(rig.transport.isRunning).toBe(false);
	expect(rig.state()).toBe('stopped');
});

describe('a first loop that a sound begins while the metronome runs', () => {
	/** The sound comes at the frame `onset`; bars of two seconds from `line` on. */
	function begun(afterLine: number, prepare?: (rig: ReturnType<typeof session>) => void) {
		let onset = Infinity;
		const rig = session(30, {}, (frame) => (frame < onset ? 0 : noise(frame)));
		rig.tracks.change({ start: 'threshold', bars: 1, tempoFrom: 'metronome' });
		rig.jam.startStop();
		prepare?.(rig);
		rig.pass(500);
		rig.press('record');
		const line = rig.transport.frameOf(ticks(4 * BAR));
		onset = line + afterLine;
		rig.runTo(line + 6 * RATE);
		return { rig, line, base: rig.looper.base! };
	}

	test('near a line begins on it', () => {
		const { rig, line, base } = begun(RATE / 10);
		expect(base.origin).toBe(line);
		expect(rig.transport.frameOf(ticks(4 * BAR))).toBe(line);
	});

	test('between two lines moves the lines to it', () => {
		const { rig, line, base } = begun(0.8 * RATE);
		expect(base.length).toBe(2 * RATE);
		expect(base.origin).toBeGreaterThanOrEqual(line + 0.75 * RATE);
		expect(rig.transport.frameOf(ticks(4 * BAR))).toBe(base.origin);
		expect((rig.tracks.grid!.origin - base.origin) % (2 * RATE)).toBe(0);
		expect(rig.tracks.tracks[0]).toMatchObject({ state: 'playing', bars: 1 });
	});

	test('waits for the next line where the keys hold a loop', () => {
		const { line, base } = begun(0.8 * RATE, (rig) => {
			rig.jam.change({ loopBars: 1 });
			rig.keys('record');
			rig.pass(100);
			rig.note(60);
			rig.pass(3000);
		});
		expect((base.origin - line) % (2 * RATE)).toBe(0);
	});
});
