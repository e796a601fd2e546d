import { expect, test } from 'vitest';
import { savedLoop } from '../../src/jam/savedLoop';
import { BAR, JamRig } from './jamRig';
import { choose, pitchesIn, sectionOf, withA, withBoth } from './sectionRig';

test('a change of section waits for the end of the pass; pressed again for the next bar line; then it is off', () => {
	const rig = withA();
	choose(rig, 'B');
	expect(rig.jam.loop.pending).toEqual({
		action: 'section',
		section: 'B',
		due: 4 * BAR,
		isAutomatic: false
	});
	choose(rig, 'B');
	expect(rig.jam.loop.pending?.due).toBe(3 * BAR);
	choose(rig, 'B');
	expect(rig.jam.loop.pending).toBeNull();
	choose(rig, 'B');
	rig.jam.cancelPending();
	rig.runTo(5 * BAR);
	expect(sectionOf(rig, 'A').isPresent).toBe(true);
});

test('the button of the section that sounds takes a pending change off', () => {
	const rig = withA();
	choose(rig, 'B');
	choose(rig, 'A');
	expect(rig.jam.loop.pending).toBeNull();
	choose(rig, 'A');
	expect(rig.jam.loop.pending).toBeNull();
});

test('an empty section is recorded while the music goes on, and A rests unharmed', () => {
	const rig = withA();
	choose(rig, 'B');
	rig.runTo(4 * BAR);
	expect(rig.jam.loop).toMatchObject({ state: 'recording', recordingFrom: 4 * BAR });
	expect(rig.jam.isRunning).toBe(true);
	rig.play(4 * BAR, 400, 70);
	expect(rig.score(4 * BAR, 6 * BAR)).toEqual([]);
	rig.runTo(6 * BAR + 10);
	expect(rig.jam.loop.region).toEqual({ start: 4 * BAR, length: 2 * BAR });
	expect(rig.score(6 * BAR, 8 * BAR)).toEqual([`${6 * BAR}-${6 * BAR + 400} 70 layer 2`]);
	expect(pitchesIn(rig, 'A')).toEqual([60, 62]);
});

test('a section comes back from its start, wherever it was left, and the score knows it before', () => {
	const rig = withBoth();
	choose(rig, 'A');
	expect(rig.jam.loop.pending?.due).toBe(8 * BAR);
	const told = rig.score(8 * BAR, 10 * BAR);
	expect(told).toEqual([
		`${8 * BAR}-${8 * BAR + 400} 60 layer 1`,
		`${9 * BAR}-${9 * BAR + 400} 62 layer 1`
	]);
	rig.runTo(8 * BAR + 10);
	expect(rig.score(8 * BAR, 10 * BAR)).toEqual(told);
	choose(rig, 'B');
	choose(rig, 'B');
	expect(rig.score(9 * BAR, 11 * BAR)).toEqual([
		`${9 * BAR}-${9 * BAR + 400} 70 layer 2`,
		`${10 * BAR}-${10 * BAR + 400} 72 layer 2`
	]);
});

test('what sounds ends on the line of the change, and does not sound on when the section comes back', () => {
	const rig = new JamRig({ loopBars: 1 });
	rig.press('record');
	rig.play(0, 100, 60);
	rig.play(1200, 900, 64);
	rig.runTo(2 * BAR + 200);
	choose(rig, 'B');
	expect(rig.score(2 * BAR, 4 * BAR)).toEqual([
		`${2 * BAR}-${2 * BAR + 100} 60 layer 1`,
		`${2 * BAR + 1200}-${3 * BAR} 64 layer 1`
	]);
});

test('an early downbeat of the pass that does not come is left out, and its held rest opens the pass that does', () => {
	const rig = withA({ loopBars: 1 });
	rig.jam.press('clear', rig.now);
	rig.runTo(4 * BAR);
	rig.press('record');
	rig.play(5 * BAR - 20, 300, 67);
	rig.runTo(6 * BAR + 10);
	choose(rig, 'B');
	const due = rig.jam.loop.pending!.due;
	expect(rig.score(due - 100, due + BAR)).toEqual([]);
	rig.runTo(due + 10);
	choose(rig, 'A');
	const back = rig.jam.loop.pending!.due;
	expect(rig.score(back, back + 400)).toEqual([`${back}-${back + 280} 67 layer 2`]);
});

test('each section has layers, undo, redo and clear of its own', () => {
	const rig = withBoth();
	rig.press('overdub');
	rig.play(7 * BAR + 200, 200, 77);
	rig.press('finish');
	rig.runTo(8 * BAR + 200);
	expect(pitchesIn(rig, 'B')).toEqual([70, 72, 77]);
	rig.press('undo');
	rig.runTo(9 * BAR + 200);
	expect(pitchesIn(rig, 'B')).toEqual([70, 72]);
	choose(rig, 'A');
	rig.runTo(10 * BAR + 200);
	expect(rig.jam.loop).toMatchObject({ canRedo: false, state: 'playing' });
	rig.press('clear');
	rig.runTo(11 * BAR + 200);
	expect(rig.jam.loop.state).toBe('empty');
	choose(rig, 'B');
	rig.runTo(12 * BAR + 200);
	expect(rig.jam.loop).toMatchObject({ canRedo: true, state: 'playing' });
	expect(pitchesIn(rig, 'B')).toEqual([70, 72]);
	rig.press('redo');
	rig.runTo(13 * BAR + 200);
	expect(pitchesIn(rig, 'B')).toEqual([70, 72, 77]);
});

