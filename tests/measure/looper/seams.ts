import { FADE_FRAMES } from '../../../src/audio/looper/protocol';
import { LooperRig, noise, RATE, sine, type Signal } from '../../audio/looper/looperRig';

/** What the seam does, worst case over the signals. */
export interface SeamFigures {
	/** Of a sine that is continuous over the seam, in dB of full scale. */
	readonly residualDb: number;
	/** The steepest step around the seam, as a share of the steepest step of what was played. */
	readonly stepRatio: number;
}

/** A second from bar line to bar line, of a signal that ends with the recording. */
function heardOf(signal: Signal): { readonly heard: Float32Array; readonly from: number } {
	const rig = new LooperRig(signal);
	rig.setGrid();
	rig.runTo(RATE * 0.5);
	rig.press('record', RATE);
	rig.runTo(RATE * 1.5);
	rig.press('close', 2 * RATE);
	rig.runTo(RATE * 2.5);
	rig.signal = () => 0;
	const from = rig.now;
	return { heard: rig.runTo(RATE * 5), from };
}

function steepest(samples: (frame: number) => number, from: number, to: number): number {
	let step = 0;
	for (let frame = from; frame < to; frame++) {
		step = Math.max(step, Math.abs(samples(frame + 1) - samples(frame)));
	}
	return step;
}

function residualDb(frequency: number): number {
	const { heard, from } = heardOf(sine(frequency));
	let worst = 0;
	heard.forEach((sample, frame) => {
		worst = Math.max(worst, Math.abs(sample - sine(frequency)(from + frame)));
	});
	return 20 * Math.log10(worst);
}

/** Around the seams alone: elsewhere the loop is what was played. */
function stepRatio(signal: Signal): number {
	const { heard, from } = heardOf(signal);
	const played = steepest(signal, RATE - FADE_FRAMES, 2 * RATE);
	let step = 0;
	for (let seam = 3 * RATE - from; seam < heard.length - FADE_FRAMES; seam += RATE) {
		step = Math.max(
			step,
			steepest((frame) => heard[frame]!, seam - FADE_FRAMES, seam + FADE_FRAMES)
		);
	}
	return step / played;
}

/** Their phase must go back or on by up to half a turn where the loop of a second begins anew. */
const MISFITS = [110, 110.25, 110.75, 440.3, 440.75, 1000.5, 1000.7];
const clicks: Signal = (frame) => Number(frame % 4800 === 0) * 0.8;

export function measureSeam(): SeamFigures {
	return {
		residualDb: Math.max(...[55, 110, 440, 1000].map(residualDb)),
		stepRatio: Math.max(...[...MISFITS.map((hertz) => sine(hertz)), noise, clicks].map(stepRatio))
	};
}
