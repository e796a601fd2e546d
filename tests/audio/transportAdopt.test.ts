import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Transport } from '../../src/audio/transport';
import { barFramesAt, bpmOfBar, tempoWith } from '../../src/jam/tracks/tempoGuess';
import { barLength, METRES } from '../../src/music/metre';
import { bpm, contextTime, frames, ticks } from '../../src/music/units';
import { FakeContext, RATE } from './fakes';

function transportAt(seconds: number) {
	const context = new FakeContext();
	context.pass(seconds);
	return { context, transport: new Transport(context, bpm(100)) };
}

test('for 10,000 cycles a loop’s first frame is its bar line’s, exactly', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 75, max: 40_000 }),
			fc.integer({ min: 0, max: 6 }),
			fc.constantFrom(...METRES),
			fc.integer({ min: 0, max: 3600 * RATE }),
			(grains, doublings, metre, origin) => {
				const length = frames(grains * 64);
				const bars = 2 ** doublings;
				const tempo = tempoWith({ length, metre, sampleRate: RATE }, bars);
				fc.pre(tempo >= 40 && tempo <= 240);
				const { transport } = transportAt(origin / RATE + 1);
				transport.adopt(bpm(tempo), frames(origin), ticks(0));
				const cycle = bars * barLength(metre);
				for (let k = 0; k <= 10_000; k += 1 + (k % 37)) {
					expect(transport.frameOf(ticks(k * cycle))).toBe(origin + k * length);
					expect(transport.timeOf(ticks(k * cycle))).toBe((origin + k * length) / RATE);
				}
			}
		),
		{ numRuns: 60, seed: 6 }
	);
});

test('what is adopted from the past sounds from now on only, in a run of its own', () => {
	const { context, transport } = transportAt(10);
	transport.adopt(bpm(120), frames(8 * RATE), ticks(0));
	expect(transport.isRunning).toBe(true);
	expect(transport.bpm).toBe(120);
	expect(transport.run).toBe(1);
	expect(transport.position()).toBe(1920);
	expect(transport.startedFrom).toBe(1920);
	expect(transport.positionAt(contextTime(8))).toBe(0);
	context.pass(1);
	expect(transport.position()).toBe(2880);
});

test('a run goes on when its music stays where it was, and a new one begins when it does not', () => {
	const { context, transport } = transportAt(10);
	transport.start(ticks(0));
	context.pass(3);
	const metre = { beats: 4, unit: 4 };
	const snapped = bpmOfBar(metre, barFramesAt(metre, bpm(100.01), RATE), RATE);
	const before = transport.position();
	transport.adopt(snapped, transport.frameOf(ticks(1920)), ticks(1920));
	expect(transport.run).toBe(1);
	expect(transport.startedFrom).toBe(0);
	expect(Math.abs(transport.position() - before)).toBeLessThan(1);
	transport.adopt(bpm(200), transport.frameOf(ticks(0)), ticks(0));
	expect(transport.run).toBe(2);
	expect(transport.startedFrom).toBe(transport.position());
});

test('after an adoption the tempo may change again', () => {
	const { context, transport } = transportAt(10);
	transport.adopt(bpm(120), frames(10.5 * RATE), ticks(0));
	transport.setBpm(bpm(60));
	context.pass(1.5);
	expect(transport.position()).toBeCloseTo(480, 6);
});

test('each start and adoption and stop is told', () => {
	const { transport } = transportAt(1);
	let told = 0;
	transport.changed.on(() => {
		told++;
	});
	transport.adopt(bpm(120), frames(0), ticks(0));
	transport.stop();
	expect(told).toBe(2);
	expect(transport.isRunning).toBe(false);
});
