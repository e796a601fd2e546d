import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebMidi } from 'webmidi';
import { MidiDevices } from '../../src/midi/devices';
import type { FakeMidi } from '../browser/fakeMidi';
import { heardFrom, openFakePage, settle } from './fakePage';

let midi: FakeMidi;
let devices: MidiDevices;

beforeEach(() => {
	midi = openFakePage();
	devices = new MidiDevices();
});

afterEach(async () => {
	await WebMidi.disable();
	vi.unstubAllGlobals();
});

const middleC = [0x90, 60, 100] as const;

test('it is off until it is asked for, and asks without system exclusive messages', async () => {
	expect(devices.status.kind).toBe('off');
	const enabling = devices.enable();
	expect(devices.status.kind).toBe('asking');
	expect((await enabling).kind).toBe('on');
	expect(midi.requests).toHaveLength(1);
	expect(midi.requests[0]?.sysex).toBe(false);
});

test('asking twice asks the browser once', async () => {
	await Promise.all([devices.enable(), devices.enable()]);
	await devices.enable();
	expect(midi.requests).toHaveLength(1);
});

test('every status says in a sentence that the other keys still play', async () => {
	const sentences = [devices.status.sentence];
	devices.changed.on(() => sentences.push(devices.status.sentence));
	for (const refusal of ['NotAllowedError', 'NotSupportedError', 'InvalidStateError', null]) {
		midi.refusal = refusal;
		await devices.enable();
	}
	midi.plug('Keys');
	await settle();
	expect(new Set(sentences).size).toBe(7);
	for (const sentence of sentences) {
		const isOn = sentence.startsWith('MIDI is on');
		expect(sentence).toMatch(
			isOn ? /^[A-Z].*\.$/ : /^[A-Z].* the computer keyboard and the screen keys still play\.$/
		);
	}
});

test.each([
	['NotAllowedError', 'refused'],
	['SecurityError', 'refused'],
	['NotSupportedError', 'unsupported'],
	['InvalidStateError', 'failed'],
	['AbortError', 'failed']
])('a browser that answers %s has %s, and may be asked again', async (refusal, kind) => {
	midi.refusal = refusal;
	expect((await devices.enable()).kind).toBe(kind);
	midi.refusal = null;
	expect((await devices.enable()).kind).toBe('on');
});

test('a browser without MIDI is said to be one', async () => {
	vi.stubGlobal('navigator', {});
	expect((await devices.enable()).kind).toBe('unsupported');
});

test('a library that does not arrive is a failure, not an error', async () => {
	const lost = new MidiDevices(() => Promise.reject(new TypeError('no such file')));
	expect((await lost.enable()).kind).toBe('failed');
});

test('what is plugged in plays, with the time that the browser stamped on it', async () => {
	midi.plug('Keys');
	await devices.enable();
	const heard = heardFrom(devices.events);
	midi.receive('Keys', middleC, 1234.5);
	expect(heard).toEqual([
		{
			kind: 'note-on',
			port: 'Keys',
			channel: 1,
			pitch: 60,
			velocity: 100 / 127,
			at: 1234.5
		}
	]);
});

test('a device that is plugged in later is listed and plays at once', async () => {
	await devices.enable();
	expect(devices.inputs).toEqual([]);
	const heard = heardFrom(devices.events);
	midi.plug('Keys');
	await settle();
	expect(devices.inputs).toEqual([{ id: 'Keys', name: 'Keys', state: 'connected' }]);
	expect(midi.receive('Keys', middleC)).toBe(true);
	expect(heard).toHaveLength(1);
});

test('unplugging releases that port once, and the device plays again when it is back', async () => {
	midi.plug('Keys');
	midi.plug('Pads');
	await devices.enable();
	await settle();
	const heard = heardFrom(devices.events);
	midi.receive('Keys', middleC);
	midi.unplug('Keys');
	await settle();
	expect(heard.map(({ kind, port }) => [kind, port])).toEqual([
		['note-on', 'Keys'],
		['released', 'Keys']
	]);
	expect(devices.inputs.map(({ name }) => name)).toEqual(['Pads']);
	midi.plug('Keys');
	await settle();
	midi.receive('Keys', middleC);
	expect(heard).toHaveLength(3);
	expect(devices.inputs).toHaveLength(2);
});

