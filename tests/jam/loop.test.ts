import { expect, test } from 'vitest';
import { pitch, velocity } from '../../src/music/units';
import { BAR, JamRig } from './jamRig';

const pressOf = (number: number) =>
	({
		kind: 'note-on',
		port: 'test',
		channel: 1,
		pitch: pitch(number),
		velocity: velocity(0.8)
	}) as const;

/** A one-bar loop of one note at the start and one on the third beat, closed at tick 1920. */
function recordedLoop(rig = new JamRig()): JamRig {
	rig.press('record');
	rig.play(0, 400, 60);
	rig.play(960, 400, 64);
	rig.runTo(BAR + 10);
	return rig;
}

test('a recording of fixed length closes on its bar line and plays from there', () => {
	const rig = new JamRig({ countInBars: 1 });
	rig.press('record');
	expect(rig.jam.loop.state).toBe('armed');
	rig.runTo(10);
	expect(rig.jam.loop.state).toBe('recording');
	rig.play(960, 400, 64);
	rig.runTo(BAR);
	expect(rig.jam.loop.state).toBe('playing');
	expect(rig.score(BAR, 3 * BAR)).toEqual(['2880-3280 64 layer 1', '4800-5200 64 layer 1']);
});

test('the loop that is about to close already stands in the score, so that no wake-up is needed', () => {
	const rig = new JamRig();
	rig.press('record');
	rig.play(0, 400, 60);
	rig.runTo(BAR - 100);
	expect(rig.jam.loop.state).toBe('recording');
	expect(rig.score(0, BAR + 100)).toEqual(['1920-2320 60 layer 1']);
});

test('a note held over the seam is split there in the loop, and sounds on over it in one piece', () => {
	const rig = new JamRig();
	rig.press('record');
	rig.runTo(1800);
	rig.down(67);
	rig.runTo(2000);
	rig.up(67);
	const pieces = rig.jam.loop.layers[0]?.notes.map(({ start, duration }) => [start, duration]);
	expect(pieces).toEqual([
		[1800, 120],
		[0, 80]
	]);
	expect(rig.score(BAR, 3 * BAR)).toEqual([
		`${2 * BAR - 120}-${2 * BAR + 80} 67 layer 1`,
		`${3 * BAR - 120}-${3 * BAR + 80} 67 layer 1`
	]);
	rig.jam.startStop();
	rig.press('play');
	expect(rig.score(0, BAR)).toEqual(['0-80 67 layer 1', '1800-2000 67 layer 1']);
});

test('a downbeat played a little early sounds once, where it was played', () => {
	const rig = new JamRig({ countInBars: 1 });
	rig.press('record');
	rig.play(-20, 400, 60);
	rig.runTo(BAR + 10);
	expect(rig.score(BAR - 100, 3 * BAR - 100)).toEqual([
		'1900-2300 60 layer 1',
		'3820-4220 60 layer 1'
	]);
});

test('a pickup played before the first bar line comes back before each seam', () => {
	const rig = new JamRig({ countInBars: 1 });
	rig.press('record');
	rig.play(-240, 200, 55);
	rig.play(0, 400, 60);
	rig.runTo(BAR + 10);
	expect(rig.score(BAR - 300, 2 * BAR)).toEqual([
		'1680-1880 55 layer 1',
		'1920-2320 60 layer 1',
		'3600-3800 55 layer 1'
	]);
});

test('an overdub sounds from the next pass on, never in the pass in which it is played', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('overdub');
	expect(rig.jam.loop.pending).toEqual({ action: 'overdub', due: 2 * BAR, isAutomatic: false });
	rig.play(2 * BAR + 480, 200, 72);
	expect(rig.score(2 * BAR, 4 * BAR).filter((line) => line.includes(' 72 '))).toEqual([
		'6240-6440 72 layer 2'
	]);
});

test('a press just behind a bar line was meant for it', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 60);
	rig.press('overdub');
	expect(rig.jam.loop.state).toBe('overdubbing');
	expect(rig.jam.loop.pending).toBeNull();
});

