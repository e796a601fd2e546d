import { describe, expect, test } from 'vitest';
import { frames } from '../../../src/music/units';
import { LooperRig, noise } from './looperRig';

/** A hundred blocks. */
const BAR = 12_800;
/** The loop is two bars long. */
const LOOP = 2 * BAR;
const START = 6 * BAR;

/** A stopped loop of two bars, which is a one-shot. */
function shot(): LooperRig {
	const rig = new LooperRig(noise);
	rig.setGrid({ barFrames: frames(BAR) });
	rig.runTo(BAR - 256);
	rig.press('record', BAR);
	rig.runTo(3 * BAR - 256);
	rig.press('close', 3 * BAR);
	rig.runTo(4 * BAR);
	rig.signal = () => 0;
	rig.press('stop');
	rig.runTo(5 * BAR);
	rig.configure({ isOneShot: true });
	return rig;
}

/** It plays from START on. */
function playing(): LooperRig {
	const rig = shot();
	rig.press('trigger', START);
	rig.runTo(START + 128);
	return rig;
}

/** The frame at which the track stopped. */
function stopOf(rig: LooperRig, until = START + 10 * BAR): number {
	while (rig.state() !== 'stopped') {
		if (rig.now > until) return Infinity;
		rig.block();
	}
	return rig.now;
}

const blockOf = (frame: number) => Math.floor(frame / 128) * 128 + 128;

