import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ear } from '../../src/jam/ear';
import type { LiveEvent } from '../../src/music/liveEvent';
import { perfTime, pitch, ticks, velocity } from '../../src/music/units';

const at = perfTime(0);
const strip = { port: 'test', channel: 1, at };
const on = (number: number, port = 'test'): LiveEvent => ({
	...strip,
	kind: 'note-on',
	port,
	pitch: pitch(number),
	velocity: velocity(0.5)
});
const off = (number: number): LiveEvent => ({ ...strip, kind: 'note-off', pitch: pitch(number) });
const pedal = (isDown: boolean): LiveEvent => ({ ...strip, kind: 'sustain', isDown });

function heard(steps: readonly (readonly [number, LiveEvent])[]): (number | null)[][] {
	const ear = new Ear();
	for (const [position, event] of steps) ear.hear(event, ticks(position));
	return ear
		.notesBetween(ticks(-Infinity), ticks(Infinity))
		.map(({ pitch: number, start, end }) => [number, start, end]);
}

test.each<[string, (readonly [number, LiveEvent])[], (number | null)[][]]>([
	[
		'a press and a release make a note',
		[
			[0, on(60)],
			[10, off(60)]
		],
		[[60, 0, 10]]
	],
	['what is held has no end', [[0, on(60)]], [[60, 0, null]]],
	['a release without a press is nothing', [[0, off(60)]], []],
	[
		'a second press ends the first note',
		[
			[0, on(60)],
			[5, on(60)]
		],
		[
			[60, 0, 5],
			[60, 5, null]
		]
	],
	[
		'a release at the moment of the press leaves a tick',
		[
			[5, on(60)],
			[5, off(60)]
		],
		[[60, 5, 6]]
	],
	[
		'the pedal holds what was let go until it is lifted',
		[
			[0, pedal(true)],
			[1, on(60)],
			[2, off(60)],
			[9, pedal(false)]
		],
		[[60, 1, 9]]
	],
	[
		'a key pressed again under the pedal is held by the finger',
		[
			[0, pedal(true)],
			[1, on(60)],
			[2, off(60)],
			[3, on(60)],
			[4, pedal(false)],
			[8, off(60)]
		],
		[
			[60, 1, 3],
			[60, 3, 8]
		]
	],
	[
		'a port that is unplugged lets go of its own notes',
		[
			[0, on(60)],
			[1, on(62, 'other')],
			[5, { kind: 'released', port: 'test', at }]
		],
		[
			[60, 0, 5],
			[62, 1, null]
		]
	]
])('%s', (_, steps, notes) => {
	expect(heard(steps)).toEqual(notes);
});

test('whatever is played, every note ends after it began once all is released', () => {
	const event = fc.oneof(
		fc.integer({ min: 60, max: 64 }).map((number) => on(number)),
		fc.integer({ min: 60, max: 64 }).map((number) => off(number)),
		fc.boolean().map((isDown) => pedal(isDown))
	);
	fc.assert(
		fc.property(fc.array(event, { maxLength: 60 }), (events) => {
			const ear = new Ear();
			events.forEach((played, index) => {
				ear.hear(played, ticks(index));
			});
			ear.releaseAll(ticks(events.length));
			for (const { start, end } of ear.notesBetween(ticks(0), ticks(Infinity))) {
				expect(end).not.toBeNull();
				expect(end!).toBeGreaterThan(start);
			}
		})
	);
});

test('an hour of playing is remembered, and more does not grow without end', () => {
	const ear = new Ear();
	for (let index = 0; index < 45_000; index++) {
		ear.hear(on(60), ticks(index * 2));
		ear.hear(off(60), ticks(index * 2 + 1));
	}
	const notes = ear.notesBetween(ticks(0), ticks(Infinity));
	expect(notes.length).toBeLessThanOrEqual(40_000);
	expect(notes.at(-1)?.start).toBe(89_998);
	expect(notes.every(({ end }) => end !== null)).toBe(true);
});
