import { barLength, beatLength, type Metre } from '../music/metre';
import type { ScoreEvent } from '../music/score';
import { pitch, ticks, velocity, type Ticks } from '../music/units';

/** The pitches by which the click strip tells the bar's first beat from the others. */
export const CLICK_ACCENT = pitch(84);
export const CLICK_PLAIN = pitch(72);

const CLICK_LENGTH = 60;

/** A click on every beat that begins in [from, to). */
export function* clicksBetween(metre: Metre, from: Ticks, to: Ticks): Generator<ScoreEvent> {
	const beat = beatLength(metre);
	for (let start = Math.ceil(from / beat) * beat; start < to; start += beat) {
		const isFirst = start % barLength(metre) === 0;
		yield {
			key: `click:${start}`,
			owner: 'click',
			channel: 'click',
			sound: 'synth',
			start: ticks(start),
			end: ticks(start + CLICK_LENGTH),
			pitch: isFirst ? CLICK_ACCENT : CLICK_PLAIN,
			velocity: velocity(isFirst ? 0.9 : 0.6)
		};
	}
}