test('an overdub ends with its section, and is there when that comes back', () => {
	const rig = withA();
	rig.press('overdub');
	choose(rig, 'A');
	rig.runTo(3 * BAR + 100);
	rig.play(3 * BAR + 480, 200, 80);
	choose(rig, 'B');
	rig.runTo(4 * BAR + 10);
	expect(pitchesIn(rig, 'A')).toEqual([60, 62, 80]);
	expect(sectionOf(rig, 'A').layers.every(({ isOpen }) => !isOpen)).toBe(true);
});

test('in the last bar of a pass, too, a change pressed twice comes, and pressed once more is off', () => {
	const rig = withA();
	rig.runTo(3 * BAR + 200);
	const dues = [1, 2, 3].map(() => {
		choose(rig, 'B');
		return rig.jam.loop.pending?.due;
	});
	expect(dues).toEqual([4 * BAR, 4 * BAR, undefined]);
	choose(rig, 'B');
	expect(rig.jam.loop.pending?.due).toBe(4 * BAR);
});

test('turning away in the middle of a recording closes it at its end, or at the next bar line', () => {
	const rig = new JamRig({ loopBars: 4 });
	rig.press('record');
	rig.play(0, 400, 60);
	rig.runTo(BAR + 100);
	choose(rig, 'B');
	expect(rig.jam.loop.pending?.due).toBe(4 * BAR);
	rig.jam.cancelPending();
	expect(rig.jam.loop.pending).toEqual({ action: 'close', due: 4 * BAR, isAutomatic: true });
	choose(rig, 'B');
	choose(rig, 'B');
	expect(rig.jam.loop.pending?.due).toBe(2 * BAR);
	rig.runTo(2 * BAR + 10);
	expect(sectionOf(rig, 'A')).toMatchObject({ length: 2 * BAR, isPresent: false });
});

test('a section in which nothing was played is still empty: who comes back to it records', () => {
	const rig = withA();
	choose(rig, 'B');
	rig.runTo(6 * BAR + 200);
	choose(rig, 'A');
	rig.runTo(8 * BAR + 200);
	expect(sectionOf(rig, 'B').isBlank).toBe(true);
	choose(rig, 'B');
	rig.runTo(10 * BAR + 10);
	expect(rig.jam.loop.state).toBe('recording');
});

test('while nothing runs a section is turned to at once, and played from its start', () => {
	const rig = withBoth();
	rig.jam.startStop();
	expect(rig.jam.isRunning).toBe(false);
	choose(rig, 'A');
	expect(rig.jam.loop.state).toBe('stopped');
	rig.press('play');
	expect(rig.jam.loop.region?.start).toBe(rig.transport.position());
	const from = rig.jam.loop.region!.start;
	expect(rig.score(from, from + 2 * BAR)).toEqual([
		`${from}-${from + 400} 60 layer 1`,
		`${from + BAR}-${from + BAR + 400} 62 layer 1`
	]);
});

test('a stop in the middle of recording B keeps what was played, and A', () => {
	const rig = withA({ loopBars: 'free' });
	rig.press('close');
	rig.runTo(3 * BAR + 200);
	choose(rig, 'B');
	const due = rig.jam.loop.pending!.due;
	rig.play(due, 400, 70);
	expect(pitchesIn(rig, 'B')).toEqual([70]);
	rig.jam.startStop();
	expect(pitchesIn(rig, 'A')).toEqual([60, 62]);
	expect(pitchesIn(rig, 'B')).toEqual([70]);
});

test('a change to a loop that could not sound in time any more takes the next line', () => {
	const rig = withBoth();
	rig.runTo(8 * BAR - 40);
	choose(rig, 'A');
	expect(rig.jam.loop.pending?.due).toBe(10 * BAR);
});

test('the metre is fixed while any section holds a loop', () => {
	const rig = withA();
	rig.jam.startStop();
	choose(rig, 'B');
	expect(rig.jam.loop.state).toBe('empty');
	rig.jam.change({ metre: { beats: 3, unit: 4 } });
	expect(rig.jam.settings.metre).toEqual({ beats: 4, unit: 4 });
});

test('the chords of a section are its own', () => {
	const rig = withBoth();
	rig.jam.chords.type('Dm G');
	choose(rig, 'A');
	rig.runTo(8 * BAR + 10);
	expect(rig.jam.chords.isAnyPinned).toBe(false);
	rig.jam.chords.type('C F');
	choose(rig, 'B');
	rig.runTo(10 * BAR + 10);
	expect(rig.jam.chords.text).toContain('Dm');
});

test('all that was done in the sections is undone one by one, and comes back by redo', () => {
	const rig = withBoth();
	for (const section of ['B', 'A'] as const) {
		choose(rig, section);
		rig.runTo(rig.transport.position() + 4 * BAR);
		expect(sectionOf(rig, section).isPresent).toBe(true);
		const before = pitchesIn(rig, section);
		rig.press('undo');
		rig.runTo(rig.transport.position() + BAR);
		expect(pitchesIn(rig, section)).toEqual([]);
		rig.press('redo');
		rig.runTo(rig.transport.position() + BAR);
		expect(pitchesIn(rig, section)).toEqual(before);
	}
});

test('a file holds both sections one after the other, and says where each begins', () => {
	const rig = withA();
	const alone = savedLoop(rig.jam)!;
	expect(alone.sections).toEqual([{ name: 'A', at: 0 }]);
	choose(rig, 'B');
	rig.play(4 * BAR, 400, 70);
	rig.play(5 * BAR, 400, 72);
	rig.runTo(6 * BAR + 200);
	const saved = savedLoop(rig.jam)!;
	expect(saved.length).toBe(4 * BAR);
	expect(saved.sections).toEqual([
		{ name: 'A', at: 0 },
		{ name: 'B', at: 2 * BAR }
	]);
	const starts = saved.tracks.map(({ notes }) => notes.map(({ start }) => start));
	expect(starts).toEqual([
		[0, BAR],
		[2 * BAR, 3 * BAR]
	]);
});
