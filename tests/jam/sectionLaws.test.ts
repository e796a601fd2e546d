import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECTIONS } from '../../src/jam/face';
import { BAR, JamRig } from './jamRig';
import { choose, withBoth } from './sectionRig';

const ACTIONS = [
	'record',
	'close',
	'overdub',
	'finish',
	'stop',
	'play',
	'undo',
	'redo',
	'clear'
] as const;

/** What a player does with two sections; each key is let go before anything else happens. */
const playing = fc.array(
	fc.oneof(
		fc.record({ kind: fc.constant('press' as const), action: fc.constantFrom(...ACTIONS) }),
		fc.record({ kind: fc.constant('section' as const), section: fc.constantFrom(...SECTIONS) }),
		fc.record({ kind: fc.constant('key' as const), length: fc.integer({ min: 10, max: 900 }) }),
		fc.record({ kind: fc.constant('wait' as const), length: fc.integer({ min: 1, max: 5000 }) })
	),
	{ maxLength: 40 }
);

type Step = typeof playing extends fc.Arbitrary<(infer One)[]> ? One : never;

function carryOut(rig: JamRig, step: Step): void {
	const now = rig.transport.position();
	if (step.kind === 'press') rig.press(step.action);
	else if (step.kind === 'section') choose(rig, step.section);
	else if (step.kind === 'wait') rig.runTo(now + step.length, 60);
	else if (rig.jam.isRunning) rig.play(now, step.length, 60);
}

test('what is told of the loops before a change of section is what sounds, however late anybody wakes', () => {
	fc.assert(
		fc.property(
			playing,
			fc.constantFrom(1 as const, 2 as const, 'free' as const),
			(steps, loopBars) => {
				const rig = new JamRig({ loopBars });
				for (const step of steps) {
					carryOut(rig, step);
					if (!rig.transport.isRunning) continue;
					const at = rig.transport.position() + 700;
					const told = rig.score(at, at + BAR);
					rig.runTo(at, 1000);
					// Behind a stop nothing is told.
					expect(rig.score(at, at + BAR)).toEqual(told);
				}
			}
		),
		{ numRuns: 200, seed: 5 }
	);
});

test('whatever is done in one section, the other one rests as it was left, and nothing sounds over the line', () => {
	fc.assert(
		fc.property(playing, (steps) => {
			const rig = withBoth();
			for (const step of steps) {
				const resting = rig.jam.sections.find(({ isPresent }) => !isPresent)!;
				carryOut(rig, step);
				const { sections, loop } = rig.jam;
				const now = sections.find(({ name }) => name === resting.name)!;
				if (!now.isPresent) expect(now).toEqual(resting);
				if (loop.pending?.action !== 'section') continue;
				const { due } = loop.pending;
				const told = rig.events(due - 2 * BAR, due + 1);
				const over = told.filter(({ start, end }) => start < due && end > due);
				expect(over).toEqual([]);
			}
		}),
		{ numRuns: 200, seed: 6 }
	);
});
