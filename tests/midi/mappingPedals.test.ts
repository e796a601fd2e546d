import fc from 'fast-check';
import { expect, test } from 'vitest';
import { perfTime } from '../../src/music/units';
import { pressed, released, rig, teachPedal } from './mappingRig';

test('a pedal presses from the middle of its way on and lets go clearly below it', () => {
	const board = rig();
	teachPedal(board, 'pedal');
	for (const [place, value] of [10, 63, 64, 70, 62, 65, 90, 58, 55, 60, 0].entries()) {
		expect(board.midi([0xb0, 80, value], 1000 + place)).toBe(true);
	}
	expect(board.heard).toEqual([pressed('pedal', 1002), released('pedal', 1008)]);
});

test('a pedal that says 127 at each press taps each time', () => {
	const board = rig();
	board.mapping.learn('pedal');
	board.midi([0xb0, 80, 127], 0);
	for (const at of [1000, 2000, 3000]) board.midi([0xb0, 80, 127], at);
	expect(board.heard).toEqual(
		[1000, 2000, 3000].flatMap((at) => [pressed('pedal', at), released('pedal', at)])
	);
});

test('a contact that bounces is one press', () => {
	const board = rig();
	teachPedal(board, 'stop');
	for (const at of [1000, 1004, 1011]) board.midi([0xb0, 80, 127], at);
	expect(board.heard).toEqual([pressed('stop', 1000)]);
});

test('a pedal that latches is known by its second press, and each press counts then', () => {
	const board = rig();
	board.mapping.learn('pedal');
	board.midi([0xb0, 80, 127], 0);
	for (const [value, at] of [
		[0, 4000],
		[127, 5000],
		[0, 6000]
	] as const) {
		board.midi([0xb0, 80, value], at);
	}
	expect(board.heard).toEqual(
		[4000, 5000, 6000].flatMap((at) => [pressed('pedal', at), released('pedal', at)])
	);
	const again = rig();
	expect(again.mapping.restore(board.mapping.saved)).toBe('');
	again.midi([0xb0, 80, 127], 100);
	again.midi([0xb0, 80, 0], 900);
	expect(again.heard).toHaveLength(4);
});

test('a program change is a tap each time', () => {
	const board = rig();
	board.mapping.learn('pedal');
	board.midi([0xc0, 7], 1);
	for (const at of [10, 20]) expect(board.midi([0xc0, 7], at)).toBe(true);
	expect(board.heard).toEqual(
		[10, 20].flatMap((at) => [pressed('pedal', at), released('pedal', at)])
	);
	expect(board.midi([0xc0, 8])).toBe(false);
});

test('a treadle that is moved, and nothing else, is learned for a value', () => {
	const { mapping, heard, midi, key } = rig();
	mapping.learn('level');
	expect(midi([0x90, 60, 100])).toBe(false);
	expect(key('keydown', 'KeyQ')).toBe(false);
	midi([0xb0, 1, 64]);
	midi([0xb0, 1, 65]);
	midi([0xb0, 11, 0]);
	expect(mapping.learning).toBe('level');
	midi([0xb0, 11, 20]);
	expect(mapping.learning).toBeNull();
	midi([0xb0, 11, 127], 5);
	midi([0xb0, 11, 0], 6);
	expect(heard).toEqual([
		{ kind: 'value', action: 'level', value: 1, at: 5 },
		{ kind: 'value', action: 'level', value: 0, at: 6 }
	]);
});

test('what is down on a device that goes, or on keys that lose the focus, is let go', () => {
	const board = rig();
	teachPedal(board, 'pedal');
	board.midi([0xb0, 80, 127], 1000);
	board.mapping.release('Keys', perfTime(1500));
	expect(board.heard).toHaveLength(1);
	board.mapping.release('Board', perfTime(2000));
	board.midi([0xb0, 80, 127], 3000);
	board.midi([0xb0, 80, 0], 3100);
	expect(board.heard.slice(1)).toEqual([
		released('pedal', 2000),
		pressed('pedal', 3000),
		released('pedal', 3100)
	]);
	board.key('keydown', 'Space', { timeStamp: 4000 });
	board.mapping.release(null, perfTime(4500));
	expect(board.key('keyup', 'Space', { timeStamp: 4600 })).toBe(false);
	expect(board.heard.slice(4)).toEqual([pressed('pedal', 4000), released('pedal', 4500)]);
});

test('every press of a held action is let go exactly once, in order', () => {
	const moves = fc.array(
		fc.constantFrom<readonly number[]>(
			[0x90, 36, 90],
			[0x80, 36, 0],
			[0xb0, 80, 127],
			[0xb0, 80, 0],
			[0xc0, 7]
		),
		{ maxLength: 60 }
	);
	fc.assert(
		fc.property(moves, (list) => {
			const board = rig();
			for (const bytes of [
				[0x90, 36, 90],
				[0xb0, 80, 127],
				[0xc0, 7]
			]) {
				board.mapping.learn('pedal');
				board.midi(bytes);
			}
			let at = 0;
			for (const bytes of list) board.midi(bytes, (at += 100));
			board.mapping.release('Board', perfTime(at));
			const kinds = (board.heard as { kind: string }[]).map(({ kind }) => kind);
			const count = (kind: string) => kinds.filter((found) => found === kind).length;
			expect(count('pressed')).toBe(count('released'));
			expect(kinds[0] ?? 'pressed').toBe('pressed');
		})
	);
});
