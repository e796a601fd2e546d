import type { ChordSpan } from '../protocol';
import type { Rule } from './rules';
import { PITCHES, TICKS_PER_STEP } from './vocabulary';

function allowOnly(pitchClasses: readonly number[], allowed: Uint8Array): void {
	for (let pitch = 0; pitch < PITCHES; pitch++) {
		if (!pitchClasses.includes(pitch % 12)) allowed[pitch] = 0;
	}
}

/** Only these pitch classes. Drums are free. */
export const keyLock = (pitchClasses: readonly number[]): Rule => ({
	symbols(_line, { part: _part }, allowed) {
		allowOnly(pitchClasses, allowed);
	}
});

/**
 * Only the chord's pitch classes, where a note begins and as long as it sounds: a note that would be
 * held into a chord without it ends there. `origin` is the step that the spans count from.
 */
export function chordLock(spans: readonly ChordSpan[], origin: number): Rule {
	const sorted = spans
		.filter(({ pitchClasses, from, to }) => pitchClasses.length > 0 && to > from)
		.map(({ from, to, pitchClasses }) => ({
			from: from / TICKS_PER_STEP + origin,
			to: to / TICKS_PER_STEP + origin,
			pitchClasses
		}))
		.sort((one, other) => one.from - other.from);
	return {
		symbols(_line, { onset }, allowed) {
			const span = sorted.find(({ from, to }) => from <= onset && onset < to);
			if (span !== undefined) allowOnly(span.pitchClasses, allowed);
		},
		longest(_line, onset, symbol) {
			if (symbol >= PITCHES) return Infinity;
			const clash = sorted.find(
				({ from, pitchClasses }) => from > onset && !pitchClasses.includes(symbol % 12)
			);
			return clash === undefined ? Infinity : clash.from - onset;
		}
	};
}
