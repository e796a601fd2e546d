import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EarNote } from '../../../src/music/ears/heard';
import { frames, seconds, ticks } from '../../../src/music/units';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const BAR = 1920;
const SECONDS = 4;

/** Two bars in quarters at 120 BPM, `late` seconds after the pedal. */
const quarters = (late: number): EarNote[] =>
	Array.from({ length: 8 }, (_, index) => ({
		onset: late + index * 0.5,
		end: late + index * 0.5 + 0.4,
		pitch: 60 + index,
		strength: index % 4 === 0 ? 1 : 0.6,
		likelihood: 0.9
	})).filter(({ onset }) => onset < SECONDS);

/** A free loop of two bars in which they were heard, counted by the player. */
function heard(late = 0.3) {
	const rig = new TracksRig();
	rig.recordFirst(SECONDS * RATE);
	rig.tracks.doubleBars();
	rig.tracks.halveBars();
	const [layer] = rig.looper.tracks[0]!.record.content.layers;
	rig.tracks.hear({ track: 0, layer: layer!, seconds: SECONDS, notes: quarters(late) });
	const starts = () => rig.jam.heard!.layers[0]!.notes.map(({ start }) => Number(start));
	return { rig, starts, origin: rig.looper.base!.origin };
}

test('a bar line that is moved lies elsewhere in the recording; notes, chords and grid follow it', () => {
	const { rig, starts, origin } = heard();
	expect(starts()[0]).toBe(288);
	rig.tracks.moveLine(ticks(288));
	const shift = 0.3 * RATE;
	expect(rig.transport.frameOf(ticks(0))).toBe(origin + shift);
	expect(rig.looper.base).toEqual({ origin: origin + shift, length: SECONDS * RATE });
	expect((rig.looper.grid!.origin - origin - shift) % rig.looper.grid!.barFrames).toBe(0);
	expect(rig.jam.heard!.region).toEqual({ start: 0, length: 2 * BAR });
	expect(starts()).toEqual([0, 480, 960, 1440, 1920, 2400, 2880, 3360]);
	expect(rig.jam.chords.length).toBe(2 * BAR);
	expect(rig.jam.notice).toBe('The bar line lies 300 ms after the recording begins.');
	rig.tracks.nudgeLine(seconds(-0.01));
	expect(starts()[0]).toBe(10);
	expect(rig.jam.notice).toContain('290 ms after');
	// The tempo is what it was.
	expect(rig.tracks.guess).toMatchObject({ bars: 2, bpm: 120 });
});

test('a loop that stops and starts again is played from its bar line', () => {
	const { rig, starts } = heard();
	rig.tracks.moveLine(ticks(288));
	rig.jam.startStop();
	rig.pass(300);
	expect(rig.jam.heard!.region.start).toBe(0);
	expect(starts()[0]).toBe(0);
	rig.jam.startStop();
	rig.pass(300);
	const { motion } = rig.looper.tracks[0]!;
	expect(motion.position).toBe(0.3 * RATE);
	expect(motion.at).toBe(rig.transport.frameOf(ticks(0)));
	expect(starts()[0]).toBe(0);
});

test('the line can be moved while the loop stands, and counts from the next start on', () => {
	const { rig, starts } = heard();
	rig.jam.startStop();
	rig.pass(300);
	rig.tracks.moveLine(ticks(288));
	rig.pass(50);
	expect(starts()[0]).toBe(0);
	rig.jam.startStop();
	rig.pass(300);
	expect(rig.looper.tracks[0]!.motion.position).toBe(0.3 * RATE);
	expect(starts()[0]).toBe(0);
});

test('twice as many bars lie about the same bar line', () => {
	const { rig, starts } = heard();
	rig.tracks.moveLine(ticks(288));
	rig.tracks.doubleBars();
	expect(starts().slice(0, 3)).toEqual([0, 960, 1920]);
});

