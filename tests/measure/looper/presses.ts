import { QUANTUM } from '../../../src/lib/frameCounter';
import { seededRandom } from '../../../src/lib/random';
import { LooperRig, noise, RATE } from '../../audio/looper/looperRig';

const PRESSES = 200;
/** What a heard press is behind the audio thread: output latency and the message's way. */
const MAX_BEHIND = Math.round(0.06 * RATE);

/** How far, at most, what a press did lies from the press's own timestamp, in blocks of 128 frames. */
export function measurePressToState(seed: number): number {
	const random = seededRandom(seed);
	let worst = 0;
	for (let press = 0; press < PRESSES; press++) {
		const rig = new LooperRig();
		rig.configure({ sync: 'free' });
		rig.runTo(RATE / 4);
		const at = rig.now - Math.floor(random() * MAX_BEHIND);
		rig.press('record', at);
		const { take } = rig.core.tracks[0]!.program;
		worst = Math.max(worst, take === null ? Infinity : Math.abs(take.from - at) / QUANTUM);
	}
	return worst;
}

/** A scripted press: how it lies to the bar line, in ms, and how far its loop is from where it belongs. */
export interface ScriptedPress {
	readonly offsetMs: number;
	readonly errorFrames: number;
}

const BAR = 2 * RATE;
const FORGIVEN_MS = 250;

/** Presses from -300 to 300 ms around a bar line at 120 BPM: before it and up to 250 ms after it mean it. */
export function measurePresses(): readonly ScriptedPress[] {
	return Array.from({ length: 25 }, (_, index) => {
		const offsetMs = -300 + 25 * index;
		const rig = new LooperRig(noise);
		rig.setGrid({ barFrames: BAR as never });
		const at = 2 * BAR + (offsetMs * RATE) / 1000;
		rig.runTo(at + 1000);
		rig.press('record', at);
		rig.runTo(4 * BAR);
		const expected = offsetMs <= FORGIVEN_MS ? 2 * BAR : 3 * BAR;
		const { take } = rig.core.tracks[0]!.program;
		return { offsetMs, errorFrames: Math.abs((take?.from ?? Infinity) - expected) };
	});
}
