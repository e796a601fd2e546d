import { expect, test } from 'vitest';
import { Tape } from '../../../src/audio/looper/tape';
import {
	afterAction,
	EMPTY_PROGRAM,
	isAllowed,
	recordingFrom,
	type TrackProgram
} from '../../../src/audio/looper/trackProgram';
import { TRACK_ACTIONS } from '../../../src/music/looper';

const numbers = () => {
	let last = 0;
	return () => ++last;
};
const RECORDING = recordingFrom(EMPTY_PROGRAM, null, 0, new Tape(1, 0), 1);
const PLAYING = afterAction(RECORDING, 'close', 8000, numbers());
const MUTED = afterAction(PLAYING, 'mute', 8000, numbers());
const STOPPED = afterAction(PLAYING, 'stop', 8000, numbers());
const OVERDUBBING = recordingFrom(PLAYING, 'overdub', 16_000, new Tape(2, 0), 1);
const CLEARED = afterAction(PLAYING, 'clear', 8000, numbers());

const MOVES = ['trigger', 'reverse', 'half', 'double'];
test.each([
	['empty', EMPTY_PROGRAM, ['record']],
	['cleared', CLEARED, ['record', 'undo']],
	['recording', RECORDING, ['close', 'stop', 'undo', 'clear']],
	[
		'playing',
		PLAYING,
		[
			'overdub',
			'replace',
			'substitute',
			'multiply',
			'insert',
			'stop',
			'mute',
			'undo',
			'clear'
		].concat(MOVES)
	],
	['overdubbing', OVERDUBBING, ['finish', 'stop', 'undo', 'clear']],
	['stopped', STOPPED, ['play', 'undo', 'clear', ...MOVES]],
	['muted', MUTED, ['play', 'unmute', 'stop', 'undo', 'clear', ...MOVES]]
] as const)('what a track that is %s allows', (_, program, allowed) => {
	const found = TRACK_ACTIONS.filter((action) => isAllowed(program, action));
	expect(new Set<string>(found)).toEqual(new Set<string>(allowed));
});

test.each([
	[RECORDING, 'close', 'playing', 8000],
	[RECORDING, 'stop', 'stopped', 8000],
	[RECORDING, 'undo', 'empty', 0],
	[RECORDING, 'clear', 'empty', 0],
	[PLAYING, 'mute', 'muted', 8000],
	[PLAYING, 'stop', 'stopped', 8000],
	[PLAYING, 'clear', 'empty', 0],
	[PLAYING, 'undo', 'empty', 0],
	[MUTED, 'unmute', 'playing', 8000],
	[STOPPED, 'play', 'playing', 8000],
	[STOPPED, 'trigger', 'playing', 8000],
	[CLEARED, 'undo', 'playing', 8000]
] as const)('from %#: an action leads to its state', (program, action, state, length) => {
	const after: TrackProgram = afterAction(program, action, 8000, numbers());
	expect([after.state, after.content.length, after.take]).toEqual([state, length, null]);
});

test('undo in an overdub that has no sound yet leaves the loop as it was', () => {
	for (const due of [15_900, 16_000, 16_010]) {
		const after = afterAction(OVERDUBBING, 'undo', due, numbers());
		expect([after.state, after.content, after.take]).toEqual(['playing', PLAYING.content, null]);
	}
});

test('every layer of a content has its own number, after an insert too', () => {
	const nextLayer = numbers();
	const late = recordingFrom(PLAYING, 'overdub', 12_000, new Tape(2, 0), 1);
	const dubbed = afterAction(late, 'finish', 20_000, nextLayer);
	const inserting = recordingFrom(dubbed, 'insert', 24_000, new Tape(3, 0), 1);
	const { layers } = afterAction(inserting, 'finish', 32_000, nextLayer).content;
	expect(layers.length).toBe(4);
	expect(new Set(layers.map(({ window }) => window.id)).size).toBe(layers.length);
});
