import { CalibrationWizard } from '../../../src/audio/input/calibrationWizard';
import { Loopback, type LoopbackOptions } from '../../../src/audio/input/loopback';
import { perfTime } from '../../../src/music/units';

const RATE = 8000;
/** In frames, from the output to the input. */
const DELAY = 1234;

/** A context that runs, with a delay for its room. */
async function openRoom() {
	// The DOM's types do not know of the silent sink yet; no loudspeaker is needed for it.
	const silent = { sinkId: { type: 'none' }, sampleRate: RATE };
	const context = new AudioContext(silent);
	await context.resume();
	const output = context.createGain();
	const room = context.createDelay(1);
	room.delayTime.value = DELAY / RATE;
	output.connect(room);
	const listen = (options: Partial<LoopbackOptions> = {}) =>
		new Loopback({ context, output, input: () => room, ...options });
	return { context, output, listen };
}

/** With what a test plays and records in the page: only numbers go back to it. */
const page = { CalibrationWizard, DELAY, openRoom, perfTime, RATE };
export type LoopbackPage = typeof page;

Object.assign(window, { loopbacks: page });
