import { expect, test } from 'vitest';
import { ticks } from '../../../src/music/units';
import { BAR } from '../jamRig';
import { bandRig, LOOP, pitchesOf, PITCHES, reply } from './bandRig';

/** A bass whose three candidates are told before the loop begins, and not ranked yet. */
function unranked() {
	const rig = bandRig();
	rig.composer.reply = null;
	rig.jam.band.change('bass', { mode: 'along' });
	rig.jam.advance();
	const [open] = rig.composer.requests;
	for (const [index, notes] of reply(open!.request).entries()) {
		open!.listener.bar(index, notes, ticks(0), ticks(LOOP));
	}
	rig.jam.startStop();
	rig.runTo(BAR);
	return { rig, rank: open!.listener };
}

test('a ranking that comes while the first candidate plays is heard where the loop begins again', () => {
	const { rig, rank } = unranked();
	expect(pitchesOf(rig, 'bass', 0, LOOP)).toEqual([PITCHES.bass[0]]);
	rank.ranked([1, 0, 2]);
	expect(pitchesOf(rig, 'bass', BAR, LOOP)).toEqual([PITCHES.bass[0]]);
	rig.runTo(LOOP + 10);
	expect(pitchesOf(rig, 'bass', LOOP, 2 * LOOP)).toEqual([PITCHES.bass[1]]);
});

test('what the player chose by hand no ranking changes', () => {
	const { rig, rank } = unranked();
	rig.jam.band.command('bass');
	rig.jam.band.tell('swap');
	rig.runTo(2 * BAR);
	expect(pitchesOf(rig, 'bass', 2 * BAR, LOOP)).toEqual([PITCHES.bass[1]]);
	rank.ranked([2, 0, 1]);
	rig.runTo(LOOP + 10);
	expect(pitchesOf(rig, 'bass', LOOP, 2 * LOOP)).toEqual([PITCHES.bass[1]]);
});
