import { expect, test } from 'vitest';
import { BAR, JamRig } from './jamRig';

test('a key that is down is seen as far as the seam, and tells no harmony of what was before it', () => {
	const rig = new JamRig();
	rig.press('record');
	rig.play(0, 400, 60);
	rig.runTo(960);
	rig.down(62);
	rig.runTo(BAR - 100);
	const seen = () => rig.jam.loop.layers[0]!.notes.map(({ start, duration }) => [start, duration]);
	expect(seen()).toEqual([
		[0, 400],
		[960, 960]
	]);
	// It sounds on over the seam, as long as it is held.
	rig.runTo(BAR + 300);
	expect(rig.score(2 * BAR, 3 * BAR)).toContain(`${2 * BAR + 960}-${3 * BAR + 960} 62 layer 1`);
	rig.up(62);
	expect(seen()).toEqual([
		[0, 400],
		[960, 960],
		[0, 300]
	]);
});

test('the chords of what was played before do not change while a key is down', () => {
	const rig = new JamRig({ loopBars: 2 });
	rig.press('record');
	for (const [beat, number] of [60, 64, 67, 64].entries()) rig.play(beat * 480, 470, number);
	rig.runTo(BAR);
	const before = rig.jam.chords.spans[0]?.chord?.symbol;
	rig.down(61);
	rig.runTo(2 * BAR - 100);
	expect(rig.jam.chords.spans[0]?.chord?.symbol).toBe(before);
});
