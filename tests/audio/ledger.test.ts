import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Ledger } from '../../src/audio/ledger';
import { contextTime, pitch, velocity } from '../../src/music/units';
import { FakeContext, FakeSounder, type FakeVoice } from './fakes';

let clock: FakeContext;
let sounder: FakeSounder;
let ledger: Ledger;

beforeEach(() => {
	clock = new FakeContext();
	sounder = new FakeSounder();
	ledger = new Ledger(clock);
});

const cue = { channel: 'live', sound: 'piano', pitch: pitch(60), velocity: velocity(1) } as const;
const voice = (): FakeVoice => sounder.start(cue, clock.currentTime);
const key = (number: number, port = 'a', channel = 1) => ({ port, channel, pitch: pitch(number) });

describe('a key', () => {
	test('struck twice lets its first note go', () => {
		const [first, second] = [voice(), voice()];
		ledger.press(key(60), first);
		ledger.press(key(60), second);
		clock.pass(1);
		expect(first.endsAt).toBeLessThan(1);
		expect(second.endsAt).toBe(Infinity);
		expect(ledger.soundingCount).toBe(1);
	});

	test('lifted that was never down is no matter', () => {
		const held = voice();
		ledger.press(key(60), held);
		ledger.lift(key(61));
		ledger.lift(key(60, 'b'));
		ledger.lift(key(60, 'a', 2));
		expect(held.endsAt).toBe(Infinity);
	});

	test('lifted under the pedal sounds until the pedal of its port and channel is up', () => {
		const [held, lifted] = [voice(), voice()];
		ledger.sustain('a', 1, true);
		ledger.press(key(60), held);
		ledger.press(key(62), lifted);
		ledger.lift(key(62));
		ledger.sustain('b', 1, false);
		ledger.sustain('a', 2, false);
		expect(lifted.endsAt).toBe(Infinity);
		ledger.sustain('a', 1, false);
		expect(lifted.endsAt).toBe(clock.soonest);
		expect(held.endsAt).toBe(Infinity);
	});
});

test('an unplugged port takes its keys and its pedal along, and no others', () => {
	const [mine, other] = [voice(), voice()];
	ledger.sustain('a port', 1, true);
	ledger.press(key(60, 'a port'), mine);
	ledger.press(key(60, 'b'), other);
	ledger.releasePort('a port');
	expect(mine.endsAt).toBe(clock.soonest);
	expect(other.endsAt).toBe(Infinity);
	const later = voice();
	ledger.press(key(64, 'a port'), later);
	ledger.lift(key(64, 'a port'));
	expect(later.endsAt).toBe(clock.soonest);
});

test('an owner is let go alone', () => {
	const [one, two] = [voice(), voice()];
	ledger.add('layer 1', one);
	ledger.add('layer 2', two);
	ledger.releaseOwner('layer 1');
	expect(one.endsAt).toBe(clock.soonest);
	expect(two.endsAt).toBe(Infinity);
});

test('silence cuts off what sounds and leaves what is planned', () => {
	const sounding = voice();
	const planned = sounder.start(cue, contextTime(1));
	ledger.add('layer 1', sounding);
	ledger.add('layer 1', planned);
	ledger.silence();
	expect(sounding.isCancelled).toBe(true);
	expect(planned.isCancelled).toBe(false);
});

test('nothing is left after any actions once all is released', () => {
	const number = fc.integer({ min: 60, max: 64 });
	const port = fc.constantFrom('a', 'b');
	const owner = fc.constantFrom('live', 'layer 1', 'partner');
	const action = fc.oneof(
		fc.record({ kind: fc.constant('press' as const), number, port }),
		fc.record({ kind: fc.constant('lift' as const), number, port }),
		fc.record({ kind: fc.constant('pedal' as const), port, isDown: fc.boolean() }),
		fc.record({ kind: fc.constant('add' as const), owner }),
		fc.record({ kind: fc.constant('unplug' as const), port }),
		fc.record({ kind: fc.constant('release' as const), owner }),
		fc.record({ kind: fc.constant('steal' as const) })
	);
	fc.assert(
		fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
			const time = new FakeContext();
			const band = new FakeSounder();
			const book = new Ledger(time);
			for (const act of actions) {
				time.pass(0.001);
				if (act.kind === 'press')
					book.press(key(act.number, act.port), band.start(cue, time.currentTime));
				if (act.kind === 'lift') book.lift(key(act.number, act.port));
				if (act.kind === 'pedal') book.sustain(act.port, 1, act.isDown);
				if (act.kind === 'add') book.add(act.owner, band.start(cue, time.currentTime));
				if (act.kind === 'unplug') book.releasePort(act.port);
				if (act.kind === 'release') book.releaseOwner(act.owner);
				if (act.kind === 'steal') book.stealOldestLive();
			}
			book.releaseAll();
			time.pass(1);
			expect(book.soundingCount).toBe(0);
			expect(book.liveCount).toBe(0);
			expect(band.voices.filter((sounded) => sounded.endsAt === Infinity)).toEqual([]);
		})
	);
});
