import { expect, test } from 'vitest';
import { rollScene } from '../../../src/ui/roll/rollScene';
import { ticks } from '../../../src/music/units';
import { BAR, JamRig } from '../../jam/jamRig';
import { bandRig, LOOP } from '../../jam/band/bandRig';

test('a layer that was kept is named and coloured after its chair', () => {
	const rig = bandRig();
	rig.jam.band.change('bass', { mode: 'along' });
	rig.jam.advance();
	rig.jam.startStop();
	rig.runTo(LOOP + BAR);
	rig.jam.band.command('bass');
	rig.jam.band.tell('keep');
	const kept = rollScene(rig.jam).voices.filter(({ look }) => look === 'partner');
	expect(kept).toMatchObject([{ chair: 'bass', label: 'Bass 2' }]);
});

test('a layer of nobody known is the partner’s', () => {
	const rig = bandRig();
	const [layer] = rig.jam.loop.layers;
	const part = { sound: 'piano', by: 'partner', notes: layer!.notes } as const;
	rig.jam.press('clear', rig.now);
	const { metre } = rig.jam.settings;
	const length = ticks(LOOP);
	rig.jam.importParts([part], { metre, bpm: rig.jam.bpm, length });
	expect(rollScene(rig.jam).voices).toMatchObject([{ chair: null, label: 'Partner 1' }]);
});

test('over typed chords the roll is as wide as their form, whoever has the turn', () => {
	const rig = new JamRig({ mode: 'answer', tradeBars: 2, loopBars: 2 });
	rig.jam.chords.type('Dm7 G7 Cmaj7 A7');
	rig.jam.startStop();
	for (const bar of [1, 2, 3, 5]) {
		rig.runTo(bar * BAR + 100);
		expect(rollScene(rig.jam).cycle).toEqual({ start: 0, length: 4 * BAR });
	}
	rig.runTo(6 * BAR + 100);
	const lead = rollScene(rig.jam).voices.find(({ chair }) => chair === 'lead');
	expect(lead?.notes.every(({ start }) => start >= 2 * BAR)).toBe(true);
});
