import { expect, test } from 'vitest';
import { seededRandom } from '../../src/lib/random';
import { ClockFollower } from '../../src/midi/clockFollower';
import { perfTime, ticks } from '../../src/music/units';
import { heardFrom } from './fakePage';

/** A device that sends its clock on time, but for the jitter, in milliseconds. */
class Master {
	now = 1000;
	readonly #follower: ClockFollower;
	readonly #port: string;
	readonly #jitter: () => number;

	constructor(follower: ClockFollower, port = 'Master', jitter: () => number = () => 0) {
		this.#follower = follower;
		this.#port = port;
		this.#jitter = jitter;
	}

	say(kind: 'start' | 'continue' | 'stop' | 'clock', at = this.now): void {
		this.#follower.handle({ kind, port: this.#port, at: perfTime(at) });
	}

	jump(position: number): void {
		const at = perfTime(this.now);
		this.#follower.handle({
			kind: 'song-position',
			position: ticks(position),
			port: this.#port,
			at
		});
	}

	/** The moment moves on behind the last clock, to where the next is due. */
	play(clocks: number, bpm: number): void {
		for (let count = 0; count < clocks; count++) {
			this.say('clock', this.now + this.#jitter());
			this.now += 2500 / bpm;
		}
	}
}

const positionNow = (follower: ClockFollower, { now }: Master) =>
	follower.positionAt(perfTime(now));

test.each([40, 93.7, 120, 174.5, 240])(
	'after 8 beats at %d BPM with 1 ms of jitter the tempo is known to 0.01 BPM',
	(tempo) => {
		for (let seed = 0; seed < 10; seed++) {
			const random = seededRandom(seed);
			const follower = new ClockFollower();
			new Master(follower, 'Master', () => 2 * random() - 1).play(193, tempo);
			expect(Math.abs((follower.bpm ?? 0) - tempo)).toBeLessThanOrEqual(0.01);
		}
	}
);

test('a start begins at 0 with the next clock, and the position goes on between the clocks', () => {
	const follower = new ClockFollower();
	const heard = heardFrom(follower.events);
	const master = new Master(follower);
	master.play(48, 120);
	expect(positionNow(follower, master)).toBe(0);
	master.say('start');
	expect(follower.isRunning).toBe(false);
	const start = master.now;
	master.play(48, 120);
	expect(follower.status.kind).toBe('running');
	expect(heard).toContainEqual({ kind: 'started', position: 0, at: start });
	for (const [ms, position] of [
		[0, 0],
		[500, 480],
		[750, 720],
		[1234, 1184.64]
	] as const) {
		expect(follower.positionAt(perfTime(start + ms))).toBeCloseTo(position, 2);
	}
});

test('a start that comes with the first clock ever counts from it', () => {
	const follower = new ClockFollower();
	const master = new Master(follower);
	master.say('start');
	master.play(30, 100);
	expect(positionNow(follower, master)).toBeCloseTo(600, 1);
});

test('a start may come at any time between two clocks', () => {
	const follower = new ClockFollower();
	const master = new Master(follower);
	master.play(96, 120);
	master.now += 9.3;
	master.say('start');
	master.play(5, 120);
	expect(positionNow(follower, master)).toBeCloseTo(100, 1);
	expect(follower.bpm).toBe(120);
});

test('stop holds the place, and continue goes on with the next clock from there', () => {
	const follower = new ClockFollower();
	const heard = heardFrom(follower.events);
	const master = new Master(follower);
	master.say('start');
	master.play(100, 120);
	master.say('stop');
	expect(follower.status.kind).toBe('stopped');
	master.play(50, 120);
	expect(positionNow(follower, master)).toBe(2000);
	master.say('continue');
	const at = master.now;
	master.play(10, 120);
	expect(positionNow(follower, master)).toBeCloseTo(2200, 1);
	expect(heard.filter(({ kind }) => kind !== 'tempo-changed')).toEqual([
		{ kind: 'started', position: 0, at: 1000 },
		expect.objectContaining({ kind: 'stopped', position: 2000 }),
		{ kind: 'started', position: 2000, at }
	]);
});