describe('a one-shot', () => {
	test.each(['trigger', 'play'] as const)('that is set going by %s plays one pass', (action) => {
		const rig = shot();
		rig.press(action, START);
		rig.runTo(START + 128);
		expect(rig.state()).toBe('playing');
		expect(rig.runTo(START + 256)[5]).toBe(Math.fround(noise(BAR + 133)));
		expect(stopOf(rig)).toBe(blockOf(START + LOOP));
		const after = rig.runTo(rig.now + LOOP);
		expect(after.subarray(512).every((sample) => sample === 0)).toBe(true);
	});

	test('plays one pass from its start when everything starts', () => {
		const rig = shot();
		rig.core.start(frames(START + 100));
		rig.runTo(START + 256);
		expect(rig.runTo(START + 384)[5]).toBe(Math.fround(noise(BAR + 256 + 5 - 100)));
		expect(stopOf(rig)).toBe(blockOf(START + 100 + LOOP));
	});

	test('plays one pass after it was recorded', () => {
		const rig = new LooperRig(noise);
		rig.setGrid({ barFrames: frames(BAR) });
		rig.configure({ isOneShot: true });
		rig.press('record', BAR, 0, { length: frames(LOOP) });
		rig.runTo(4 * BAR);
		expect(rig.state()).toBe('playing');
		expect(stopOf(rig)).toBe(blockOf(5 * BAR));
	});

	const AT = START + 1280;
	test.each([
		['reverse', AT + 1281],
		['half', AT + 2 * (LOOP - 1280)],
		['double', AT + (LOOP - 1280) / 2]
	] as const)('that is moved by %s stops where its pass then ends', (action, end) => {
		const rig = playing();
		rig.runTo(AT);
		rig.press(action, AT);
		expect(stopOf(rig)).toBe(blockOf(end));
	});

	test('that is turned round again stops at its end', () => {
		const rig = playing();
		rig.runTo(AT);
		rig.press('reverse', AT);
		rig.runTo(AT + 640);
		rig.press('reverse', rig.now);
		expect(stopOf(rig)).toBe(blockOf(AT + 640 + LOOP - 640));
	});

	test('in reverse plays all of it, last frame first', () => {
		const rig = shot();
		rig.press('reverse');
		rig.press('trigger', START);
		rig.runTo(START + 5120);
		const heard = rig.runTo(START + 5248);
		expect(heard[7]).toBe(Math.fround(noise(BAR + LOOP - 1 - 5127)));
		expect(stopOf(rig)).toBe(blockOf(START + LOOP));
	});

	test.each([false, true])(
		'that is muted (heard again: %s) stops at its end all the same',
		(isHeard) => {
			const rig = playing();
			rig.press('mute', START + BAR);
			if (isHeard) {
				rig.runTo(START + BAR + 128);
				expect(rig.state()).toBe('muted');
				rig.configure({ isOneShot: true, sync: 'free' });
				rig.press('unmute');
				expect(rig.state()).toBe('playing');
			}
			expect(stopOf(rig)).toBe(blockOf(START + LOOP));
		}
	);

	test('is not muted after its end, and a cancelled mute leaves it its end', () => {
		const rig = playing();
		rig.press('mute', START + BAR);
		rig.core.cancel(0);
		rig.runTo(START + 1.5 * BAR);
		expect(rig.state()).toBe('playing');
		rig.press('mute', rig.now);
		expect(stopOf(rig)).toBe(blockOf(START + LOOP));
		rig.runTo(START + 4 * BAR);
		expect(rig.state()).toBe('stopped');
	});

	test('that is triggered again for a line behind its end is silent between', () => {
		const rig = shot();
		rig.configure({ isOneShot: true, sync: 'free' });
		rig.press('trigger', START + 200);
		rig.runTo(START + 1.9 * BAR);
		rig.configure({ isOneShot: true, sync: 'bar' });
		rig.press('trigger', START + 2.5 * BAR);
		expect(stopOf(rig)).toBe(blockOf(START + 200 + LOOP));
		expect(rig.core.tracks[0]!.report().pending?.action).toBe('trigger');
		rig.runTo(START + 3 * BAR + 128);
		expect(rig.state()).toBe('playing');
		expect(stopOf(rig)).toBe(blockOf(START + 5 * BAR));
	});

	test('that is recorded over is not cut off, and ends with the pass in which that is finished', () => {
		const rig = playing();
		rig.press('overdub', START + BAR);
		rig.runTo(START + 2.5 * BAR);
		expect(rig.state()).toBe('overdubbing');
		rig.press('finish', START + 3 * BAR);
		rig.runTo(START + 3.5 * BAR);
		expect(rig.state()).toBe('playing');
		expect(stopOf(rig)).toBe(blockOf(START + 2 * LOOP));
	});

	test('that is a loop again goes on, and a loop that becomes one ends its pass', () => {
		const rig = playing();
		rig.configure({ isOneShot: false });
		expect(stopOf(rig, START + 5 * BAR)).toBe(Infinity);
		rig.runTo(START + 5.5 * BAR);
		rig.configure({ isOneShot: true });
		expect(stopOf(rig)).toBe(blockOf(START + 3 * LOOP));
	});

	test('that is triggered again for its very end goes on without a gap', () => {
		const rig = playing();
		rig.press('trigger', START + 1.5 * BAR);
		rig.runTo(START + LOOP);
		const heard = rig.runTo(START + LOOP + 128);
		for (let frame = 0; frame < 128; frame++) {
			expect(heard[frame]).toBeCloseTo(noise(BAR + frame), 6);
		}
		expect(stopOf(rig)).toBe(blockOf(START + 2 * LOOP));
	});

	test('is not made a loop by a cancel', () => {
		const rig = playing();
		rig.core.cancel(0);
		expect(stopOf(rig)).toBe(blockOf(START + LOOP));
	});

	test('whose press is taken back has the end it had', () => {
		const rig = playing();
		rig.press('reverse');
		rig.core.takeBack(0);
		expect(stopOf(rig)).toBe(blockOf(START + LOOP));
	});
});

test('a stop that waits for its line goes on waiting when the loop is turned round', () => {
	const rig = playing();
	rig.configure({ isOneShot: false });
	rig.press('stop', START + BAR);
	rig.press('reverse', rig.now);
	expect(stopOf(rig)).toBe(blockOf(START + BAR));
	expect(rig.core.tracks[0]!.program.motion.rate).toBe(-1);
});
