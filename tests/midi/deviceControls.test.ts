import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebMidi } from 'webmidi';
import type { ControlMessage } from '../../src/midi/controlMessage';
import { MidiDevices } from '../../src/midi/devices';
import type { FakeMidi } from '../browser/fakeMidi';
import { heardFrom, openFakePage, settle } from './fakePage';

let midi: FakeMidi;
let devices: MidiDevices;

beforeEach(async () => {
	midi = openFakePage();
	devices = new MidiDevices();
	midi.plug('Keys');
	midi.plug('Board');
	await devices.enable();
});

afterEach(async () => {
	await WebMidi.disable();
	vi.unstubAllGlobals();
});

test('what is claimed is not played, and all else is', () => {
	const heard = heardFrom(devices.events);
	const offered: ControlMessage[] = [];
	devices.claim = (control) => {
		offered.push(control);
		return control.kind === 'note-on' && control.pitch === 36;
	};
	midi.receive('Keys', [0x90, 36, 100], 1);
	midi.receive('Keys', [0x90, 60, 100], 2);
	midi.receive('Keys', [0xb0, 64, 127], 3);
	midi.receive('Keys', [0xc0, 5], 4);
	expect(heard.map(({ kind }) => kind)).toEqual(['note-on', 'sustain']);
	expect(offered.map(({ kind, at }) => [kind, at])).toEqual([
		['note-on', 1],
		['note-on', 2],
		['control-change', 3],
		['program-change', 4]
	]);
});

test('a board works actions and sends its clock also while another input is the one that plays', () => {
	devices.select('Keys');
	const heard = heardFrom(devices.events);
	const clock = heardFrom(devices.clock);
	const ports: string[] = [];
	devices.claim = ({ port }) => {
		ports.push(port);
		return false;
	};
	midi.receive('Board', [0x90, 36, 100], 1);
	midi.receive('Board', [0xf8], 2);
	midi.receive('Board', [0xf2, 4, 0], 3);
	expect(heard).toEqual([]);
	expect(ports).toEqual(['Board']);
	expect(clock).toEqual([
		{ kind: 'clock', port: 'Board', at: 2 },
		{ kind: 'song-position', position: 480, port: 'Board', at: 3 }
	]);
});

test('every input that goes is told, selected or not', async () => {
	devices.select('Keys');
	const gone = heardFrom(devices.unplugged);
	midi.unplug('Board');
	await settle();
	expect(gone.map(({ port }) => port)).toEqual(['Board']);
});