test('an overdub in which nothing was played leaves no layer', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('overdub');
	rig.runTo(2 * BAR + 200);
	rig.press('finish');
	rig.runTo(3 * BAR + 10);
	expect(rig.jam.loop.layers.map(({ id }) => id)).toEqual([1]);
});

test('undo and redo take a layer off and put it back on the bar line', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('overdub');
	rig.play(2 * BAR + 480, 200, 72);
	rig.press('finish');
	rig.runTo(3 * BAR + 200);
	rig.press('undo');
	expect(rig.score(4 * BAR, 5 * BAR).join()).not.toContain('layer 2');
	expect(rig.jam.loop.layers).toHaveLength(2);
	rig.runTo(4 * BAR + 200);
	expect(rig.jam.loop.layers).toHaveLength(1);
	expect(rig.jam.loop.canRedo).toBe(true);
	rig.press('redo');
	rig.runTo(5 * BAR + 10);
	expect(rig.score(5 * BAR, 6 * BAR).join()).toContain('72 layer 2');
});

test('a note that an undo cuts ends on the bar line of the undo', () => {
	const rig = new JamRig({ loopBars: 2 });
	rig.press('record');
	rig.play(960, 1900, 60);
	rig.runTo(2 * BAR + 200);
	rig.press('undo');
	expect(rig.score(2 * BAR, 4 * BAR)).toEqual([`${2 * BAR + 960}-${3 * BAR} 60 layer 1`]);
});

test('the same press again cancels what is pending, and so does cancel', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('clear');
	expect(rig.jam.loop.pending?.action).toBe('clear');
	rig.press('clear');
	expect(rig.jam.loop.pending).toBeNull();
	rig.press('overdub');
	rig.jam.cancelPending();
	rig.runTo(3 * BAR);
	expect(rig.jam.loop.state).toBe('playing');
});

test('a loop as long as the player plays closes at the nearest bar line, later or earlier', () => {
	for (const [pressedAt, length] of [
		[2 * BAR - 300, 2 * BAR],
		[2 * BAR + 300, 2 * BAR],
		[100, BAR]
	] as const) {
		const rig = new JamRig({ loopBars: 'free' });
		rig.press('record');
		rig.play(0, 80, 60);
		rig.runTo(pressedAt);
		rig.press('close');
		rig.runTo(Math.max(pressedAt + 10, length + 10));
		expect(rig.jam.loop.region).toEqual({ start: 0, length });
	}
});

test('cancelling the end of a recording makes it as long as the player plays', () => {
	const rig = new JamRig();
	rig.press('record');
	rig.runTo(200);
	rig.jam.cancelPending();
	rig.runTo(2 * BAR - 100);
	expect(rig.jam.loop.state).toBe('recording');
	rig.press('close');
	rig.runTo(2 * BAR + 10);
	expect(rig.jam.loop.region).toEqual({ start: 0, length: 2 * BAR });
});

test('cancelling an undo of a recording leaves its end where it was', () => {
	const rig = new JamRig({ loopBars: 2 });
	rig.press('record');
	rig.runTo(200);
	rig.press('undo');
	rig.press('undo');
	expect(rig.jam.loop.pending).toEqual({ action: 'close', due: 2 * BAR, isAutomatic: true });
});

test('stop waits for the bar line, and a second press stops at once', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('stop');
	expect(rig.score(BAR, 4 * BAR).every((line) => Number(line.split('-')[0]) < 2 * BAR)).toBe(true);
	rig.runTo(2 * BAR + 20);
	expect(rig.jam.isRunning).toBe(false);
	expect(rig.jam.loop.state).toBe('stopped');

	const hasty = recordedLoop();
	hasty.runTo(BAR + 200);
	hasty.press('stop');
	hasty.press('stop');
	expect(hasty.jam.isRunning).toBe(false);
});

test('a stopped loop plays again from its start, whole, with all that was recorded', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('stop');
	rig.press('stop');
	rig.press('play');
	expect(rig.jam.loop.state).toBe('playing');
	expect(rig.score(0, BAR)).toEqual(['0-400 60 layer 1', '960-1360 64 layer 1']);
});

