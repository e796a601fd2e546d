import { LooperRig, RATE } from '../../audio/looper/looperRig';

const CLICK_AT = 5000;
const BAR = RATE;

/** Whole frames of round trip that overdubs are tried with: 0–200 ms. */
const ROUND_TRIPS = [0, 1, 127, 480, 1111, 2400, 4801, 7200, 9600];

/**
 * How far, at most, an overdub lies from the click that the player played to, in samples, through
 * simulated round trips that the looper was told.
 */
export function measureOverdubs(): number {
	return Math.max(...ROUND_TRIPS.map(errorWith));
}

/** The player plays each click exactly with what is heard; it comes in `roundTrip` frames later. */
function errorWith(roundTrip: number): number {
	const rig = new LooperRig((frame) => Number((frame - roundTrip) % BAR === CLICK_AT));
	rig.setGrid();
	rig.setCompensation(roundTrip);
	rig.runTo(0.5 * BAR);
	rig.press('record', BAR);
	rig.runTo(1.5 * BAR);
	rig.press('close', 2 * BAR);
	rig.runTo(2.5 * BAR);
	rig.press('overdub', 3 * BAR);
	rig.runTo(3.5 * BAR);
	rig.press('finish', 4 * BAR);
	rig.runTo(5 * BAR);
	rig.signal = () => 0;
	const from = rig.now;
	const heard = rig.runTo(from + BAR);
	let worst = 0;
	let clicks = 0;
	heard.forEach((sample, frame) => {
		if (Math.abs(sample) < 0.1) return;
		worst = Math.max(worst, Math.abs(((from + frame) % BAR) - CLICK_AT));
		clicks += sample;
	});
	return clicks === 2 ? worst : Infinity;
}
