import { beforeEach, expect, test } from 'vitest';
import { ComputerKeyboard, PIANO_KEYS } from '../../src/midi/computerKeyboard';
import type { LiveEvent } from '../../src/music/liveEvent';
import { heardFrom } from './fakePage';

class FakeDocument extends EventTarget {
	visibilityState: DocumentVisibilityState = 'visible';
}

let keys: EventTarget;
let visibility: FakeDocument;
let keyboard: ComputerKeyboard;
let heard: LiveEvent[];

beforeEach(() => {
	keys = new EventTarget();
	visibility = new FakeDocument();
	keyboard = new ComputerKeyboard({ keys, visibility });
	heard = heardFrom(keyboard.events);
});

interface KeyFields {
	readonly key?: string;
	readonly shiftKey?: boolean;
	readonly ctrlKey?: boolean;
	readonly metaKey?: boolean;
	readonly altKey?: boolean;
	readonly repeat?: boolean;
	readonly target?: object;
}

function send(type: 'keydown' | 'keyup', code: string, fields: KeyFields = {}): Event {
	const event = Object.assign(new Event(type), { code });
	for (const [name, value] of Object.entries(fields)) Object.defineProperty(event, name, { value });
	keys.dispatchEvent(event);
	return event;
}
const press = (code: string, fields?: KeyFields) => send('keydown', code, fields);
const release = (code: string) => send('keyup', code);
const told = () =>
	heard.map((event) => ('pitch' in event ? `${event.kind} ${event.pitch}` : event.kind));

test('the two rows are a piano from C to D sharp above the octave', () => {
	for (const code of PIANO_KEYS) press(code);
	expect(told()).toEqual(PIANO_KEYS.map((_, semitones) => `note-on ${60 + semitones}`));
	expect(keyboard.letters.join(' ')).toBe('A W S E D F T G Y H U J K O L P');
	expect(keyboard.lowest).toBe(60);
});

test('a note keeps the time of the key press and of its release', () => {
	const down = press('KeyA');
	const up = release('KeyA');
	expect(heard.map(({ at }) => at)).toEqual([down.timeStamp, up.timeStamp]);
	expect(heard[0]).toMatchObject({ port: 'computer keyboard', channel: 1, velocity: 0.8 });
});

test('shift accents', () => {
	press('KeyA', { shiftKey: true });
	expect(heard[0]).toMatchObject({ velocity: 1 });
});

test.each([
	['a repeat', { repeat: true }],
	['a ctrl chord', { ctrlKey: true }],
	['a meta chord', { metaKey: true }],
	['an alt chord', { altKey: true }],
	['typing in a text field', { target: { tagName: 'INPUT', type: 'text' } }],
	['typing in a number field', { target: { tagName: 'INPUT', type: 'number' } }],
	['typing in a text area', { target: { tagName: 'TEXTAREA' } }],
	['choosing from a list', { target: { tagName: 'SELECT' } }],
	['editing', { target: { tagName: 'DIV', isContentEditable: true } }]
])('%s plays nothing and moves no octave', (_, fields) => {
	for (const code of ['KeyA', 'KeyZ', 'KeyX']) press(code, fields);
	expect(heard).toEqual([]);
	expect(keyboard.octave).toBe(4);
});

test.each(['range', 'checkbox', 'button'])('a %s that has the focus stops no note', (type) => {
	press('KeyA', { target: { tagName: 'INPUT', type } });
	expect(told()).toEqual(['note-on 60']);
});

test('other keys play nothing', () => {
	for (const code of ['KeyQ', 'Space', 'Digit1', 'constructor']) press(code);
	expect(heard).toEqual([]);
});

test('a second press without a release between plays once', () => {
	press('KeyA');
	press('KeyA');
	release('KeyA');
	release('KeyA');
	expect(told()).toEqual(['note-on 60', 'note-off 60']);
});

test('a key is let go although a modifier is down or a text field has the focus', () => {
	press('KeyA');
	send('keyup', 'KeyA', { ctrlKey: true, target: { tagName: 'INPUT', type: 'text' } });
	expect(told()).toEqual(['note-on 60', 'note-off 60']);
});

test('Z and X move by octaves within 1 to 7', () => {
	let changes = 0;
	keyboard.changed.on(() => changes++);
	for (let times = 0; times < 9; times++) press('KeyX');
	expect([keyboard.octave, keyboard.lowest, changes]).toEqual([7, 96, 3]);
	for (let times = 0; times < 9; times++) press('KeyZ');
	expect([keyboard.octave, keyboard.lowest, changes]).toEqual([1, 24, 9]);
});

test('a key that is held while the octave changes releases the note that it began', () => {
	press('KeyA');
	press('KeyX');
	press('KeyS');
	release('KeyA');
	release('KeyS');
	expect(told()).toEqual(['note-on 60', 'note-on 74', 'note-off 60', 'note-off 74']);
});

test('two keys on one pitch end with the last of them', () => {
	press('KeyK');
	press('KeyX');
	press('KeyA');
	release('KeyK');
	expect(told()).toEqual(['note-on 72', 'note-on 72']);
	release('KeyA');
	expect(told().at(-1)).toBe('note-off 72');
});

test.each([
	['the window loses the focus', () => keys.dispatchEvent(new Event('blur'))],
	[
		'the page is hidden',
		() => {
			visibility.visibilityState = 'hidden';
			visibility.dispatchEvent(new Event('visibilitychange'));
		}
	],
	['the command key goes down', () => press('MetaLeft', { key: 'Meta', metaKey: true })],
	[
		'the keyboard is disposed of',
		() => {
			keyboard.dispose();
		}
	]
])('all is released when %s, and nothing twice', (_, happen) => {
	press('KeyA');
	press('KeyD');
	happen();
	happen();
	release('KeyA');
	expect(told()).toEqual(['note-on 60', 'note-on 64', 'released']);
});

test('a page that comes back into view releases nothing', () => {
	press('KeyA');
	visibility.dispatchEvent(new Event('visibilitychange'));
	expect(told()).toEqual(['note-on 60']);
});

test('a keyboard that was disposed of hears no more', () => {
	keyboard.dispose();
	press('KeyA');
	expect(heard).toEqual([]);
});
