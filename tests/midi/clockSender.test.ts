import { expect, test } from 'vitest';
import { ClockFollower } from '../../src/midi/clockFollower';
import { parseClockMessage } from '../../src/midi/clockMessage';
import { ClockSender, type ClockOutput, type ClockTimeline } from '../../src/midi/clockSender';
import { bpm, perfTime, ticks, type PerfTime, type Ticks } from '../../src/music/units';

class FakeTimeline implements ClockTimeline {
	isRunning = false;
	run = 0;
	startedFrom = ticks(0);
	bpm = bpm(120);
	#from = 0;

	start(at: number, from = 0): void {
		this.isRunning = true;
		this.run++;
		this.startedFrom = ticks(from);
		this.#from = at - this.#length(from);
	}

	momentOf(position: Ticks): PerfTime {
		return perfTime(this.#from + this.#length(position));
	}

	setBpm(tempo: number, at: number): void {
		const position = (at - this.#from) / this.#length(1);
		this.bpm = bpm(tempo);
		this.#from = at - this.#length(position);
	}

	#length(position: number): number {
		return (position * 125) / this.bpm;
	}
}

interface Sent {
	readonly kind: string;
	readonly at: number;
	/** When it was handed over. */
	readonly by: number;
	readonly position?: number;
}

class FakeOutput implements ClockOutput {
	sent: Sent[] = [];
	isGone = false;
	now = 0;

	send(data: readonly number[], at: PerfTime): boolean {
		const message = parseClockMessage(Uint8Array.from(data), at, 'us');
		if (message === null) throw new Error(`not of a clock: ${data.join(' ')}`);
		if (!this.isGone) this.sent.push({ ...message, by: this.now });
		return !this.isGone;
	}

	clear(): void {
		this.sent = this.sent.filter(({ at }) => at <= this.now);
	}

	get clocks(): readonly number[] {
		return this.sent.filter(({ kind }) => kind === 'clock').map(({ at }) => at);
	}

	get others(): readonly (readonly [string, number])[] {
		return this.sent
			.filter(({ kind }) => kind !== 'clock')
			.map(({ kind, at, position = at }) => [kind, position]);
	}
}

function rig() {
	const timeline = new FakeTimeline();
	const output = new FakeOutput();
	const sender = new ClockSender(timeline);
	sender.setOutput(output, perfTime(0));
	const advanceTo = (to: number) => {
		for (; output.now < to; output.now += 25) sender.advance(perfTime(output.now));
	};
	return { timeline, output, sender, advanceTo };
}

test('while nothing plays nothing is sent', () => {
	const { output, advanceTo } = rig();
	advanceTo(2000);
	expect(output.sent).toEqual([]);
});

test('each clock is at its own place for an hour: nothing adds up', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.bpm = bpm(97.3);
	timeline.start(60);
	advanceTo(3_600_000);
	const errors = output.clocks.map((at, index) =>
		Math.abs(at - timeline.momentOf(ticks(index * 20)))
	);
	expect(errors.filter((error) => error > 0)).toEqual([]);
	expect(output.clocks.length).toBeGreaterThan(3600 * (97.3 / 60) * 24 - 1);
});

test('the start comes before the first clock, and everything is handed over ahead of its time', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.start(60);
	advanceTo(3000);
	expect(output.sent.slice(0, 3)).toMatchObject([
		{ kind: 'start', at: 58 },
		{ kind: 'clock', at: 60 },
		{ kind: 'clock' }
	]);
	for (const { at, by } of output.sent) expect(at).toBeGreaterThanOrEqual(by);
});

test('a start elsewhere is told as a song position, on a sixteenth', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.start(60, 1930);
	advanceTo(1000);
	expect(output.others.map(([kind]) => kind)).toEqual(['song-position', 'continue']);
	expect(output.others[0]?.[1]).toBe(2040);
	const place = output.sent.findIndex(({ kind }) => kind === 'continue');
	expect(output.sent[place + 1]).toMatchObject({ kind: 'clock' });
	expect(output.sent[place + 1]?.at).toBeCloseTo(timeline.momentOf(ticks(2040)), 6);
});

test('before the first bar only the tempo is told', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.start(60, -1920);
	advanceTo(4000);
	expect(output.clocks[0]).toBe(60);
	expect(output.others.map(([kind]) => kind)).toEqual(['start']);
	expect(output.others[0]?.[1]).toBeCloseTo(timeline.momentOf(ticks(0)) - 2, 6);
});

test('after a stop nothing more is sent, and what waited is taken back', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.start(60);
	advanceTo(1000);
	timeline.isRunning = false;
	advanceTo(3000);
	expect(output.sent.at(-1)).toMatchObject({ kind: 'stop', at: 1000 });
	expect(Math.max(...output.clocks)).toBeLessThanOrEqual(1000);
});

test('a new run is a stop and a start', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.start(60);
	advanceTo(1000);
	timeline.start(1060);
	advanceTo(2000);
	expect(output.others.map(([kind]) => kind)).toEqual(['start', 'stop', 'start']);
});

test('a new tempo is heard by a follower, at the same place', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.start(60);
	advanceTo(4000);
	timeline.setBpm(93, 4080);
	advanceTo(12_000);
	const follower = new ClockFollower();
	for (const { kind, at } of output.sent) {
		if (kind === 'clock' || kind === 'start') {
			follower.handle({ kind, port: 'us', at: perfTime(at) });
		}
	}
	expect(follower.bpm).toBeCloseTo(93, 1);
	const at = timeline.momentOf(ticks(8000));
	expect(follower.positionAt(at)).toBeCloseTo(8000, 0);
});

test('no message overtakes another, whatever the tempo does', () => {
	const { timeline, output, advanceTo } = rig();
	timeline.start(60);
	for (let step = 1; step < 40; step++) {
		advanceTo(step * 100);
		timeline.setBpm(40 + ((step * 67) % 200), step * 100 + 30);
	}
	const times = output.sent.map(({ at }) => at);
	expect(times).toEqual([...times].sort((left, right) => left - right));
});

test('after a long sleep the slave is told where we are, without a heap of clocks', () => {
	const { timeline, output, sender, advanceTo } = rig();
	timeline.start(60);
	advanceTo(1000);
	output.now = 5000;
	sender.advance(perfTime(5000));
	advanceTo(6000);
	expect(output.others.map(([kind]) => kind)).toEqual([
		'start',
		'stop',
		'song-position',
		'continue'
	]);
	const late = output.sent.filter(({ by, kind }) => by === 5000 && kind === 'clock');
	expect(late.length).toBeLessThan(6);
});

test('another output stops the one before and goes on with the next', () => {
	const { timeline, output, sender, advanceTo } = rig();
	timeline.start(60);
	advanceTo(1000);
	const next = new FakeOutput();
	sender.setOutput(next, perfTime(1000));
	for (let now = 1000; now < 2000; now += 25) sender.advance(perfTime(now));
	expect(output.sent.at(-1)?.kind).toBe('stop');
	expect(next.others.map(([kind]) => kind)).toEqual(['song-position', 'continue']);
});

test('an output that is gone is said once, and then left alone', () => {
	const { timeline, output, sender, advanceTo } = rig();
	timeline.start(60);
	advanceTo(500);
	output.isGone = true;
	expect(sender.advance(perfTime(525))).toBe(false);
	expect(sender.advance(perfTime(550))).toBe(true);
});
