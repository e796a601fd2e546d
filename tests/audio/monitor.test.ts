import { expect, test } from 'vitest';
import { Ledger } from '../../src/audio/ledger';
import { MAX_LIVE_VOICES, Monitor } from '../../src/audio/monitor';
import { perfTime, pitch, velocity } from '../../src/music/units';
import { FakeContext, FakeSounder } from './fakes';

function setUp() {
	const clock = new FakeContext();
	const sounder = new FakeSounder();
	const ledger = new Ledger(clock);
	return { clock, sounder, ledger, monitor: new Monitor(clock, ledger, sounder, 'piano') };
}

const on = (number: number, strength = 0.8) =>
	({
		kind: 'note-on',
		port: 'a',
		channel: 1,
		pitch: pitch(number),
		velocity: velocity(strength),
		at: perfTime(0)
	}) as const;
const off = (number: number) =>
	({ kind: 'note-off', port: 'a', channel: 1, pitch: pitch(number), at: perfTime(0) }) as const;

test('a live note sounds at the clock itself, with no lookahead', () => {
	const { clock, sounder, monitor } = setUp();
	clock.pass(2);
	monitor.handle(on(60));
	expect(sounder.voices[0]?.startsAt).toBe(2);
	expect(sounder.voices[0]?.cue).toEqual({
		channel: 'live',
		sound: 'piano',
		pitch: 60,
		velocity: 0.8
	});
});

test('a new sound is for the notes to come', () => {
	const { sounder, monitor } = setUp();
	monitor.handle(on(60));
	monitor.setSound('bass');
	monitor.handle(on(62));
	monitor.handle(off(60));
	expect(sounder.voices.map(({ cue }) => cue.sound)).toEqual(['piano', 'bass']);
	expect(sounder.voices[0]?.endsAt).not.toBe(Infinity);
});

test('a note-on of no velocity lifts the key', () => {
	const { sounder, ledger, monitor } = setUp();
	monitor.handle(on(60));
	monitor.handle(on(60, 0));
	expect(sounder.voices).toHaveLength(1);
	expect(ledger.liveCount).toBe(0);
});

test('a suspended context gathers no notes to sound all at once later', () => {
	const { clock, sounder, monitor } = setUp();
	clock.isRunning = false;
	monitor.handle(on(60));
	expect(sounder.voices).toEqual([]);
});

test('a flood of 5,000 events a second never holds more voices than the cap, and leaves none', () => {
	const { clock, sounder, ledger, monitor } = setUp();
	for (let event = 0; event < 5_000; event++) {
		if (event % 10 === 0) clock.pass(0.002);
		monitor.handle(on(event % 128));
		expect(ledger.liveCount).toBeLessThanOrEqual(MAX_LIVE_VOICES);
	}
	monitor.handle({ kind: 'released', port: 'a', at: perfTime(0) });
	expect(ledger.liveCount).toBe(0);
	expect(sounder.voices.every((voice) => voice.endsAt < Infinity)).toBe(true);
});

test('what piled up while the main thread was blocked begins as many notes as can sound', () => {
	const { sounder, ledger, monitor } = setUp();
	for (let event = 0; event < 1_000; event++) monitor.handle(on(event % 128));
	expect(sounder.voices).toHaveLength(MAX_LIVE_VOICES);
	expect(monitor.ignored).toBe(1_000 - MAX_LIVE_VOICES);
	expect(ledger.liveCount).toBeLessThanOrEqual(MAX_LIVE_VOICES);
});
