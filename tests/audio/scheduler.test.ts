import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Ledger } from '../../src/audio/ledger';
import { LOOKAHEAD_SECONDS, Scheduler } from '../../src/audio/scheduler';
import { START_LEAD_SECONDS, Transport } from '../../src/audio/transport';
import { bpm, pitch, ticks } from '../../src/music/units';
import { FakeContext, FakeScore, FakeSounder, MARGIN, note, RATE } from './fakes';

/** 120 quarters a minute: 960 ticks a second. */
const TICKS_A_SECOND = 960;
const TICK_SECONDS = 0.025;

class Rig {
	readonly clock = new FakeContext();
	readonly score = new FakeScore();
	readonly sounder = new FakeSounder();
	readonly ledger = new Ledger(this.clock);
	readonly transport = new Transport(this.clock, bpm(120));
	readonly scheduler = new Scheduler({
		score: this.score,
		timeline: this.transport,
		clock: this.clock,
		sounder: this.sounder,
		ledger: this.ledger
	});

	start(from = 0): void {
		this.transport.start(ticks(from));
		this.scheduler.refresh();
	}

	/** Time passes with a look every so often. */
	play(seconds: number, every = TICK_SECONDS): void {
		for (let passed = 0; passed < seconds; passed += every) {
			this.clock.pass(every);
			this.scheduler.advance();
		}
	}
}

let rig: Rig;
beforeEach(() => {
	rig = new Rig();
});

const frameOf = (start: number) => Math.round((START_LEAD_SECONDS + start / TICKS_A_SECOND) * RATE);

test('every event begins at its exact frame, once, however often the score is read', () => {
	rig.score.events = [0, 1, 7, 100, 480, 960, 961, 4_000].map((start) => note(start));
	rig.start();
	rig.play(6);
	expect(rig.sounder.heardAt.map((at) => at * RATE)).toEqual(
		rig.score.events.map(({ start }) => expect.closeTo(frameOf(start), 6) as number)
	);
	expect(rig.scheduler).toMatchObject({ late: 0, dropped: 0, handedOver: 8 });
});

test('a main thread that is blocked for less than the lookahead makes nothing late', () => {
	rig.score.events = Array.from({ length: 200 }, (_, index) => note(index * 48));
	rig.start();
	rig.play(10, LOOKAHEAD_SECONDS - MARGIN - 0.001);
	expect(rig.sounder.heardAt).toHaveLength(200);
	expect(rig.scheduler).toMatchObject({ late: 0, dropped: 0 });
});

test('nothing before the position that was started from sounds', () => {
	rig.score.events = [0, 1_900, 1_919, 1_920].map((start) => note(start));
	rig.start(1_920);
	rig.play(1);
	expect(rig.sounder.voices).toHaveLength(1);
	expect(rig.scheduler.dropped).toBe(0);
});

describe('an event that leaves the score', () => {
	test('before it has begun never sounds', () => {
		rig.score.events = [note(480)];
		rig.start();
		rig.score.events = [];
		rig.scheduler.refresh();
		rig.play(2);
		expect(rig.sounder.heard).toEqual([]);
		expect(rig.ledger.soundingCount).toBe(0);
	});

	test('while it sounds is let go at once', () => {
		rig.score.events = [note(0, { end: ticks(9_600) })];
		rig.start();
		rig.play(1);
		expect(rig.ledger.soundingCount).toBe(1);
		rig.score.events = [];
		rig.scheduler.refresh();
		expect(rig.sounder.voices[0]).toMatchObject({ endsAt: rig.clock.soonest, isCancelled: false });
	});

	test('after it is over rings out untouched', () => {
		rig.score.events = [note(0)];
		rig.start();
		rig.play(0.5);
		const { endsAt } = rig.sounder.voices[0]!;
		rig.score.events = [];
		rig.scheduler.refresh();
		expect(rig.sounder.voices[0]).toMatchObject({ endsAt, isCancelled: false });
	});
});

describe('an event that changes', () => {
	const before = note(960, { key: 'same' });
	test.each([
		['its time', note(1_100, { key: 'same' })],
		['its pitch', note(960, { key: 'same', pitch: pitch(72) })],
		['its sound', note(960, { key: 'same', sound: 'bass' })],
		['its owner', note(960, { key: 'same', owner: 'partner' })]
	])('%s is replaced, if it has not begun', (_what, after) => {
		rig.score.events = [before];
		rig.start();
		rig.score.events = [after];
		rig.scheduler.refresh();
		rig.play(3);
		expect(rig.sounder.heard).toHaveLength(1);
		expect(rig.sounder.heard[0]!.startsAt * RATE).toBeCloseTo(frameOf(after.start), 6);
		expect(rig.sounder.heard[0]!.cue).toMatchObject({ pitch: after.pitch, sound: after.sound });
		expect(rig.scheduler.dropped).toBe(0);
	});

	test('its end, keeps its voice, which ends elsewhere', () => {
		rig.score.events = [note(0, { end: ticks(4_800) })];
		rig.start();
		rig.play(1);
		rig.score.events = [note(0, { end: ticks(1_920) })];
		rig.scheduler.refresh();
		expect(rig.sounder.voices).toHaveLength(1);
		expect(rig.sounder.voices[0]!.endsAt * RATE).toBeCloseTo(frameOf(1_920), 6);
		rig.score.events = [note(0, { end: ticks(480) })];
		rig.scheduler.refresh();
		expect(rig.sounder.voices[0]!.endsAt).toBe(rig.clock.soonest);
	});

	test('its pitch while it sounds, sounds on', () => {
		rig.score.events = [note(0, { end: ticks(4_800) })];
		rig.start();
		rig.play(1);
		rig.score.events = [note(0, { end: ticks(4_800), pitch: pitch(72) })];
		rig.play(1);
		expect(rig.sounder.voices).toHaveLength(1);
		expect(rig.sounder.voices[0]!.endsAt).toBeGreaterThan(rig.clock.soonest);
	});
});