test('a cleared loop that comes back has the bar line it had', () => {
	const { rig, starts, origin } = heard();
	rig.tracks.moveLine(ticks(288));
	rig.press('clear');
	rig.press('undo');
	rig.pass(100);
	expect(starts()[0]).toBe(0);
	const away = rig.transport.frameOf(ticks(0)) - origin - 0.3 * RATE;
	expect(away % (rig.looper.base!.length / 2)).toBe(0);
});

test('it is kept with the session', () => {
	const { rig } = heard();
	rig.tracks.moveLine(ticks(288));
	const { savedHearing } = rig.tracks;
	expect(savedHearing.downbeat).toBeCloseTo(0.3, 9);
	const next = new TracksRig();
	const base = { origin: frames(77), length: frames(SECONDS * RATE) };
	const { settings, tracks } = next.tracks;
	next.tracks.restore({
		settings,
		tracks: tracks.map((track) => track.settings),
		base,
		barFrames: frames(2 * RATE),
		heard: savedHearing
	});
	next.looper.restore(0, base);
	next.pass(50);
	expect(next.jam.heard!.region).toEqual({ start: 0, length: 2 * BAR });
	expect(next.jam.heard!.layers[0]!.notes[0]!.start).toBe(0);
	next.jam.startStop();
	next.pass(300);
	expect(next.looper.tracks[0]!.motion.position).toBe(0.3 * RATE);
});

test('without a first loop that set the tempo, and under a loop of the keys, one sentence says why not', () => {
	const none = new TracksRig();
	none.tracks.moveLine(ticks(100));
	expect(none.jam.notice).toContain('bar line moved');
	const { rig, starts } = heard();
	rig.jam.change({ loopBars: 1 });
	rig.keys('record');
	rig.tracks.moveLine(ticks(288));
	expect(rig.jam.notice).toContain('The loop of the keys lies on this bar line');
	expect(starts()[0]).toBe(288);
});

test('however often the line is moved, notes keep their place in the recording, and grid and transport agree', () => {
	const moves = fc.array(
		fc.oneof(
			fc.record({ kind: fc.constant('move' as const), by: fc.integer({ min: -4000, max: 4000 }) }),
			fc.record({ kind: fc.constant('double' as const) }),
			fc.record({ kind: fc.constant('halve' as const) }),
			fc.record({ kind: fc.constant('run' as const) }),
			fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 2500 }) })
		),
		{ maxLength: 8 }
	);
	fc.assert(
		fc.property(moves, (steps) => {
			const { rig } = heard();
			for (const step of steps) {
				if (step.kind === 'move') rig.tracks.moveLine(ticks(step.by));
				else if (step.kind === 'double') rig.tracks.doubleBars();
				else if (step.kind === 'halve') rig.tracks.halveBars();
				else if (step.kind === 'run') rig.jam.startStop();
				else rig.pass(step.ms);
				rig.pass(100);
				const { base, grid } = rig.looper;
				const { region, layers } = rig.jam.heard!;
				const { bars } = rig.tracks.guess!;
				expect(region.length % BAR).toBe(0);
				expect(region.start % BAR).toBe(0);
				const { motion } = rig.looper.tracks[0]!;
				const tick = base!.length / (bars * BAR);
				const line = rig.transport.isRunning ? rig.transport.frameOf(ticks(0)) : base!.origin;
				for (const { start, heard: index } of layers[0]!.notes) {
					const at = line + (region.start + start) * tick;
					const inLoop = (at - motion.at + motion.position) / RATE - quarters(0.3)[index]!.onset;
					const round = inLoop - SECONDS * Math.round(inLoop / SECONDS);
					// Ticks are whole, and what comes just before its line lies on it.
					expect(Math.abs(round)).toBeLessThan(0.051);
				}
				if (!rig.transport.isRunning) continue;
				expect(
					Math.abs(rig.transport.frameOf(ticks(100 * BAR)) - grid!.origin) % grid!.barFrames
				).toBe(0);
				const away = (rig.transport.frameOf(ticks(0)) - base!.origin) / base!.length;
				expect(Math.abs(away - Math.round(away))).toBeLessThan(1e-6);
			}
		}),
		{ numRuns: 60 }
	);
});
