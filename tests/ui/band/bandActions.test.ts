import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAIR_COMMANDS, CHAIRS, type ChairSettings } from '../../../src/jam/band/face';
import type { PlanView } from '../../../src/jam/face';
import { ticks } from '../../../src/music/units';
import { canBeTold, chairBeside, isSilent } from '../../../src/ui/band/bandActions';
import { FakeBand } from '../../browser/tracksPage/fakeBand';

const PART = { notes: [], source: 'model', candidate: 1, candidates: 1 } as const;
const PLAN: PlanView = {
	start: ticks(0),
	length: ticks(1920),
	notes: [],
	source: 'model',
	isProvisional: false,
	candidate: 1,
	candidates: 1,
	isKept: false
};

test('the chairs lie on a circle: as many steps back as forth lead to where they began', () => {
	fc.assert(
		fc.property(fc.constantFrom(...CHAIRS), fc.integer({ min: -50, max: 50 }), (chair, steps) => {
			expect(chairBeside(chairBeside(chair, steps), -steps)).toBe(chair);
		})
	);
	expect(chairBeside('drums', 1)).toBe('lead');
});

const told = (chair: FakeBand['chairs'][number], plan: PlanView | null = null) =>
	CHAIR_COMMANDS.filter((command) => canBeTold(command, chair, plan));

test('a chair without a part can only go out, and one that is out nothing', () => {
	const band = new FakeBand();
	expect(told(band.chairs[3]!)).toEqual([]);
	band.change('bass', { mode: 'along' });
	expect(told(band.chairs[3]!)).toEqual(['out']);
	band.set('bass', { part: PART });
	expect(told(band.chairs[3]!)).toEqual(CHAIR_COMMANDS);
});

test('the lead is told by its plan, which is kept once', () => {
	const [lead] = new FakeBand().chairs;
	expect(told(lead!)).toEqual([]);
	expect(told(lead!, PLAN)).toEqual(CHAIR_COMMANDS);
	expect(told(lead!, { ...PLAN, isKept: true })).not.toContain('keep');
});

test.each<[Partial<ChairSettings>, boolean]>([
	[{ mode: 'along' }, false],
	[{ mode: 'trade' }, false],
	[{ mode: 'listen' }, true],
	[{ mode: 'out' }, true],
	[{ mode: 'along', isMuted: true }, true]
])('a chair with %o is silent: %s', (settings, silent) => {
	const band = new FakeBand();
	band.change('keys', settings);
	expect(isSilent(band.chairs[2]!, band.chairs)).toBe(silent);
});

test('while one plays solo the others are silent', () => {
	const band = new FakeBand();
	band.change('bass', { mode: 'along', isSolo: true });
	band.change('keys', { mode: 'along' });
	const silent = band.chairs.filter((chair) => isSilent(chair, band.chairs));
	expect(silent.map(({ name }) => name)).toEqual(['lead', 'harmony', 'keys', 'drums']);
});
