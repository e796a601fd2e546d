import { barLength, type Metre } from '../../music/metre';
import { bpm, frames, MAX_BPM, MIN_BPM, PPQ, type Bpm, type Frames } from '../../music/units';

/** The octave of tempos that a first guess is taken from: what most music is felt in. */
export const COMFORTABLE_BPM = { from: 70, to: 140 } as const;

/** A loop whose bars are counted. */
export interface MeasuredLoop {
	readonly length: Frames;
	readonly metre: Metre;
	readonly sampleRate: number;
}

/** Quarter notes a minute if the loop has `bars` bars; may be no tempo that we can play. */
export const tempoWith = ({ length, metre, sampleRate }: MeasuredLoop, bars: number) =>
	(bars * barLength(metre) * 60 * sampleRate) / (PPQ * length);

/** Whether the loop may be said to have `bars` bars: at a tempo we can play, of whole frames each. */
export function canHaveBars(loop: MeasuredLoop, bars: number): boolean {
	const tempo = tempoWith(loop, bars);
	const isWhole = bars >= 1 ? Number.isInteger(bars) : Number.isInteger(1 / bars);
	return isWhole && tempo >= MIN_BPM && tempo <= MAX_BPM && Number.isInteger(loop.length / bars);
}

/**
 * How many bars a loop has that was played without a click: the power of two (a fraction of a bar for
 * a very short loop) that gives a comfortable tempo, or the nearest count whose bars are whole frames.
 * Null when there is none.
 */
export function guessBars(loop: MeasuredLoop): number | null {
	const { from, to } = COMFORTABLE_BPM;
	const fewest = from / tempoWith(loop, 1);
	const power = 2 ** Math.ceil(Math.log2(fewest));
	if (canHaveBars(loop, power)) return power;
	const counts: number[] = [];
	const most = MAX_BPM / tempoWith(loop, 1);
	for (let bars = Math.ceil(MIN_BPM / tempoWith(loop, 1)); bars <= most; bars++) {
		if (canHaveBars(loop, bars)) counts.push(bars);
	}
	const middle = Math.sqrt(from * to) / tempoWith(loop, 1);
	const distance = (bars: number) => Math.abs(Math.log(bars / middle));
	return counts.sort((left, right) => distance(left) - distance(right))[0] ?? null;
}

const exactBarFrames = (metre: Metre, tempo: number, sampleRate: number) =>
	(barLength(metre) * 60 * sampleRate) / (PPQ * tempo);

/** The whole number of frames that is nearest to a bar at `tempo`, and a tempo that we can play. */
export function barFramesAt(metre: Metre, tempo: Bpm, sampleRate: number): Frames {
	const shortest = Math.ceil(exactBarFrames(metre, MAX_BPM, sampleRate));
	const longest = Math.floor(exactBarFrames(metre, MIN_BPM, sampleRate));
	const nearest = Math.round(exactBarFrames(metre, tempo, sampleRate));
	return frames(Math.min(longest, Math.max(shortest, nearest)));
}

/** The tempo at which a bar has so many frames. */
export const bpmOfBar = (metre: Metre, barFrames: Frames, sampleRate: number) =>
	bpm(exactBarFrames(metre, barFrames, sampleRate));
