import { expect, test } from 'vitest';
import { frames } from '../../../src/music/units';
import { LooperRig, noise, RATE } from './looperRig';

/** A loop of a second on track 0, cleared: undo would bring it back. */
function cleared(): LooperRig {
	const rig = new LooperRig(noise);
	rig.setGrid();
	rig.press('record', RATE, 0, { length: frames(RATE) });
	rig.runTo(2.5 * RATE);
	rig.press('clear');
	rig.runTo(3.2 * RATE);
	return rig;
}

const pastOf = (rig: LooperRig, track = 0) => rig.core.reports[track]!.record.past.length;

test('what is kept while there is no base becomes the base, and loops of an older one are gone', () => {
	const rig = cleared();
	rig.core.capture(1, frames(1.5 * RATE), frames(3 * RATE));
	expect(rig.core.base).toEqual({ origin: 1.5 * RATE, length: 1.5 * RATE });
	expect([pastOf(rig, 0), pastOf(rig, 1)]).toEqual([0, 1]);
	rig.press('undo', rig.now, 0);
	expect(rig.core.tracks[0]!.program.content.length).toBe(0);
	for (let block = 0; block < 4; block++) rig.process();
	expect(rig.core.tend()).toEqual([1]);
});

test('what is kept beside a base leaves the past of the others', () => {
	const rig = cleared();
	rig.press('undo');
	rig.core.capture(1, frames(2 * RATE), frames(3 * RATE));
	expect(rig.core.base?.length).toBe(RATE);
	expect(pastOf(rig)).toBe(1);
});

test.each([
	[
		'cancelled before its line',
		(rig: LooperRig) => {
			rig.core.cancel(1);
		}
	],
	[
		'taken back',
		(rig: LooperRig) => {
			rig.core.takeBack(1);
		}
	],
	[
		'undone while it goes on',
		(rig: LooperRig) => {
			rig.runTo(4.5 * RATE);
			rig.press('undo', rig.now, 1);
		}
	]
])('a recording for a new base that is %s leaves undo what it had', (_, end) => {
	const rig = cleared();
	rig.press('record', 4 * RATE, 1);
	expect(pastOf(rig)).toBe(0);
	end(rig);
	expect(pastOf(rig)).toBe(2);
	rig.press('undo');
	rig.runTo(rig.now + 1280);
	expect(rig.state()).toBe('playing');
	expect(rig.core.base?.length).toBe(RATE);
});

test('on the very track a recording that is undone leaves undo what it had', () => {
	const rig = cleared();
	rig.press('record', 4 * RATE, 0);
	rig.runTo(4.5 * RATE);
	rig.press('undo');
	rig.press('undo');
	expect(rig.core.tracks[0]!.program.content.length).toBe(RATE);
});
