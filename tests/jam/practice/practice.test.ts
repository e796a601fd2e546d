import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Practice, type PracticeCommand } from '../../../src/jam/practice/practice';
import { bpm, ticks } from '../../../src/music/units';
import { BAR, planOver } from './practiceRig';

/** `kind value @bar`. */
const words = (command: PracticeCommand): string => {
	switch (command.kind) {
		case 'announce':
			return `announce ${command.next === null ? 'the end' : `${command.next.bpm} +${command.next.offset}`} @${command.at / BAR}`;
		case 'move-chords':
			return `chords +${command.offset} @${command.at / BAR}`;
		case 'set-bpm':
			return `${command.bpm} BPM @${command.at / BAR}`;
		case 'report':
			return `report ${command.chorus.index}`;
		case 'end':
			return `end @${command.at / BAR}`;
	}
};

const STEPS = [
	'announce 110 +5 @4',
	'chords +5 @4',
	'110 BPM @4',
	'report 0',
	'announce 120 +10 @8',
	'chords +10 @8',
	'120 BPM @8',
	'report 1',
	'announce the end @12',
	'report 2',
	'end @12'
];

test('what changes is told before its chorus line, and falls on it', () => {
	const practice = new Practice(planOver(4, { choruses: 3 }));
	expect(practice.start(ticks(0)).map(words)).toEqual(['chords +0 @0', '100 BPM @0']);
	expect(practice.advance(ticks(3 * BAR - 1))).toEqual([]);
	expect(practice.advance(ticks(3 * BAR)).map(words)).toEqual(STEPS.slice(0, 2));
	expect(practice.advance(ticks(4 * BAR - 200))).toEqual([]);
	expect(practice.advance(ticks(4 * BAR - 20)).map(words)).toEqual(STEPS.slice(2, 3));
	expect(practice.advance(ticks(4 * BAR)).map(words)).toEqual(STEPS.slice(3, 4));
});

test('commands are each told once and in order, however late and often it is advanced', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 60 }), (steps) => {
			const practice = new Practice(planOver(4, { choruses: 3 }));
			practice.start(ticks(0));
			let at = 0;
			const told: string[] = [];
			for (const step of [...steps, 99 * BAR]) {
				at += step;
				told.push(...practice.advance(ticks(at)).map(words));
			}
			expect(told).toEqual(STEPS);
			expect(practice.state).toBe('ended');
		})
	);
});

test('a form of one bar announces its next chorus from its own first beat', () => {
	const practice = new Practice(planOver(1, { choruses: null }));
	practice.start(ticks(0));
	expect(practice.advance(ticks(0)).map(words)).toEqual(['announce 110 +5 @1', 'chords +5 @1']);
});

test('a tempo that is at its ceiling is not told again', () => {
	const tempo = { start: bpm(120), step: 10, every: 1, ceiling: bpm(120) };
	const practice = new Practice(planOver(4, { tempo, choruses: null }));
	practice.start(ticks(0));
	const told = practice.advance(ticks(40 * BAR));
	expect(told.filter(({ kind }) => kind === 'set-bpm')).toEqual([]);
});

test('a tempo changes in the middle of a trade, on the chorus line', () => {
	const practice = new Practice(planOver(4, { trade: 8, choruses: null }));
	practice.start(ticks(0));
	expect(practice.advance(ticks(4 * BAR)).map(words)).toContain('110 BPM @4');
	expect(practice.turnAt(ticks(5 * BAR))).toMatchObject({ by: 'player', to: 8 * BAR });
});

test('after a pause the same chorus begins anew at the new bar line, and its turns with it', () => {
	const practice = new Practice(planOver(4, { trade: 4, choruses: 5 }));
	practice.start(ticks(0));
	practice.advance(ticks(5 * BAR));
	expect(practice.turnAt(ticks(5 * BAR))?.by).toBe('band');
	practice.pause();
	expect(practice.turnAt(ticks(5 * BAR))).toBeNull();
	expect(practice.advance(ticks(50 * BAR))).toEqual([]);
	expect(practice.start(ticks(0)).map(words)).toEqual(['chords +5 @0', '110 BPM @0']);
	expect(practice.chorus).toMatchObject({ index: 1, from: 0, to: 4 * BAR });
	expect(practice.turnAt(ticks(BAR))).toMatchObject({ by: 'band', from: 0, to: 4 * BAR });
	expect(practice.advance(ticks(4 * BAR)).map(words)).toContain('report 1');
});

test('what has ended neither starts nor goes on', () => {
	const practice = new Practice(planOver(4));
	practice.start(ticks(0));
	expect(practice.end(ticks(BAR)).map(words)).toEqual(['end @1']);
	expect(practice.end(ticks(BAR))).toEqual([]);
	expect(practice.start(ticks(0))).toEqual([]);
	expect(practice.advance(ticks(9 * BAR))).toEqual([]);
});

test('a plan that cannot be played throws', () => {
	expect(() => new Practice(planOver(0))).toThrow(/nothing to practise/);
});
