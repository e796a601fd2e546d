import { describe, expect, test } from 'vitest';
import type { ChairName, ChairSettings, PartSource } from '../../../src/jam/band/face';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import { soundingParts } from '../../../src/ui/roll/bandVoices';
import { rollScene } from '../../../src/ui/roll/rollScene';
import { FakeBand, withBand } from '../../browser/tracksPage/fakeBand';
import { BAR, JamRig, note } from '../../jam/jamRig';

/** A jam with a loop of one bar that plays, and the fake band. */
function rig() {
	const rig = new JamRig();
	rig.press('record');
	rig.play(0, 240, 60);
	rig.runTo(2 * BAR);
	const band = new FakeBand();
	const jam = withBand(rig.jam, band);
	const sit = (
		chair: ChairName,
		notes: readonly Note[],
		settings: Partial<ChairSettings> = {},
		source: PartSource = 'model'
	) => {
		band.change(chair, { mode: 'along', ...settings });
		band.set(chair, { part: { notes, source, candidate: 1, candidates: 1 } });
	};
	const voice = (chair: ChairName) =>
		rollScene(jam).voices.find((candidate) => candidate.chair === chair);
	const runTo = (position: number) => {
		rig.runTo(position);
	};
	return { band, jam, sit, voice, runTo };
}

describe('the roll', () => {
	test('shows the part of each chair that is in, with its name', () => {
		const { sit, jam } = rig();
		sit('keys', [note(0, 240, 60)]);
		sit('bass', [note(0, 240, 40)]);
		sit('harmony', [note(0, 240, 67)], { mode: 'out' });
		const { voices } = rollScene(jam);
		expect(voices.map(({ chair, label }) => [chair, label])).toEqual([
			[null, 'You 1'],
			['keys', 'Keys'],
			['bass', 'Bass']
		]);
	});

	test('draws the chair under command on top, and says where its notes come from', () => {
		const { band, sit, jam } = rig();
		sit('keys', [note(0, 240, 60)]);
		sit('bass', [note(0, 240, 40)]);
		band.command('keys');
		const top = rollScene(jam).voices.at(-1)!;
		expect(top).toMatchObject({ chair: 'keys', look: 'plan', label: 'AI keys: model' });
		expect(rollScene(jam).voices.at(-2)).toMatchObject({ chair: 'bass', look: 'part' });
	});

	test.each<[Partial<ChairSettings>, PartSource, boolean, boolean]>([
		[{}, 'model', true, false],
		[{}, 'rules', false, true],
		[{}, 'last bars', false, true],
		[{ mode: 'listen' }, 'model', true, true],
		[{ isMuted: true }, 'model', true, true]
	])('with %o and notes by %s, firm is %s and faint is %s', (settings, source, firm, faint) => {
		const { sit, voice } = rig();
		sit('bass', [note(0, 240, 40)], settings, source);
		expect(voice('bass')).toMatchObject({ isFirm: firm, isFaint: faint });
	});

	test('a chair that trades is faint while it rests', () => {
		const { sit, voice, jam, runTo } = rig();
		sit('bass', [note(0, 240, 40)], { mode: 'trade', tradeBars: 1 });
		for (const bar of [3, 4, 5, 6]) {
			runTo(bar * BAR + 100);
			expect(voice('bass')?.isFaint).toBe(bar % 2 === 0);
		}
		jam.startStop();
		expect(voice('bass')?.isFaint).toBe(false);
	});

	test('splits what is held over the seam', () => {
		const { sit, voice } = rig();
		sit('bass', [note(BAR - 240, 480, 40)]);
		expect(voice('bass')!.notes.map(({ start, duration }) => [start, duration])).toEqual([
			[BAR - 240, 240],
			[0, 240]
		]);
	});

	test('has a lane for drums while somebody drums', () => {
		const { band, jam, sit, voice } = rig();
		expect(rollScene(jam).hasDrumLane).toBe(false);
		band.change('drums', { mode: 'listen' });
		expect(rollScene(jam).hasDrumLane).toBe(true);
		sit('drums', [note(0, 120, 36)]);
		expect(voice('drums')!.isDrums).toBe(true);
		band.change('drums', { mode: 'out' });
		jam.change({ playerSound: 'drums' });
		expect(rollScene(jam)).toMatchObject({ hasDrumLane: true, doesPlayerDrum: true });
	});
});

describe('what sounds now', () => {
	const sounding = (jam: ReturnType<typeof rig>['jam'], position: number) =>
		soundingParts(jam, jam.band.chairs, ticks(position)).flatMap(({ chair, notes }) =>
			notes.map(({ pitch }) => `${chair.name} ${pitch}`)
		);

	test('are the notes of the chairs that are heard', () => {
		const { band, jam, sit } = rig();
		sit('bass', [note(0, 240, 40), note(480, 240, 43)]);
		sit('keys', [note(0, 480, 60)], { mode: 'listen' });
		expect(sounding(jam, BAR + 100)).toEqual(['bass 40']);
		expect(sounding(jam, BAR + 300)).toEqual([]);
		expect(sounding(jam, BAR + 500)).toEqual(['bass 43']);
		band.change('bass', { isMuted: true });
		expect(sounding(jam, BAR + 100)).toEqual([]);
	});

	test('are those of a trade in every other stretch, the player’s first', () => {
		const { jam, sit } = rig();
		sit('bass', [note(0, 240, 40)], { mode: 'trade', tradeBars: 2 });
		const bars = [0, 1, 2, 3, 4].map((bar) => sounding(jam, bar * BAR).length);
		expect(bars).toEqual([0, 0, 1, 1, 0]);
	});
});
