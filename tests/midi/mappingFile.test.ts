import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Mapping } from '../../src/midi/mapping';
import { perfTime } from '../../src/music/units';
import { ACTIONS, DEFAULTS, NO_MODIFIERS, onKey, rig, teachPedal, type Id } from './mappingRig';

test('what is saved comes back as it was', () => {
	const board = rig();
	teachPedal(board, 'pedal');
	board.mapping.clear('undo');
	const again = rig();
	expect(again.mapping.restore(JSON.parse(JSON.stringify(board.mapping.saved)))).toBe('');
	expect(again.mapping.bindings).toEqual(board.mapping.bindings);
});

test('where nothing was saved the defaults hold, without a word', () => {
	const { mapping } = rig();
	expect(mapping.restore(null)).toBe('');
	expect(mapping.bindings).toEqual(DEFAULTS);
});

test('an action that came with a later version gets its default, if that is free', () => {
	const old = new Mapping<Id>(ACTIONS.slice(0, 2), []);
	old.learn('stop');
	old.handle({
		kind: 'key-down',
		code: 'Space',
		isRepeat: false,
		...NO_MODIFIERS,
		at: perfTime(0)
	});
	const { mapping } = rig();
	expect(mapping.restore(old.saved)).toBe('');
	expect(mapping.bindings).toEqual([onKey('stop', 'Space'), onKey('undo', 'Backspace')]);
});

test('an action that is unknown is left out and said, and the rest holds', () => {
	const { mapping } = rig();
	const foreign = { action: 'dance', trigger: onKey('stop', 'KeyQ').trigger };
	const saved = {
		bindings: [foreign, onKey('stop', 'KeyR')],
		actions: ACTIONS.map(({ id }) => id)
	};
	expect(mapping.restore(saved)).toMatch(/^Some saved .*\.$/);
	expect(mapping.bindings).toEqual([onKey('stop', 'KeyR')]);
});

test.each([
	['no object', 7],
	['no list', { bindings: {}, actions: [] }],
	['no actions', { bindings: [] }],
	['a binding that is none', { bindings: [null], actions: [] }],
	['a key without a code', { bindings: [onKey('stop', '')], actions: [] }],
	[
		'a channel 17',
		{
			bindings: [
				{ action: 'stop', trigger: { kind: 'program', port: null, channel: 17, program: 1 } }
			],
			actions: []
		}
	],
	[
		'a pitch 128',
		{
			bindings: [{ action: 'stop', trigger: { kind: 'note', port: 'A', channel: 1, pitch: 128 } }],
			actions: []
		}
	]
])('what is damaged (%s) is said, and the defaults hold', (_name, saved) => {
	const { mapping } = rig();
	expect(mapping.restore(saved)).toMatch(/^The saved keys and pedals cannot be read: .*\.$/);
	expect(mapping.bindings).toEqual(DEFAULTS);
});

test('no saved value makes restoring throw', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (saved) => {
			expect(typeof rig().mapping.restore(saved)).toBe('string');
		})
	);
});

test('a saved trigger of any device works on each', () => {
	const { mapping, heard, midi } = rig();
	const trigger = { kind: 'program', port: null, channel: 1, program: 2 };
	mapping.restore({ bindings: [{ action: 'stop', trigger }], actions: [] });
	for (const port of ['Board', 'Keys']) expect(midi([0xc0, 2], 0, port)).toBe(true);
	expect(heard).toHaveLength(2);
});
