import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { EasyHands } from '../../src/midi/easyHands';
import type { Harmony } from '../../src/music/easy/harmony';
import { chordOf } from '../../src/music/harmony/chord';
import type { LiveEvent } from '../../src/music/liveEvent';
import { perfTime, pitch, velocity } from '../../src/music/units';
import { heardFrom } from './fakePage';

const C_MAJOR = [0, 2, 4, 5, 7, 9, 11];
const over = (symbol: string | null): Harmony => ({
	chord: symbol === null ? null : chordOf(symbol)!.pitchClasses,
	scale: C_MAJOR,
	isStrong: false
});

let harmony: Harmony;
let hands: EasyHands;
let heard: LiveEvent[];

beforeEach(() => {
	harmony = over('C');
	hands = new EasyHands(pitch(60), () => harmony);
	heard = heardFrom(hands.events);
});

const LETTERS = 'computer keyboard';
const DEVICE = 'Keystation';
const strong = velocity(0.9);

const on = (key: number, port = DEVICE, at = 10): LiveEvent => ({
	kind: 'note-on',
	port,
	channel: 3,
	pitch: pitch(key),
	velocity: strong,
	at: perfTime(at)
});
const off = (key: number, port = DEVICE, at = 20): LiveEvent => ({
	kind: 'note-off',
	port,
	channel: 3,
	pitch: pitch(key),
	at: perfTime(at)
});
const touch = (button: number, at = 10) => ({ button, velocity: strong, at: perfTime(at) });
const told = () =>
	heard.map((event) => ('pitch' in event ? `${event.kind} ${event.pitch}` : event.kind));
const begun = () => heard.flatMap((event) => (event.kind === 'note-on' ? [event.pitch] : []));

test('the letters of the home row are the buttons, and the others are silent', () => {
	for (let key = 60; key <= 75; key++) hands.hearLetters(on(key, LETTERS));
	expect(begun()).toEqual([60, 62, 64, 65, 67, 69, 71, 72]);
	expect(hands.buttons).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
	for (let key = 60; key <= 75; key++) hands.hearLetters(off(key, LETTERS));
	expect(heard).toHaveLength(16);
	expect(hands.buttons).toEqual(new Set());
});

test('a note keeps port, channel, strength and time of the key that it stands for', () => {
	harmony = { ...over('Db'), scale: null };
	hands.hearMidi(on(60, DEVICE, 11));
	hands.hearMidi(off(60, DEVICE, 22));
	const from = { port: DEVICE, channel: 3, pitch: 61 };
	expect(heard).toEqual([
		{ kind: 'note-on', ...from, velocity: 0.9, at: 11 },
		{ kind: 'note-off', ...from, at: 22 }
	]);
});

test('a note that is let go over another chord ends the pitch that it began', () => {
	hands.hearLetters(on(64, LETTERS));
	harmony = { ...over('Db'), scale: null };
	expect(hands.window[2]).not.toBe(64);
	hands.hearLetters(off(64, LETTERS));
	expect(told()).toEqual(['note-on 64', 'note-off 64']);
});

test('the octave moves what comes, and ends what sounds where it began', () => {
	hands.hearLetters(on(60, LETTERS));
	hands.moveHome(pitch(72));
	hands.hearLetters(on(74, LETTERS));
	hands.hearLetters(off(60, LETTERS));
	hands.hearLetters(off(74, LETTERS));
	expect(told()).toEqual(['note-on 60', 'note-on 74', 'note-off 60', 'note-off 74']);
});

describe('a MIDI keyboard', () => {
	const WHITE = [0, 2, 4, 5, 7, 9, 11];
	const whites = Array.from({ length: 128 }, (_, key) => key).filter((key) =>
		WHITE.includes(key % 12)
	);

	test('goes up and down with the hand over all its white keys, within an octave of them', () => {
		const piano = whites.filter((key) => key >= 21 && key <= 108);
		const climb = piano.filter((key) => key >= 60);
		for (const [keys, way] of [
			[climb, 1],
			[piano.toReversed(), -1],
			[piano, 1]
		] as const) {
			heard.length = 0;
			for (const key of keys) {
				hands.hearMidi(on(key));
				hands.hearMidi(off(key));
			}
			const steps = begun().map((sounded, at, all) => sounded - (all[at - 1] ?? sounded - way));
			expect(new Set(steps.map(Math.sign))).toEqual(new Set([way]));
			begun().forEach((sounded, at) => {
				expect(Math.abs(sounded - keys[at]!)).toBeLessThanOrEqual(12);
			});
		}
	});

	test('has two hands, of which the left one plays the lower notes', () => {
		for (const [left, right] of [
			[36, 72],
			[38, 74],
			[40, 76]
		] as const) {
			hands.hearMidi(on(left));
			hands.hearMidi(on(right));
			const [low, high] = begun().slice(-2);
			expect(high! - low!).toBeGreaterThan(12);
			hands.hearMidi(off(left));
			hands.hearMidi(off(right));
		}
	});

	test('plays a black key as the white one below it', () => {
		hands.hearMidi(on(60));
		hands.hearMidi(off(60));
		hands.hearMidi(on(61));
		expect(begun()).toEqual([60, 60]);
	});

	test('hands its pedal on, and lets go when it is unplugged', () => {
		const pedal = {
			kind: 'sustain',
			port: DEVICE,
			channel: 3,
			isDown: true,
			at: perfTime(5)
		} as const;
		hands.hearMidi(pedal);
		hands.hearMidi(on(60));
		hands.hearMidi({ kind: 'released', port: DEVICE, at: perfTime(30) });
		hands.hearMidi(off(60));
		expect(heard[0]).toBe(pedal);
		expect(told()).toEqual(['sustain', 'note-on 60', 'released']);
		expect(hands.buttons).toEqual(new Set());
	});

	test('ends two keys on one pitch with the last of them', () => {
		hands.hearMidi(on(60));
		hands.hearMidi(on(61));
		hands.hearMidi(off(60));
		hands.hearMidi(off(61));
		expect(told()).toEqual(['note-on 60', 'note-on 60', 'note-off 60']);
	});
});

