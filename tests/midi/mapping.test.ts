import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseControl } from '../../src/midi/controlMessage';
import { Mapping } from '../../src/midi/mapping';
import { overlap, type Control } from '../../src/midi/trigger';
import { perfTime } from '../../src/music/units';
import { ACTIONS, DEFAULTS, onKey, pressed, released, rig, type Id } from './mappingRig';

test('a key presses and lets go with its own moments, and what repeats is nothing new', () => {
	const { heard, key } = rig();
	expect(key('keydown', 'Space', { timeStamp: 10 })).toBe(true);
	expect(key('keydown', 'Space', { timeStamp: 500, repeat: true })).toBe(true);
	expect(key('keyup', 'Space', { timeStamp: 900 })).toBe(true);
	expect(heard).toEqual([pressed('pedal', 10), released('pedal', 900)]);
});

test('only actions that are held are let go', () => {
	const { heard, key } = rig();
	key('keydown', 'Backspace');
	expect(key('keyup', 'Backspace')).toBe(true);
	expect(heard).toEqual([pressed('undo')]);
});

test('shift matters where it has a meaning, and other modifiers always do', () => {
	const { heard, key } = rig();
	key('keydown', 'Backspace', { shiftKey: true });
	key('keydown', 'Space', { shiftKey: true });
	expect(heard).toEqual([pressed('stop'), pressed('pedal')]);
	expect(key('keydown', 'Space', { ctrlKey: true })).toBe(false);
});

test('what is bound to nothing passes, beginning and end', () => {
	const { heard, midi, key } = rig();
	expect(midi([0x90, 60, 100])).toBe(false);
	expect(midi([0x80, 60, 0])).toBe(false);
	expect(midi([0xb0, 64, 127])).toBe(false);
	expect(midi([0xb0, 64, 0])).toBe(false);
	expect(midi([0xc0, 3])).toBe(false);
	expect(key('keydown', 'KeyA')).toBe(false);
	expect(key('keyup', 'KeyA')).toBe(false);
	expect(heard).toEqual([]);
});

test('a note is learned by touching, swallowed from then on, and only on its device and channel', () => {
	const { mapping, heard, midi } = rig();
	mapping.learn('pedal');
	expect(mapping.learning).toBe('pedal');
	expect(midi([0x91, 36, 100], 1)).toBe(true);
	expect(mapping.learning).toBeNull();
	expect(midi([0x81, 36, 0], 2)).toBe(true);
	expect(heard).toEqual([]);
	expect(midi([0x91, 36, 100], 3)).toBe(true);
	expect(midi([0x91, 36, 0], 4)).toBe(true);
	expect(heard).toEqual([pressed('pedal', 3), released('pedal', 4)]);
	expect(midi([0x90, 36, 100])).toBe(false);
	expect(midi([0x91, 36, 100], 0, 'Keys')).toBe(false);
	expect(mapping.actions[0]?.binding).toBe('Space or Note C2 (Board, channel 2)');
});

test('what lets go teaches nothing', () => {
	const { mapping, midi, key } = rig();
	mapping.learn('stop');
	expect(midi([0x80, 40, 0])).toBe(false);
	expect(midi([0x90, 40, 0])).toBe(false);
	expect(midi([0xb0, 80, 0])).toBe(false);
	expect(midi([0xb0, 80, 63])).toBe(false);
	expect(key('keyup', 'KeyQ')).toBe(false);
	expect(key('keydown', 'ShiftLeft', { shiftKey: true })).toBe(false);
	expect(key('keydown', 'Tab')).toBe(false);
	expect(key('keydown', 'KeyQ', { repeat: true })).toBe(false);
	expect(mapping.learning).toBe('stop');
});