test('an event that comes too late does not sound and is counted once', () => {
	rig.start();
	rig.play(1);
	const soon = Math.round(rig.transport.position() + (MARGIN / 2) * TICKS_A_SECOND);
	rig.score.events = [note(soon - 100), note(soon), note(soon + 100)];
	rig.play(0.4);
	expect(rig.scheduler).toMatchObject({ dropped: 2, late: 0 });
	expect(rig.sounder.voices).toHaveLength(1);
	rig.play(2);
	expect(rig.scheduler.dropped).toBe(2);
});

test('an old layer that comes back under a held note is not counted as late', () => {
	rig.score.events = [note(0, { end: ticks(9_600) })];
	rig.start();
	rig.play(3);
	rig.score.events = [...rig.score.events, note(200), note(900), note(9_000)];
	rig.play(8);
	expect(rig.scheduler.dropped).toBe(0);
	expect(rig.sounder.voices).toHaveLength(2);
});

test('a new tempo moves all that has not begun to its exact new frame and drops nothing', () => {
	rig.score.events = Array.from({ length: 100 }, (_, index) => note(index * 24));
	rig.start();
	rig.play(0.5);
	for (const tempo of [240, 41, 97, 180]) {
		rig.transport.setBpm(bpm(tempo));
		rig.scheduler.refresh();
		rig.play(0.2);
	}
	const pending = rig.sounder.heard.filter(({ startsAt }) => startsAt > rig.clock.soonest);
	expect(pending.length).toBeGreaterThan(10);
	const due = rig.score.events.map(({ start }) => rig.transport.timeOf(start));
	for (const { startsAt } of pending) expect(due).toContain(startsAt);
	rig.play(4);
	expect(rig.sounder.heard).toHaveLength(100);
	expect(rig.scheduler).toMatchObject({ late: 0, dropped: 0 });
});

test('stop takes all back, and a start elsewhere begins anew', () => {
	rig.score.events = Array.from({ length: 40 }, (_, index) => note(index * 120));
	rig.start();
	rig.play(0.5);
	rig.transport.stop();
	rig.scheduler.refresh();
	const soonest = rig.clock.soonest;
	expect(rig.sounder.heard.every(({ endsAt }) => endsAt <= soonest)).toBe(true);
	expect(rig.scheduler.committedCount).toBe(0);
	const heard = rig.sounder.heard.length;
	rig.play(1);
	rig.start(2_400);
	rig.play(5);
	expect(rig.sounder.heard.length - heard).toBe(20);
	expect(rig.ledger.soundingCount).toBe(0);
});

test('after any edits what is heard is what the score held when it was due', () => {
	const starts = fc.uniqueArray(fc.integer({ min: 0, max: 150 }), { maxLength: 40 });
	const edit = fc.record({
		starts,
		tempo: fc.integer({ min: 40, max: 240 }),
		stalls: fc.integer({ min: 1, max: 40 })
	});
	fc.assert(
		fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
			const any = new Rig();
			any.start();
			for (const { starts: next, tempo, stalls } of edits) {
				any.score.events = next.map((start) => note(start * 48));
				any.transport.setBpm(bpm(tempo));
				any.scheduler.refresh();
				any.play(0.001, 0.025 * stalls);
				const { soonest } = any.clock;
				const to = any.transport.positionAt(soonest) + 0.8 * tempo * 8;
				const expected = any.score
					.eventsBetween(any.transport.positionAt(soonest) + 1, to)
					.map(({ start }) => any.transport.timeOf(start))
					.toSorted((a, b) => a - b);
				const last = any.transport.timeOf(ticks(to));
				const found = any.sounder.heardAt.filter((at) => at > soonest && at < last);
				for (const at of expected) expect(found.filter((other) => other === at)).toHaveLength(1);
			}
			expect(any.scheduler.late).toBe(0);
			any.transport.stop();
			any.scheduler.refresh();
			any.clock.pass(1);
			expect(any.ledger.soundingCount).toBe(0);
			expect(any.sounder.heard.filter(({ endsAt }) => endsAt > any.clock.currentTime)).toEqual([]);
		}),
		{ numRuns: 60 }
	);
});
