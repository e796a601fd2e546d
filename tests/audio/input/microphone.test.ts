import { beforeEach, expect, test } from 'vitest';
import type { InputStatus } from '../../../src/audio/input/inputStatus';
import { AudioInput } from '../../../src/audio/input/microphone';
import { FakeDevices, FakeInputContext, FakePermission } from './fakeDevices';

let devices: FakeDevices;
let context: FakeInputContext;
let input: AudioInput;
let lost: InputStatus[];

const settle = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
	devices = new FakeDevices();
	devices.plug('a', 'Microphone');
	devices.plug('b', 'Interface');
	context = new FakeInputContext();
	input = new AudioInput(context, devices);
	lost = [];
	input.lost.on((status) => lost.push(status));
});

test('it is off until it is asked for, and asks for the sound as it is', async () => {
	expect(input.status.kind).toBe('off');
	expect(devices.asked).toEqual([]);
	const starting = input.start();
	expect(input.status.kind).toBe('asking');
	expect((await starting).kind).toBe('open');
	expect(devices.asked).toEqual([
		{
			echoCancellation: false,
			noiseSuppression: false,
			autoGainControl: false,
			channelCount: { ideal: 2 }
		}
	]);
	expect(input.open).toMatchObject({ id: 'a', label: 'Microphone', channels: 2, processing: [] });
	expect(input.inputs).toEqual([
		{ id: 'a', name: 'Microphone' },
		{ id: 'b', name: 'Interface' }
	]);
});

test('another input takes the place of the open one, which is let go', async () => {
	await input.start();
	await input.start('b');
	expect(input.open?.label).toBe('Interface');
	expect(devices.asked[1]?.deviceId).toEqual({ exact: 'b' });
	expect(devices.tracks[0]?.isStopped).toBe(true);
	expect(context.connected).toBe(1);
	expect(lost).toHaveLength(1);
});

test.each([
	['NotAllowedError', 'refused'],
	['SecurityError', 'refused'],
	['NotFoundError', 'missing'],
	['OverconstrainedError', 'missing'],
	['NotReadableError', 'failed'],
	['AbortError', 'failed']
])('a browser that answers %s has %s, and may be asked again', async (refusal, kind) => {
	devices.refusal = refusal;
	expect((await input.start()).kind).toBe(kind);
	expect(input.open).toBeNull();
	devices.refusal = null;
	expect((await input.start()).kind).toBe('open');
	expect(lost).toEqual([]);
});

test('a browser without inputs is said to be one', async () => {
	expect((await new AudioInput(context, null).start()).kind).toBe('missing');
});

test('a stream without a track, and a rate that does not fit, are no errors', async () => {
	devices.hasTrack = false;
	expect((await input.start()).kind).toBe('missing');
	devices.hasTrack = true;
	context.refusal = 'NotSupportedError';
	const { kind, sentence } = await input.start();
	expect(kind).toBe('failed');
	expect(sentence).toContain('sample rate');
	expect(devices.tracks.every(({ isStopped }) => isStopped)).toBe(true);
});

test('processing that stays on is named', async () => {
	devices.processing = { echoCancellation: true, autoGainControl: true };
	await input.start();
	expect(input.open?.processing).toEqual(['echo cancelling', 'gain control']);
	expect(input.status.kind).toBe('open');
	expect(input.status.sentence).toContain('echo cancelling and gain control');
});

test('the latency is the track’s own word', async () => {
	await input.start();
	expect(input.open?.latency).toBeUndefined();
	devices.processing = { latency: 0.01 } as MediaTrackSettings;
	await input.start();
	expect(input.open?.latency).toBe(0.01);
});

test('unplugging says so once, and the input comes back when it is plugged in again', async () => {
	await input.start('b');
	devices.unplug('b');
	devices.tracks[0]?.end();
	await settle();
	expect(input.status.kind).toBe('unplugged');
	expect(input.status.sentence).toContain('Interface');
	expect(input.open).toBeNull();
	expect(context.connected).toBe(0);
	expect(lost.map(({ kind }) => kind)).toEqual(['unplugged']);
	devices.plug('c', 'Keys');
	await settle();
	expect(input.status.kind).toBe('unplugged');
	devices.plug('b2', 'Interface');
	await settle();
	expect(input.status.kind).toBe('open');
	expect(input.open?.id).toBe('b2');
});

test('a muted input is said to be muted while it is', async () => {
	await input.start();
	const playing = input.status.sentence;
	devices.tracks[0]?.setMuted(true);
	expect(input.status.kind).toBe('open');
	expect(input.status.sentence).toContain('muted');
	devices.tracks[0]?.setMuted(false);
	expect(input.status.sentence).toBe(playing);
	expect(lost).toEqual([]);
});

test('a permission that is withdrawn closes the input', async () => {
	const permission = new FakePermission();
	input.follow(permission);
	await input.start();
	permission.become('prompt');
	expect(input.status.kind).toBe('open');
	permission.become('denied');
	expect(input.status.kind).toBe('refused');
	expect(devices.tracks[0]?.isStopped).toBe(true);
	expect(lost).toHaveLength(1);
	devices.tracks[0]?.end();
	expect(lost).toHaveLength(1);
});

test('turned off, it lets go and says that it is off', async () => {
	await input.start();
	input.stop();
	expect(input.status.kind).toBe('off');
	expect(devices.tracks[0]?.isStopped).toBe(true);
	expect(lost.map(({ kind }) => kind)).toEqual(['off']);
	input.stop();
	expect(lost).toHaveLength(1);
});

test('an answer that comes after it was turned off is let go', async () => {
	let open = () => {};
	devices.gate = new Promise((resolve) => {
		open = resolve;
	});
	const starting = input.start();
	input.stop();
	open();
	expect((await starting).kind).toBe('off');
	expect(devices.tracks[0]?.isStopped).toBe(true);
	expect(context.connected).toBe(0);
});

test('inputs without names are numbered, and a list that fails is empty', async () => {
	devices.plug('c', '');
	await settle();
	expect(input.inputs.map(({ name }) => name)).toEqual(['Microphone', 'Interface', 'Input 3']);
	devices.isListBroken = true;
	expect((await input.start()).kind).toBe('open');
	expect(input.inputs).toEqual([]);
});

test('every status is one sentence that says what to do', async () => {
	const sentences = new Set<string>([input.status.sentence]);
	input.changed.on(() => sentences.add(input.status.sentence));
	for (const refusal of [
		'NotAllowedError',
		'NotFoundError',
		'AbortError',
		'NotSupportedError',
		null
	]) {
		devices.refusal = refusal;
		await input.start();
	}
	devices.tracks[0]?.setMuted(true);
	devices.tracks[0]?.end();
	expect(sentences.size).toBe(9);
	for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
});