test('Escape ends the teaching and does nothing else', () => {
	const { mapping, key } = rig();
	mapping.learn('stop');
	expect(key('keydown', 'Escape')).toBe(true);
	expect(key('keyup', 'Escape')).toBe(true);
	expect(mapping.learning).toBeNull();
	expect(mapping.bindings).toEqual(DEFAULTS);
	expect(key('keydown', 'Escape')).toBe(false);
});

test('a trigger that is taken is asked about, and moves only when that is confirmed', () => {
	const { mapping, heard, key } = rig();
	mapping.learn('stop');
	key('keydown', 'Space');
	key('keyup', 'Space');
	expect(mapping.conflict).toBe(
		'Space does “Pedal” now: confirm to have it do “Stop” instead, or cancel.'
	);
	expect(mapping.bindings).toEqual(DEFAULTS);
	mapping.cancel();
	expect(mapping.conflict).toBeNull();
	key('keydown', 'Space');
	key('keyup', 'Space');
	expect(heard).toEqual([pressed('pedal'), released('pedal')]);
	mapping.learn('stop');
	key('keydown', 'Space');
	mapping.confirm();
	expect(mapping.learning).toBeNull();
	key('keyup', 'Space');
	key('keydown', 'Space');
	expect(heard.slice(2)).toEqual([pressed('stop')]);
	expect(mapping.actions[0]?.binding).toBe('');
});

test('what works the action already is no conflict', () => {
	const { mapping, key } = rig();
	mapping.learn('pedal');
	key('keydown', 'Space');
	expect(mapping.conflict).toBeNull();
	expect(mapping.learning).toBeNull();
	expect(mapping.bindings).toHaveLength(DEFAULTS.length);
});

test('no two bindings ever share a trigger, whatever is taught', () => {
	const touches = fc.array(
		fc.tuple(
			fc.constantFrom<Id>('pedal', 'stop', 'undo'),
			fc.constantFrom([0x90, 36, 100], [0xb0, 80, 127], [0xc0, 5], [0x91, 36, 100]),
			fc.constantFrom('Board', 'Keys'),
			fc.boolean()
		),
		{ maxLength: 20 }
	);
	fc.assert(
		fc.property(touches, (list) => {
			const { mapping, midi } = rig();
			for (const [action, bytes, port, isConfirmed] of list) {
				mapping.learn(action);
				midi(bytes, 0, port);
				if (isConfirmed) mapping.confirm();
				else mapping.cancel();
			}
			mapping.bindings.forEach(({ trigger }, place) => {
				for (const other of mapping.bindings.slice(place + 1)) {
					expect(overlap(trigger, other.trigger)).toBe(false);
				}
			});
		})
	);
});

test('clearing and resetting', () => {
	const { mapping } = rig();
	mapping.clear('undo');
	expect(mapping.actions.find(({ id }) => id === 'undo')?.binding).toBe('');
	mapping.reset();
	expect(mapping.bindings).toEqual(DEFAULTS);
	expect(() => {
		mapping.learn('nothing');
	}).toThrow('nothing');
});

test('defaults that share a trigger are a mistake', () => {
	const twice = [onKey('stop', 'Space'), onKey('pedal', 'Space')];
	expect(() => new Mapping<Id>(ACTIONS, twice)).toThrow('Space');
});

test('controls are parsed with their channel, and what works nothing is none', () => {
	const parse = (...bytes: number[]): Control | null =>
		parseControl(Uint8Array.from(bytes), perfTime(5), 'Board');
	expect(parse(0xc3, 9)).toEqual({
		kind: 'program-change',
		port: 'Board',
		channel: 4,
		program: 9,
		at: 5
	});
	expect(parse(0xb0, 64, 127)).toMatchObject({
		kind: 'control-change',
		controller: 64,
		value: 127
	});
	for (const bytes of [
		[],
		[0xc0],
		[0xc0, 128],
		[0xb0, 64],
		[0xb0, 123, 0],
		[0xe0, 0, 64],
		[0xf8]
	]) {
		expect(parse(...bytes)).toBeNull();
	}
});
