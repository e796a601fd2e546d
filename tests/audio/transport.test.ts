import fc from 'fast-check';
import { expect, test } from 'vitest';
import { START_LEAD_SECONDS, TEMPO_LEAD_SECONDS, Transport } from '../../src/audio/transport';
import { bpm, contextTime, perfTime, ticks } from '../../src/music/units';
import { FakeContext, RATE } from './fakes';

const isWholeFrame = (time: number) => Math.abs(time * RATE - Math.round(time * RATE)) < 1e-6;

test('the first position sounds a fixed lead from now, on a whole frame', () => {
	const context = new FakeContext();
	context.pass(1.234567);
	const transport = new Transport(context, bpm(120));
	transport.start(ticks(960));
	expect(transport.timeOf(ticks(960))).toBeCloseTo(1.234567 + START_LEAD_SECONDS, 4);
	expect(isWholeFrame(transport.timeOf(ticks(960)))).toBe(true);
	expect(transport.position()).toBeCloseTo(960 - START_LEAD_SECONDS * 960, 1);
	expect(transport.secondsUntil(ticks(960))).toBeCloseTo(START_LEAD_SECONDS, 4);
});

test('a new tempo leaves the past as it was, and bends what is to come', () => {
	const context = new FakeContext();
	const transport = new Transport(context, bpm(120));
	transport.start(ticks(0));
	context.pass(START_LEAD_SECONDS + 1);
	const past = transport.positionAt(contextTime(0.5));
	const next = transport.position();
	transport.setBpm(bpm(60));
	expect(transport.position()).toBe(next);
	expect(transport.positionAt(contextTime(0.5))).toBe(past);
	context.pass(TEMPO_LEAD_SECONDS);
	const bend = transport.position();
	context.pass(1);
	expect(transport.position() - bend).toBeCloseTo(480, 1);
	expect(transport.bpm).toBe(60);
});

test('a tempo that is set for a position holds from it on, and at once where it has passed', () => {
	const context = new FakeContext();
	const transport = new Transport(context, bpm(120));
	transport.start(ticks(0));
	context.pass(START_LEAD_SECONDS + 1);
	const line = ticks(1920);
	const due = transport.timeOf(line);
	transport.setBpmAt(bpm(60), line);
	expect(transport.timeOf(line)).toBe(due);
	expect(transport.timeOf(ticks(1920 + 480)) - due).toBeCloseTo(1, 4);
	expect(due - transport.timeOf(ticks(1920 - 480))).toBeCloseTo(0.5, 4);
	context.pass(2);
	const soon = context.currentTime + TEMPO_LEAD_SECONDS;
	const next = transport.positionAt(contextTime(soon));
	transport.setBpmAt(bpm(120), line);
	expect(transport.timeOf(ticks(next + 960)) - soon).toBeCloseTo(1, 3);
});

test('what was heard just before a tempo change is found at the old tempo', () => {
	const now = perfTime(5_000);
	const context = Object.assign(new FakeContext(), {
		getOutputTimestamp: () => ({ contextTime: context.currentTime - 0.1, performanceTime: now })
	});
	const transport = new Transport(context, bpm(120));
	transport.start(ticks(0));
	context.pass(START_LEAD_SECONDS + 1);
	transport.setBpm(bpm(240));
	context.pass(TEMPO_LEAD_SECONDS + 0.02);
	const heard = transport.heardAt(now);
	expect(heard).toBeCloseTo((1 + TEMPO_LEAD_SECONDS + 0.02 - 0.1) * 960, -1);
});

test('once stopped the position stands still, and each start is a run of its own', () => {
	const context = new FakeContext();
	const transport = new Transport(context, bpm(120));
	transport.start(ticks(0));
	context.pass(START_LEAD_SECONDS + 0.5);
	transport.stop();
	const stopped = transport.position();
	context.pass(3);
	expect(transport.isRunning).toBe(false);
	expect(transport.position()).toBe(stopped);
	expect(transport.secondsUntil(ticks(stopped + 480))).toBeCloseTo(0.5, 9);
	transport.start(ticks(-1920));
	expect(transport.run).toBe(2);
	expect(transport.startedFrom).toBe(-1920);
});

test('position and time turn into each other through any tempo changes', () => {
	const change = fc.record({
		wait: fc.double({ min: 0, max: 3, noNaN: true }),
		to: fc.integer({ min: 40, max: 240 })
	});
	fc.assert(
		fc.property(
			fc.array(change, { maxLength: 40 }),
			fc.double({ min: 0, max: 5, noNaN: true }),
			(changes, ahead) => {
				const context = new FakeContext();
				const transport = new Transport(context, bpm(100));
				transport.start(ticks(0));
				let before = transport.position();
				for (const { wait, to } of changes) {
					context.pass(wait);
					transport.setBpm(bpm(to));
					expect(transport.position()).toBeGreaterThanOrEqual(before);
					before = transport.position();
				}
				const time = contextTime(context.currentTime + ahead);
				const back = transport.timeOf(transport.positionAt(time));
				expect(Math.abs(back - time)).toBeLessThanOrEqual(0.5 / RATE + 1e-9);
				expect(isWholeFrame(back)).toBe(true);
			}
		)
	);
});
