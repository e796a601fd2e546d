import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { ScreenKeys } from '../../src/midi/screenKeys';
import type { LiveEvent } from '../../src/music/liveEvent';
import { perfTime, pitch, velocity } from '../../src/music/units';
import { heardFrom } from './fakePage';

let keys: ScreenKeys;
let heard: LiveEvent[];

beforeEach(() => {
	keys = new ScreenKeys();
	heard = heardFrom(keys.events);
});

const strong = velocity(0.9);
const told = () =>
	heard.map((event) => ('pitch' in event ? `${event.kind} ${event.pitch}` : event.kind));

test('a press and a release are a note with its strength and times', () => {
	keys.press(1, pitch(60), strong, perfTime(10));
	keys.release(1, perfTime(20));
	const from = { port: 'screen keys', channel: 1, pitch: 60 };
	expect(heard).toEqual([
		{ kind: 'note-on', ...from, velocity: 0.9, at: 10 },
		{ kind: 'note-off', ...from, at: 20 }
	]);
});

test('without a time it is now', () => {
	const before = performance.now();
	keys.press(1, pitch(60), strong);
	expect(heard[0]?.at).toBeGreaterThanOrEqual(before);
	expect(heard[0]?.at).toBeLessThanOrEqual(performance.now());
});

test('a glide ends the old note and then begins the new one', () => {
	keys.press(1, pitch(60), strong);
	keys.move(1, pitch(60), strong);
	keys.move(1, pitch(62), strong);
	keys.release(1);
	expect(told()).toEqual(['note-on 60', 'note-off 60', 'note-on 62', 'note-off 62']);
});

test('fingers are independent, and two on one key end with the last', () => {
	keys.press(1, pitch(60), strong);
	keys.press(2, pitch(64), strong);
	keys.move(2, pitch(60), strong);
	keys.release(1);
	expect(told()).toEqual(['note-on 60', 'note-on 64', 'note-off 64', 'note-on 60']);
	keys.release(2);
	expect(told().at(-1)).toBe('note-off 60');
});

test('a pointer that is not down neither glides nor ends anything', () => {
	keys.move(1, pitch(60), strong);
	keys.release(1);
	keys.releaseAll();
	expect(heard).toEqual([]);
});

test('releasing all lets go once', () => {
	keys.press(1, pitch(60), strong);
	keys.releaseAll();
	keys.release(1);
	expect(told()).toEqual(['note-on 60', 'released']);
});

const gesture = fc.oneof(
	fc.record({
		kind: fc.constantFrom('press', 'move'),
		finger: fc.integer({ min: 1, max: 4 }),
		key: fc.integer({ min: 60, max: 66 })
	}),
	fc.record({ kind: fc.constant('release'), finger: fc.integer({ min: 1, max: 4 }) })
);

test('whatever the fingers do, nothing sounds once all are up', () => {
	fc.assert(
		fc.property(fc.array(gesture, { maxLength: 60 }), (gestures) => {
			const player = new ScreenKeys();
			const sounding = new Set<number>();
			player.events.on((event) => {
				if (event.kind === 'note-on') sounding.add(event.pitch);
				if (event.kind === 'note-off') expect(sounding.delete(event.pitch)).toBe(true);
			});
			for (const act of gestures) {
				if ('key' in act && act.kind === 'press') player.press(act.finger, pitch(act.key), strong);
				else if ('key' in act) player.move(act.finger, pitch(act.key), strong);
				else player.release(act.finger);
			}
			for (let finger = 1; finger <= 4; finger++) player.release(finger);
			expect(sounding.size).toBe(0);
		})
	);
});
