import { expect, test } from 'vitest';
import type { TrackAction } from '../../../src/music/looper';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

function playing(): TracksRig {
	const rig = new TracksRig();
	rig.recordFirst(4 * RATE);
	rig.pass(900);
	return rig;
}

test('tap by tap the pedal records, plays, overdubs and plays', () => {
	const rig = new TracksRig();
	const walk: [string, TrackAction][] = [];
	for (const wait of [4000, 2500, 2500, 2500, 100]) {
		walk.push([rig.state(), rig.tracks.pedalAction]);
		rig.tap();
		rig.pass(wait);
	}
	expect(walk).toEqual([
		['empty', 'record'],
		['recording', 'close'],
		['playing', 'overdub'],
		['overdubbing', 'finish'],
		['playing', 'overdub']
	]);
});

test('a tap on a track that is armed or closing takes off what waits', () => {
	const rig = new TracksRig();
	rig.jam.startStop();
	rig.pass(500);
	rig.tap();
	expect(rig.state()).toBe('armed');
	rig.pass(400);
	rig.tap();
	expect(rig.state()).toBe('empty');
	rig.pass(400);
	rig.tap();
	rig.pass(3000);
	rig.tap();
	expect(rig.state()).toBe('closing');
	rig.pass(400);
	rig.tap();
	expect(rig.state()).toBe('recording');
});

test.each([
	['muted', 'unmute'],
	['stopped', 'play']
] as const)('on a %s track the pedal is there to %s', (state, action) => {
	const rig = playing();
	rig.press(state === 'muted' ? 'mute' : 'stop');
	rig.pass(2500);
	expect(rig.state()).toBe(state);
	expect(rig.tracks.pedalAction).toBe(action);
	rig.tap();
	rig.pass(2500);
	expect(rig.state()).toBe('playing');
});

test('a double tap stops at the first tap’s moment, as if that had not been', () => {
	const rig = playing();
	rig.looper.commands.length = 0;
	const first = rig.context.frame;
	rig.tap();
	rig.pass(100);
	rig.tap();
	expect(rig.looper.presses()).toEqual(['overdub', 'take-back', 'stop']);
	expect(rig.looper.last('press')?.at).toBe(first);
	rig.pass(2500);
	expect(rig.state()).toBe('stopped');
});

test('a double tap ends the first recording stopped, and its tempo is known', () => {
	const rig = new TracksRig();
	rig.press('record');
	rig.pass(4000);
	const first = rig.context.frame;
	rig.tap();
	rig.pass(90);
	rig.tap();
	rig.pass(300);
	expect(rig.state()).toBe('stopped');
	expect(rig.looper.base!.origin + rig.looper.base!.length).toBe(first);
	expect(rig.tracks.guess).toMatchObject({ bars: 2, bpm: 120 });
});

test('a hold undoes the last layer, and the next one brings it back', () => {
	const rig = playing();
	rig.press('overdub');
	rig.pass(2500);
	rig.press('finish');
	rig.pass(2500);
	const layered = rig.looper.tracks[0]!.record.past.length;
	rig.looper.commands.length = 0;
	rig.hold();
	expect(rig.looper.presses()).toEqual(['overdub', 'take-back', 'undo']);
	expect(rig.tracks.tracks[0]!.canRedo).toBe(true);
	rig.pass(500);
	rig.hold();
	expect(rig.looper.last('press')?.action).toBe('redo');
	rig.pass(500);
	rig.hold();
	expect(rig.looper.last('press')?.action).toBe('undo');
	expect(rig.looper.tracks[0]!.record.past).toHaveLength(layered - 1);
});

test('after anything else, a hold undoes again instead of bringing back', () => {
	const rig = playing();
	rig.press('overdub');
	rig.pass(2500);
	rig.press('finish');
	rig.pass(2500);
	rig.hold();
	rig.press('mute');
	rig.pass(2500);
	rig.hold();
	expect(rig.looper.last('press')?.action).toBe('undo');
});

test('a hold on the open first recording throws it away', () => {
	const rig = new TracksRig();
	rig.press('record');
	rig.pass(2000);
	rig.hold();
	rig.pass(1000);
	expect(rig.state()).toBe('empty');
	expect(rig.transport.isRunning).toBe(false);
});

test('a tap and a hold clear the track', () => {
	const rig = playing();
	rig.looper.commands.length = 0;
	rig.tap();
	rig.pass(100);
	rig.hold();
	expect(rig.looper.presses()).toEqual(['overdub', 'take-back', 'stop', 'take-back', 'clear']);
	expect(rig.state()).toBe('empty');
});

test('a tap that is taken back stops the transport that it started', () => {
	const rig = new TracksRig({ countInBars: 1 });
	rig.tracks.change({ tempoFrom: 'metronome' });
	rig.tap();
	expect(rig.transport.isRunning).toBe(true);
	rig.pass(100);
	rig.tap();
	expect(rig.transport.isRunning).toBe(false);
	expect(rig.state()).toBe('empty');
	expect(rig.looper.grid).toBeNull();
});

test('a count-in whose recording is cancelled ends by itself', () => {
	const rig = new TracksRig({ countInBars: 2 });
	rig.tracks.change({ tempoFrom: 'metronome' });
	rig.press('record');
	rig.pass(600);
	rig.tracks.cancelPending();
	rig.pass(600);
	expect(rig.state()).toBe('empty');
	expect(rig.transport.isRunning).toBe(false);
});

test('under the pedal the keys do as they always did', () => {
	const rig = new TracksRig({ loopBars: 1 });
	rig.tracks.select('keys');
	expect(rig.tracks.pedalAction).toBe('record');
	rig.tracks.pedalDown(rig.now);
	rig.tracks.pedalUp(rig.now);
	expect(rig.jam.loop.state).toBe('armed');
	expect(rig.looper.presses()).toEqual([]);
	rig.pass(2500);
	expect(rig.jam.loop.state).toBe('playing');
	expect(rig.tracks.pedalAction).toBe('overdub');
});
