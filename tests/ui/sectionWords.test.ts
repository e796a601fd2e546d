import { expect, test } from 'vitest';
import type { LoopState, Pending, SectionView } from '../../src/jam/face';
import { COMMON_TIME } from '../../src/music/metre';
import { ticks } from '../../src/music/units';
import { otherSection, sectionLook } from '../../src/ui/panels/sectionWords';
import { loopPendingWords } from '../../src/ui/words';

const BAR = 1920;

const section = (view: Partial<SectionView>): SectionView => ({
	name: 'B',
	isPresent: false,
	isBlank: false,
	length: ticks(2 * BAR),
	layers: [],
	...view
});

const toB: Pending = { action: 'section', section: 'B', due: ticks(4 * BAR), isAutomatic: false };

const look = (
	view: Partial<SectionView>,
	state: LoopState,
	pending: Pending | null = null,
	position = 0
) =>
	sectionLook(section(view), {
		loop: { state, pending },
		position: ticks(position),
		metre: COMMON_TIME
	});

test.each([
	[{ isPresent: true }, 'playing', 'present', 'plays'],
	[{ isPresent: true }, 'overdubbing', 'present', 'plays'],
	[{ isPresent: true, isBlank: true }, 'recording', 'present', 'records'],
	[{ isPresent: true }, 'stopped', 'present', '2 bars'],
	[{ isPresent: true, isBlank: true }, 'empty', 'present', 'empty'],
	[{}, 'playing', 'rests', '2 bars'],
	[{ isBlank: true }, 'playing', 'empty', 'empty']
] as const)('%j while the loop is %s: %s, “%s”', (view, state, kind, words) => {
	expect(look(view, state)).toEqual({ kind, words, label: `Section B: ${words}` });
});

test.each([
	[0, 'in 4 bars'],
	[BAR, 'in 3 bars'],
	[3 * BAR, 'in 1 bar'],
	[4 * BAR - 1, 'in 1 bar'],
	[4 * BAR + 10, 'in 1 bar']
])('a section that comes at bar 5, heard from tick %i: %s', (position, words) => {
	expect(look({}, 'playing', toB, position)).toMatchObject({ kind: 'coming', words });
});

test('the one key goes on with what is pending, else to the section after the present one', () => {
	const sections = [section({ name: 'A' }), section({ name: 'B', isPresent: true })];
	expect(otherSection(sections, { pending: null })).toBe('A');
	expect(otherSection(sections, { pending: toB })).toBe('B');
});

test('what waits is called by the section', () => {
	expect(loopPendingWords(toB)).toBe('Section B');
});