describe('the pads', () => {
	test('glide: the old note ends and the new one begins; within a pad nothing happens', () => {
		hands.pressPad(1, touch(0));
		hands.movePad(1, touch(0));
		harmony = over('F');
		hands.movePad(1, touch(0));
		hands.movePad(1, touch(2));
		hands.releasePad(1, perfTime(30));
		expect(told()).toEqual(['note-on 60', 'note-off 60', 'note-on 64', 'note-off 64']);
	});

	test('have fingers that are independent', () => {
		for (const finger of [1, 2, 3]) hands.pressPad(finger, touch(2 * finger - 2));
		hands.releasePad(2, perfTime(30));
		expect(told()).toEqual(['note-on 60', 'note-on 64', 'note-on 67', 'note-off 64']);
		expect(hands.buttons).toEqual(new Set([0, 4]));
	});

	test('know no pointer that is up', () => {
		hands.movePad(1, touch(3));
		hands.releasePad(1, perfTime(1));
		hands.releasePads(perfTime(1));
		expect(heard).toEqual([]);
	});

	test('are let go together when the page cannot see them, and nothing else is', () => {
		hands.pressPad(1, touch(0));
		hands.pressPad(2, touch(2));
		hands.hearLetters(on(67, LETTERS));
		hands.releasePads(perfTime(30));
		expect(heard.at(-1)).toEqual({ kind: 'released', port: 'easy pads', at: 30 });
		expect(hands.buttons).toEqual(new Set([4]));
	});
});

test('all is let go, on each port, and later key-ups mean nothing', () => {
	hands.pressPad(1, touch(0));
	hands.hearLetters(on(64, LETTERS));
	hands.hearMidi(on(67));
	hands.releaseAll(perfTime(30));
	expect(told().slice(3)).toEqual(['released', 'released', 'released']);
	hands.hearMidi(off(67));
	hands.releasePad(1, perfTime(40));
	expect(heard).toHaveLength(6);
});

test('whatever is played on whatever, over changing chords, nothing sounds once all is up', () => {
	const act = fc.record({
		port: fc.constantFrom('letters', 'midi', 'pads'),
		isDown: fc.boolean(),
		key: fc.integer({ min: 48, max: 84 }),
		chord: fc.constantFrom('C', 'Fm', 'G7', 'Ab', 'E7', null)
	});
	fc.assert(
		fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
			const player = new EasyHands(pitch(60), () => harmony);
			const sounding = new Set<string>();
			player.events.on((event) => {
				if (!('pitch' in event)) throw new Error(event.kind);
				const name = `${event.port} ${event.pitch}`;
				if (event.kind === 'note-on') sounding.add(name);
				else expect(sounding.delete(name)).toBe(true);
			});
			const release = (port: string, key: number) => {
				if (port === 'pads') player.releasePad(key, perfTime(2));
				else if (port === 'midi') player.hearMidi(off(key));
				else player.hearLetters(off(key, LETTERS));
			};
			for (const { port, isDown, key, chord } of acts) {
				harmony = over(chord);
				if (!isDown) release(port, key);
				else if (port === 'pads') player.pressPad(key, touch(key % 8));
				else if (port === 'midi') player.hearMidi(on(key));
				else player.hearLetters(on(key, LETTERS));
			}
			for (const { port, key } of acts) release(port, key);
			expect(sounding.size).toBe(0);
			expect(player.buttons.size).toBe(0);
		})
	);
});

test('what a hand plays is the same beside another hand on another device', () => {
	const key = fc.integer({ min: 36, max: 96 });
	const move = fc.record({ isFirst: fc.boolean(), key, button: fc.nat(7) });
	fc.assert(
		fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), fc.boolean(), (moves, arePads) => {
			const play = (isHeard: (isFirst: boolean) => boolean) => {
				const both = new EasyHands(pitch(60), () => harmony);
				const events = heardFrom(both.events);
				for (const { isFirst, key: struck, button } of moves) {
					if (!isHeard(isFirst)) continue;
					if (isFirst) {
						both.hearMidi(on(struck));
						both.hearMidi(off(struck));
					} else if (arePads) {
						both.pressPad(1, touch(button));
						both.releasePad(1, perfTime(20));
					} else {
						both.hearMidi(on(struck, 'Launchkey'));
						both.hearMidi(off(struck, 'Launchkey'));
					}
				}
				return events;
			};
			const isDevice = ({ port }: LiveEvent) => port === DEVICE;
			const together = play(() => true);
			expect(together.filter(isDevice)).toEqual(play((isFirst) => isFirst));
			expect(together.filter((event) => !isDevice(event))).toEqual(play((isFirst) => !isFirst));
		}),
		{ numRuns: 200 }
	);
});
