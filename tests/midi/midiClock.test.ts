import { expect, test } from 'vitest';
import { MidiClock } from '../../src/midi/midiClock';
import { MidiOutputs } from '../../src/midi/midiOutputs';
import { perfTime, ticks, type Ticks } from '../../src/music/units';

/** One output of the browser's. */
class FakePort {
	readonly state = 'connected';
	readonly id: string;
	readonly name: string;
	isBroken = false;
	sent: number[][] = [];

	constructor(id: string, name = id) {
		this.id = id;
		this.name = name;
	}

	send(data: number[]): void {
		if (this.isBroken) throw new DOMException('Gone', 'InvalidStateError');
		this.sent.push(data);
	}
}

const access = (...ports: FakePort[]) =>
	({ outputs: new Map(ports.map((port) => [port.id, port])) }) as unknown as MIDIAccess;

function rig() {
	const outputs = new MidiOutputs();
	const timeline = {
		isRunning: true,
		run: 1,
		startedFrom: ticks(0),
		momentOf: (position: Ticks) => perfTime(50 + position)
	};
	const clock = new MidiClock(outputs, timeline, () => perfTime(0));
	return { outputs, clock };
}

const START = 0xfa;
const STOP = 0xfc;

test('our clock goes to the output that is chosen, and to none at first', () => {
	const { outputs, clock } = rig();
	const drums = new FakePort('Drums');
	outputs.refresh(access(drums));
	clock.advance(perfTime(0));
	expect(clock.output).toBeNull();
	expect(drums.sent).toEqual([]);
	clock.setOutput('Drums');
	expect(clock.outputs).toEqual([{ id: 'Drums', name: 'Drums', state: 'connected' }]);
	expect(drums.sent[0]).toEqual([START]);
	clock.setOutput(null);
	expect(drums.sent.at(-1)).toEqual([STOP]);
	expect(() => {
		clock.setOutput('nothing');
	}).toThrow('nothing');
});

test('an output that is away stays chosen, and is known by its name when it is back', () => {
	const { outputs, clock } = rig();
	outputs.refresh(access(new FakePort('one', 'Drums')));
	clock.setOutput('one');
	outputs.refresh(access());
	clock.advance(perfTime(25));
	expect(clock.outputs).toEqual([{ id: 'one', name: 'Drums', state: 'unplugged' }]);
	const back = new FakePort('two', 'Drums');
	outputs.refresh(access(back));
	clock.advance(perfTime(50));
	expect(clock.output).toBe('two');
	expect(back.sent.length).toBeGreaterThan(0);
});

test('an output that refuses is said in a sentence, and tried again when it is chosen anew', () => {
	const { outputs, clock } = rig();
	const drums = new FakePort('Drums');
	drums.isBroken = true;
	outputs.refresh(access(drums));
	clock.setOutput('Drums');
	clock.advance(perfTime(25));
	expect(clock.status.sentence).toMatch(/^Drums does not take our clock: .*\.$/);
	drums.isBroken = false;
	clock.setOutput(null);
	clock.setOutput('Drums');
	expect(clock.status.sentence).toBe('');
	expect(drums.sent[0]).toEqual([START]);
});

test('the clock that comes in is followed only when that is wanted', () => {
	const { clock } = rig();
	const play = () => {
		for (let count = 0; count < 96; count++) {
			clock.handle({ kind: 'clock', port: 'Drums', at: perfTime(count * 20) });
		}
	};
	play();
	expect(clock.status).toEqual({ kind: 'off', sentence: '', bpm: null });
	clock.setFollowing(true);
	expect(clock.status.kind).toBe('waiting');
	clock.handle({ kind: 'start', port: 'Drums', at: perfTime(0) });
	play();
	expect(clock.status).toMatchObject({ kind: 'following', bpm: 125 });
	clock.advance(perfTime(5000));
	expect(clock.status.kind).toBe('lost');
	clock.setFollowing(false);
	expect(clock.status.bpm).toBeNull();
});

test('what was chosen comes back in a later visit, also before the device is plugged in', () => {
	const { outputs, clock } = rig();
	outputs.refresh(access(new FakePort('one', 'Drums')));
	clock.setOutput('one');
	clock.setFollowing(true);
	const later = rig();
	later.clock.restore(JSON.parse(JSON.stringify(clock.choice)));
	expect(later.clock.isFollowing).toBe(true);
	expect(later.clock.outputs).toMatchObject([{ name: 'Drums', state: 'unplugged' }]);
	later.outputs.refresh(access(new FakePort('two', 'Drums')));
	expect(later.clock.output).toBe('two');
	expect(later.clock.choice).toEqual(clock.choice);
});

test.each([[null], [7], [{ isFollowing: 'yes', outputName: 7 }]])(
	'a damaged choice (%j) leaves all as it was',
	(saved) => {
		const { clock } = rig();
		clock.restore(saved);
		expect(clock.choice).toEqual({ isFollowing: false, outputName: '' });
	}
);
