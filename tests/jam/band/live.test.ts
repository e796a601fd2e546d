import { expect, test } from 'vitest';
import { ticks } from '../../../src/music/units';
import { BAR, JamRig } from '../jamRig';
import { pitchesOf, PITCHES, quarters } from './bandRig';

test('in the first pass a live chair accompanies by what was heard; the others come in with the loop', () => {
	const rig = new JamRig({ loopBars: 4 });
	rig.composer.reply = ({ answerLength, task }) => [quarters(answerLength, PITCHES[task][0])];
	rig.jam.band.change('bass', { mode: 'along', isLive: true });
	rig.jam.band.change('keys', { mode: 'along' });
	rig.press('record');
	for (let beat = 0; beat < 16; beat++) {
		rig.play(beat * 480, 200, 60 + (beat % 5));
		if (beat % 4 === 0) {
			expect(pitchesOf(rig, 'keys', 0, 4 * BAR)).toEqual([]);
			const bar = (beat / 4) * BAR;
			expect(pitchesOf(rig, 'bass', bar, bar + BAR)).toEqual(beat === 0 ? [] : [40]);
		}
	}
	const live = rig.composer.requests.filter(({ request }) => request.heardLength !== undefined);
	expect(live.length).toBeGreaterThanOrEqual(3);
	for (const { request } of live) expect(request.heardLength).toBe(request.callLength);
	rig.runTo(4 * BAR + 50);
	expect(pitchesOf(rig, 'keys', 4 * BAR, 5 * BAR)).toEqual([PITCHES.comp[0]]);
	expect(rig.jam.band.bars.rules).toBe(0);
});

test('a live bar that is not whole in time is left to the rules, and none of it is played', () => {
	const rig = new JamRig({ loopBars: 4 });
	rig.composer.reply = null;
	rig.jam.band.change('bass', { mode: 'along', isLive: true });
	rig.press('record');
	for (let beat = 0; beat < 4; beat++) rig.play(beat * 480, 200, 60 + 2 * beat);
	rig.runTo(BAR - 300);
	const { request, listener } = rig.composer.requests.find(
		({ request }) => request.heardLength !== undefined
	)!;
	const half = ticks(request.answerLength - BAR / 2);
	listener.bar(0, quarters(half, 41), ticks(0), half);
	rig.runTo(BAR + 100);
	expect(pitchesOf(rig, 'bass', BAR, 2 * BAR)).not.toContain(41);
	expect(rig.jam.band.bars.rules).toBe(1);
});