test('a song position is where continue starts, and a jump while it plays', () => {
	const follower = new ClockFollower();
	const heard = heardFrom(follower.events);
	const master = new Master(follower);
	master.play(24, 120);
	master.jump(1920);
	expect(positionNow(follower, master)).toBe(1920);
	master.say('continue');
	master.play(24, 120);
	expect(positionNow(follower, master)).toBeCloseTo(2400, 1);
	master.jump(7680);
	const at = master.now;
	master.play(12, 120);
	expect(positionNow(follower, master)).toBeCloseTo(7920, 1);
	expect(heard).toContainEqual({ kind: 'jumped', position: 7680, at });
});

test('lost and doubled clocks leave the position as it was', () => {
	const follower = new ClockFollower();
	const master = new Master(follower);
	master.say('start');
	master.play(60, 120);
	master.now += 2500 / 120;
	master.play(30, 120);
	master.say('clock', master.now - 20.5);
	master.play(9, 120);
	expect(positionNow(follower, master)).toBeCloseTo(2000, 1);
	expect(follower.bpm).toBe(120);
});

test.each([
	[120, 123],
	[123, 90],
	[100, 50],
	[70, 140],
	[60, 200],
	[225, 75]
])('a change from %d to %d BPM is followed without losing a clock', (from, to) => {
	const follower = new ClockFollower();
	const master = new Master(follower);
	master.say('start');
	master.play(192, from);
	master.play(192, to);
	expect(follower.bpm).toBeCloseTo(to, 2);
	expect(positionNow(follower, master)).toBeCloseTo(384 * 20, 0);
});

test('a slow change of tempo is followed without losing a clock', () => {
	const follower = new ClockFollower();
	const master = new Master(follower);
	master.say('start');
	for (let clock = 0; clock < 960; clock++) master.play(1, 90 + clock / 16);
	expect(Math.abs(positionNow(follower, master) - 960 * 20)).toBeLessThan(10);
	expect(Math.abs((follower.bpm ?? 0) - 150)).toBeLessThan(2);
});

test('half a second without a clock is said, the music goes on meanwhile, and it is found again', () => {
	const follower = new ClockFollower();
	const master = new Master(follower);
	master.say('start');
	master.play(96, 120);
	const heard = heardFrom(follower.events);
	follower.advance(perfTime(master.now + 400));
	expect(follower.status.kind).toBe('running');
	follower.advance(perfTime(master.now + 600));
	follower.advance(perfTime(master.now + 650));
	expect(follower.status.kind).toBe('lost');
	expect(follower.status.sentence).toMatch(/^The MIDI clock of Master fell silent.*\.$/);
	expect(follower.bpm).toBe(120);
	master.now += 1000;
	expect(positionNow(follower, master)).toBeCloseTo(96 * 20 + 960, 1);
	master.play(24, 120);
	expect(follower.status.kind).toBe('running');
	expect(positionNow(follower, master)).toBeCloseTo(120 * 20 + 960, 1);
	expect(heard).toEqual([{ kind: 'lost' }, { kind: 'found' }]);
});

test('a master that stops its clock when it stops is not lost', () => {
	const follower = new ClockFollower();
	const master = new Master(follower);
	master.say('start');
	master.play(96, 120);
	master.say('stop');
	follower.advance(perfTime(master.now + 10_000));
	expect(follower.status.kind).toBe('stopped');
});

test('one device is followed at a time: the next when it is silent', () => {
	const follower = new ClockFollower();
	const first = new Master(follower, 'First');
	const second = new Master(follower, 'Second');
	for (let clock = 0; clock < 96; clock++) {
		first.play(1, 120);
		if (second.now < first.now) second.play(1, 90);
	}
	expect(follower.bpm).toBe(120);
	second.now = first.now + 1000;
	second.play(96, 90);
	expect(follower.bpm).toBe(90);
});

test('the tempo is not told again for what is only jitter', () => {
	const random = seededRandom(5);
	const follower = new ClockFollower();
	const master = new Master(follower, 'Master', () => 2 * random() - 1);
	master.play(200, 120);
	const heard = heardFrom(follower.events);
	master.play(2000, 120);
	expect(heard.length).toBeLessThan(5);
	expect(follower.bpm).toBe(120);
});
