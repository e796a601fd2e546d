import { QUANTUM } from '../../../src/lib/frameCounter';
import { LooperRig, RATE } from '../../audio/looper/looperRig';

const WRAPS = 10_000;
/** 0.125 s: the shortest loop whose click cannot be taken for another's. */
const SHORT_LOOP = 6000;
const CLICK_AT = 1234;
const HOUR = 3600 * RATE;
/** A bar of the hour's tracks. */
const BAR = 96_000;

/** Track 0 gets a loop with one click, from the line `from` on. */
function recordClick(rig: LooperRig, track: number, from: number, length: number): void {
	rig.signal = (frame) => Number(frame - from === CLICK_AT);
	rig.runTo(from - 256);
	rig.press('record', from, track, { length: length as never });
	rig.runTo(from + length + QUANTUM);
	rig.signal = silence;
}

const silence = () => 0;

/** How far, at most, the click strays from its place in 10,000 passes, in samples. */
export function measureWraps(): number {
	const rig = new LooperRig();
	rig.setGrid({ barFrames: SHORT_LOOP as never });
	recordClick(rig, 0, SHORT_LOOP, SHORT_LOOP);
	let worst = 0;
	let wraps = 0;
	const end = rig.now + WRAPS * SHORT_LOOP;
	while (rig.now < end) {
		const at = rig.now;
		rig.block();
		for (const frame of clicksIn(rig.output(0))) {
			const place = (at + frame - SHORT_LOOP) % SHORT_LOOP;
			worst = Math.max(worst, Math.abs(place - CLICK_AT));
			wraps++;
		}
	}
	return Math.abs(wraps - WRAPS) <= 1 ? worst : Infinity;
}

/**
 * How far, at most, the clicks of a track of one bar, of two bars, of one bar backwards and of one at
 * half speed stray from each other in an hour, in samples.
 */
export function measureDrift(): number {
	const rig = new LooperRig();
	rig.setGrid({ barFrames: BAR as never });
	recordClick(rig, 0, BAR, BAR);
	recordClick(rig, 1, 3 * BAR, 2 * BAR);
	recordClick(rig, 2, 6 * BAR, BAR);
	recordClick(rig, 3, 8 * BAR, BAR);
	rig.press('half', rig.now, 3);
	rig.press('reverse', rig.now, 2);
	rig.runTo(14 * BAR);
	const firsts = [0, 1, 2, 3].map(() => -1);
	const periods = [BAR, 2 * BAR, BAR, 2 * BAR];
	let worst = 0;
	while (rig.now < HOUR) {
		const at = rig.now;
		rig.block();
		for (let track = 0; track < 4; track++) {
			const frame = loudestClick(rig.output(track));
			if (frame < 0) continue;
			if (firsts[track]! < 0) firsts[track] = at + frame;
			const offset = (at + frame - firsts[track]!) % periods[track]!;
			worst = Math.max(worst, Math.min(offset, periods[track]! - offset));
		}
	}
	return firsts.every((first) => first >= 0) ? worst : Infinity;
}

function* clicksIn(block: Float32Array): Generator<number> {
	for (let frame = 0; frame < block.length; frame++) if (block[frame]! > 0.5) yield frame;
}

/** A click at half speed is spread over its neighbours: only its peak counts. */
function loudestClick(block: Float32Array): number {
	for (let frame = 0; frame < block.length; frame++) if (block[frame]! > 0.9) return frame;
	return -1;
}
