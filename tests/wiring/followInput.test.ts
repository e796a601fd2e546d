import { beforeEach, expect, test, vi } from 'vitest';
import { MISSING, REFUSED, UNSUPPORTED } from '../../src/audio/input/inputStatus';
import { AudioInput } from '../../src/audio/input/microphone';
import type { LineEvent } from '../../src/ears/live/protocol';
import { Emitter } from '../../src/lib/emitter';
import type { LiveEvent } from '../../src/music/liveEvent';
import { frames, pitch, velocity } from '../../src/music/units';
import { FollowInput } from '../../src/wiring/followInput';
import { FakeDevices, FakeInputContext } from '../audio/input/fakeDevices';

beforeEach(() => {
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** Listens to whatever it is given, if it can. */
class FakeLineEar {
	readonly events = new Emitter<LineEvent>();
	readonly pitch = NaN;
	canListen = true;
	source: AudioNode | null = null;

	listen(source: AudioNode | null): Promise<void> {
		if (source !== null && !this.canListen) return Promise.reject(new Error('no worklets'));
		this.source = source;
		return Promise.resolve();
	}

	read(): void {
		throw new Error('nobody tunes here');
	}
}

function rig(devices: FakeDevices | null = new FakeDevices()) {
	const input = new AudioInput(new FakeInputContext(), devices);
	const ear = new FakeLineEar();
	const heard: LiveEvent[] = [];
	const notices: string[] = [];
	const follow = new FollowInput({
		context: { sampleRate: 1000, currentTime: 0, outputLatency: 0, baseLatency: 0 },
		soundIn: { input, compensate: () => ({ frames: 0 }) as never },
		hear: (event) => void heard.push(event),
		jam: { notify: (sentence) => void notices.push(sentence) },
		ear
	});
	return { input, ear, heard, notices, port: follow.port };
}

test('what keeps it from listening is said where everybody sees it, each time it is switched on', async () => {
	const devices = new FakeDevices();
	const { port, notices } = rig(devices);
	port.switchTo(true);
	await settle();
	expect(notices).toEqual([MISSING.sentence]);
	port.switchTo(false);
	devices.plug('a', 'Microphone');
	devices.refusal = 'NotAllowedError';
	port.switchTo(true);
	await settle();
	expect(notices).toEqual([MISSING.sentence, REFUSED.sentence]);
	expect(port.sentence).toBe(REFUSED.sentence);
});

test('a browser without inputs says so each time', () => {
	const { port, notices } = rig(null);
	port.switchTo(true);
	port.switchTo(false);
	port.switchTo(true);
	expect(notices).toEqual([UNSUPPORTED.sentence, UNSUPPORTED.sentence]);
});

test('a browser without worklets is told of once, and listens as soon as it can', async () => {
	const devices = new FakeDevices();
	devices.plug('a', 'Microphone');
	const { port, notices, ear, input } = rig(devices);
	ear.canListen = false;
	port.switchTo(true);
	await settle();
	expect(notices).toHaveLength(1);
	expect(notices[0]).toContain('cannot follow what you play');
	expect(port.sentence).toBe(notices[0]);
	ear.canListen = true;
	await input.start();
	await settle();
	expect(ear.source).not.toBeNull();
	expect(port.sentence).toContain('one note at a time');
	expect(notices).toHaveLength(1);
});

test('nothing is said while all is well, nor of an input that nobody follows', async () => {
	const devices = new FakeDevices();
	devices.plug('a', 'Microphone');
	const { port, notices, input, ear } = rig(devices);
	port.switchTo(true);
	await settle();
	expect(ear.source).not.toBeNull();
	port.switchTo(false);
	devices.refusal = 'NotAllowedError';
	await input.start();
	expect(input.status).toBe(REFUSED);
	expect(notices).toEqual([]);
});

test('the player is asked once, however often it is switched on meanwhile', async () => {
	const devices = new FakeDevices();
	devices.plug('a', 'Microphone');
	let answer: () => void = () => undefined;
	devices.gate = new Promise((resolve) => {
		answer = resolve;
	});
	const { port, input, ear } = rig(devices);
	void input.start();
	port.switchTo(true);
	port.switchTo(false);
	port.switchTo(true);
	expect(port.sentence).toContain('Say yes');
	answer();
	await settle();
	expect(devices.asked).toHaveLength(1);
	expect(ear.source).not.toBeNull();
});

test('an input that goes away under a note ends it, and says why', async () => {
	const devices = new FakeDevices();
	devices.plug('a', 'Microphone');
	const { port, notices, ear, heard } = rig(devices);
	port.switchTo(true);
	await settle();
	const note = { pitch: pitch(60), at: frames(100) };
	ear.events.emit({ kind: 'note-on', velocity: velocity(0.5), ...note });
	devices.tracks[0]!.end();
	expect(heard.map(({ kind }) => kind)).toEqual(['note-on', 'released']);
	expect(notices).toEqual([port.sentence]);
	expect(notices[0]).toContain('was unplugged');
	// The ear ends the note as well: it has ended already.
	ear.events.emit({ kind: 'note-off', ...note });
	expect(heard).toHaveLength(2);
});
