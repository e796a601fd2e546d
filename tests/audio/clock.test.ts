import { expect, test } from 'vitest';
import { ContextClock, heardAt, momentOf, type OutputClock } from '../../src/audio/clock';
import { contextTime, perfTime } from '../../src/music/units';

const NOW = 5_000;

/** [what the context says, what was heard 20 ms ago] */
const table: [string, OutputClock, number][] = [
	[
		'the output timestamp, carried on to the moment',
		{
			currentTime: 3.1,
			outputLatency: 0.03,
			getOutputTimestamp: () => ({ contextTime: 3, performanceTime: 4_990 })
		},
		2.99
	],
	[
		'nothing that is not rendered yet',
		{
			currentTime: 3,
			getOutputTimestamp: () => ({ contextTime: 2.99, performanceTime: 4_900 })
		},
		3
	],
	[
		'the clock less the latency, before the timestamp has values',
		{ currentTime: 3, outputLatency: 0.03, getOutputTimestamp: () => ({}) },
		2.95
	],
	[
		'the clock less the latency, while the timestamp is zero',
		{
			currentTime: 3,
			outputLatency: 0.03,
			getOutputTimestamp: () => ({ contextTime: 0, performanceTime: 0 })
		},
		2.95
	],
	[
		'the base latency where the output latency is missing',
		{ currentTime: 3, baseLatency: 0.01 },
		2.97
	],
	['the bare clock where nothing is known', { currentTime: 3 }, 2.98],
	['the bare clock where the latency is no number', { currentTime: 3, outputLatency: NaN }, 2.98],
	[
		'the bare clock where the latency is in other units',
		{ currentTime: 3, outputLatency: 10 },
		2.98
	]
];

test.each(table)('what was heard is %s', (_title, context, expected) => {
	expect(heardAt(context, perfTime(NOW - 20), NOW)).toBeCloseTo(expected, 9);
});

test.each(table)('the moment is found at which what was heard is %s', (_title, context) => {
	const time = contextTime(2.5);
	expect(heardAt(context, momentOf(context, time, NOW), NOW)).toBeCloseTo(time, 9);
});

test.each([
	[0, 0.006],
	[0.01, 0.01 + 128 / 48_000],
	[0.2, 0.025]
])('with a base latency of %d s a change is safe %d s ahead', (baseLatency, margin) => {
	const context = { currentTime: 1, sampleRate: 48_000, state: 'running', baseLatency };
	const clock = new ContextClock(context as unknown as AudioContext);
	expect(clock.soonest - clock.currentTime).toBeCloseTo(margin, 9);
});
