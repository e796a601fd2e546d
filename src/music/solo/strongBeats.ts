import { chordAt, type ChordSpan } from '../harmony/chord';
import { barLength, beatLength, type Metre } from '../metre';
import { PPQ, seconds, secondsToTicks, ticks, type Bpm, type Ticks } from '../units';
import type { SoloNote, StrongBeat } from './figures';

/** The beats of a bar that carry it, from 0: odd metres are counted 3 + 2 and 2 + 2 + 3. */
export function strongBeatsOf({ beats, unit }: Metre): readonly number[] {
	if (unit === 8) return beats === 7 ? [0, 2, 4] : [0, 3];
	if (beats === 4) return [0, 2];
	return beats === 5 ? [0, 3] : [0];
}

/** An onset within this much of a beat was meant for it: half of a sixteenth, or 40 ms. */
const NEAR_TICKS = PPQ / 8;
const NEAR_SECONDS = seconds(0.04);
/** But never as far as halfway to the next eighth. */
const MOST_TICKS = PPQ / 4 - 10;

/** The onsets on strong beats where a chord is known; null where no chord is known at all. */
export function strongBeats(
	notes: readonly SoloNote[],
	spans: readonly ChordSpan[],
	metre: Metre,
	bpm: Bpm
): readonly StrongBeat[] | null {
	if (spans.every(({ chord }) => chord === null)) return null;
	const near = Math.min(MOST_TICKS, Math.max(NEAR_TICKS, secondsToTicks(NEAR_SECONDS, bpm)));
	const found: StrongBeat[] = [];
	for (const note of notes) {
		const line = nearStrongBeat(note.start, metre, near);
		const chord = line === null ? null : chordAt(spans, line);
		if (line === null || chord === null) continue;
		found.push({
			bar: Math.floor(line / barLength(metre)) + 1,
			beat: Math.round((line % barLength(metre)) / beatLength(metre)) + 1,
			pitch: note.pitch,
			chord: chord.symbol,
			pitchClasses: chord.pitchClasses,
			isChordTone: chord.pitchClasses.includes(note.pitch % 12)
		});
	}
	return found;
}

/** The strong beat that an onset was meant for; null where it was meant for another place. */
function nearStrongBeat(onset: Ticks, metre: Metre, near: number): Ticks | null {
	const beat = beatLength(metre);
	const index = Math.round(onset / beat);
	const line = index * beat;
	const isStrong = strongBeatsOf(metre).includes(index % metre.beats);
	return isStrong && line >= 0 && Math.abs(onset - line) <= near ? ticks(line) : null;
}