test('stopping in the middle of a recording keeps the take', () => {
	const rig = new JamRig({ loopBars: 4 });
	rig.press('record');
	rig.play(0, 400, 60);
	rig.play(960, 400, 64);
	rig.jam.startStop();
	expect(rig.jam.loop.state).toBe('stopped');
	expect(rig.jam.loop.layers[0]?.notes.map(({ pitch }) => pitch)).toEqual([60, 64]);
});

test('what was cleared comes back by undo', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('clear');
	rig.runTo(2 * BAR + 200);
	expect(rig.jam.loop.state).toBe('empty');
	expect(rig.score(2 * BAR, 4 * BAR)).toEqual([]);
	rig.press('undo');
	rig.runTo(3 * BAR + 10);
	expect(rig.score(3 * BAR, 4 * BAR)).toHaveLength(2);
});

test('quantising moves the sound, not the recording', () => {
	const rig = new JamRig();
	rig.press('record');
	rig.play(50, 300, 60);
	rig.play(1900, 100, 62);
	rig.runTo(2 * BAR);
	rig.jam.change({ quantiseStrength: 1, quantiseGrid: '1/16' });
	expect(rig.score(2 * BAR, 3 * BAR).map((line) => line.split('-')[0])).toEqual(['3840', '3840']);
	rig.jam.change({ quantiseStrength: 0.5 });
	expect(rig.score(2 * BAR, 3 * BAR)[0]).toBe('3865-4165 60 layer 1');
	rig.jam.change({ quantiseStrength: 0 });
	expect(rig.score(2 * BAR, 3 * BAR).map((line) => line.split('-')[0])).toContain('3890');
});

test('a refused action says why in one sentence and changes nothing', () => {
	const rig = new JamRig();
	for (const action of [
		'close',
		'overdub',
		'finish',
		'play',
		'undo',
		'redo',
		'clear',
		'stop'
	] as const) {
		rig.press(action);
		expect(rig.jam.notice).toMatch(/^[A-Z].*\.$/);
		expect(rig.jam.loop.state).toBe('empty');
	}
});

test('the metre is fixed while there is a loop', () => {
	const rig = recordedLoop();
	rig.jam.change({ metre: { beats: 3, unit: 4 }, temperature: 0.5 });
	expect(rig.jam.settings.metre).toEqual({ beats: 4, unit: 4 });
	expect(rig.jam.settings.temperature).toBe(0.5);
	expect(rig.jam.notice).toContain('metre');
});

test('each event of the score is found once, however the timeline is cut into windows', () => {
	const rig = recordedLoop();
	rig.runTo(BAR + 200);
	rig.press('overdub');
	rig.play(2 * BAR + 1800, 400, 72);
	rig.press('finish');
	const whole = rig.events(2 * BAR, 8 * BAR).map(({ key }) => key);
	expect(new Set(whole).size).toBe(whole.length);
	for (const width of [1, 7, 480, 1919, 1921]) {
		const pieces: string[] = [];
		for (let from = 2 * BAR; from < 8 * BAR; from += width) {
			pieces.push(...rig.events(from, Math.min(from + width, 8 * BAR)).map(({ key }) => key));
		}
		expect(pieces.sort()).toEqual([...whole].sort());
	}
});

test('a note that a blocked page hears of after the loop closed is not lost', () => {
	const rig = new JamRig();
	rig.press('record');
	rig.runTo(960);
	const playedAt = rig.now;
	rig.runTo(BAR + 100);
	expect(rig.jam.loop.layers[0]?.notes).toEqual([]);
	rig.jam.hear({ ...pressOf(64), at: playedAt });
	rig.jam.hear({ ...pressOf(64), kind: 'note-off', at: rig.now });
	expect(rig.score(2 * BAR, 3 * BAR)).toEqual([`${2 * BAR + 960}-${3 * BAR + 100} 64 layer 1`]);
});