test('only the selected input is heard, and those that fall silent are released', async () => {
	midi.plug('Keys');
	midi.plug('Pads');
	await devices.enable();
	const heard = heardFrom(devices.events);
	midi.receive('Keys', middleC);
	devices.select('Pads');
	midi.receive('Keys', [0x90, 64, 100]);
	midi.receive('Pads', middleC);
	devices.select('all');
	midi.receive('Keys', middleC);
	expect(heard.map(({ kind, port }) => [kind, port])).toEqual([
		['note-on', 'Keys'],
		['released', 'Keys'],
		['note-on', 'Pads'],
		['note-on', 'Keys']
	]);
	expect(() => {
		devices.select('nothing');
	}).toThrow('nothing');
});

test('the selected input stays selected while it is away, and others do not take its place', async () => {
	midi.plug('Keys');
	await devices.enable();
	devices.select('Keys');
	midi.unplug('Keys');
	midi.plug('Pads');
	await settle();
	expect(devices.inputs).toEqual([
		{ id: 'Pads', name: 'Pads', state: 'connected' },
		{ id: 'Keys', name: 'Keys', state: 'unplugged' }
	]);
	const heard = heardFrom(devices.events);
	midi.receive('Pads', middleC);
	expect(heard).toEqual([]);
	midi.plug('Keys');
	await settle();
	midi.receive('Keys', middleC);
	expect(heard).toHaveLength(1);
});

test('the selected input is known by its name when it comes back under another id', async () => {
	midi.plug('Keys', { id: 'first' });
	await devices.enable();
	devices.select('first');
	midi.unplug('first');
	await settle();
	midi.plug('Keys', { id: 'second' });
	await settle();
	expect(devices.selected).toBe('second');
	const heard = heardFrom(devices.events);
	midi.receive('second', middleC);
	expect(heard).toHaveLength(1);
});

test('two devices of one name are told apart', async () => {
	midi.plug('Keys', { id: 'left' });
	midi.plug('Keys', { id: 'right' });
	await devices.enable();
	const heard = heardFrom(devices.events);
	midi.receive('left', middleC);
	midi.receive('right', middleC);
	expect(heard.map(({ port }) => port)).toEqual(['Keys', 'Keys (2)']);
});

test('a device that another program holds is said to be busy, and the others play', async () => {
	midi.plug('Taken', { isBusy: true });
	midi.plug('Keys');
	expect((await devices.enable()).kind).toBe('on');
	await settle();
	expect(devices.inputs).toEqual([
		{ id: 'Taken', name: 'Taken', state: 'busy' },
		{ id: 'Keys', name: 'Keys', state: 'connected' }
	]);
	expect(devices.status.sentence).toContain('close the program that holds Taken');
	const heard = heardFrom(devices.events);
	midi.receive('Keys', middleC);
	midi.plug('Taken');
	await devices.enable();
	midi.receive('Taken', middleC);
	expect(heard.map(({ port }) => port)).toEqual(['Keys', 'Taken']);
	expect(devices.status.sentence).toContain('MIDI is on: play');
});

test('damaged messages, clock and active sensing pass without a trace', async () => {
	midi.plug('Keys');
	await devices.enable();
	const heard = heardFrom(devices.events);
	const rubbish = [[], [60], [60, 100], [0x90], [0x90, 60], [0xb0], [0xb0, 200, 1], [0xf8], [0xfe]];
	for (const bytes of rubbish) expect(midi.receive('Keys', bytes)).toBe(true);
	midi.receive('Keys', middleC);
	expect(heard).toHaveLength(1);
});

test('a flood of 5,000 notes a second among clock and controllers comes through whole', async () => {
	midi.plug('Keys');
	await devices.enable();
	let count = 0;
	devices.events.on(() => count++);
	for (let index = 0; index < 5000; index++) {
		midi.receive('Keys', [index % 2 === 0 ? 0x90 : 0x80, 36 + (index % 60), 90], index / 5);
		midi.receive('Keys', [0xf8], index / 5);
		midi.receive('Keys', [0xb0, 1, index % 128], index / 5);
	}
	expect(count).toBe(5000);
});
