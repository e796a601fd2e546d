import fc from 'fast-check';
import type { Scene } from '../../../../src/jam/band/rules/scene';
import { chordOf, type ChordSpan } from '../../../../src/music/harmony/chord';
import { keyOf, type Key } from '../../../../src/music/key';
import { barLength, beatLength, METRES } from '../../../../src/music/metre';
import { ticks } from '../../../../src/music/units';
import { note, tune } from '../../../music/notes';

export const C_MAJOR: Key = keyOf(tune(60, 62, 64, 65, 67, 69, 71, 72, 60))!;
const A_MINOR: Key = keyOf(tune(69, 71, 72, 74, 76, 69, 72, 76, 69))!;

const SYMBOLS = [
	'C',
	'Dm7',
	'F#m7b5',
	'Bbmaj7',
	'E7',
	'Am',
	'Gsus4',
	'C/G',
	'Ab9',
	'Bdim',
	'F5',
	'Eaug'
];

/** Spans of one chord each, which last so many ticks; null is no chord. */
export function spansOf(...chords: readonly (readonly [string | null, number])[]): ChordSpan[] {
	let from = 0;
	return chords.map(([symbol, length]) => {
		const span = {
			from: ticks(from),
			to: ticks(from + length),
			chord: symbol === null ? null : chordOf(symbol)!,
			isPinned: false
		};
		from += length;
		return span;
	});
}

const anyFrame = fc.record({
	metre: fc.constantFrom(...METRES),
	bars: fc.integer({ min: 1, max: 8 }),
	key: fc.constantFrom(null, C_MAJOR, A_MINOR)
});

/** Chords that change on beats, some of them missing, and any melody, also none. */
export const anyScene: fc.Arbitrary<Scene> = anyFrame.chain(({ metre, bars, key }) => {
	const [beat, length] = [beatLength(metre), bars * barLength(metre)];
	const anySpan = fc.tuple(fc.constantFrom(null, ...SYMBOLS), fc.integer({ min: 1, max: 12 }));
	const anySung = fc.tuple(
		fc.integer({ min: 0, max: length - 1 }),
		fc.integer({ min: 1, max: 3000 }),
		fc.integer({ min: 40, max: 96 })
	);
	return fc.record({
		spans: fc
			.array(anySpan, { maxLength: 24 })
			.map((chords) =>
				spansOf(...chords.map(([symbol, beats]) => [symbol, beats * beat] as const)).filter(
					({ to }) => to <= length
				)
			),
		melody: fc
			.array(anySung, { maxLength: 24 })
			.map((sung) => sung.map(([start, duration, pitch]) => note(start, duration, pitch))),
		length: fc.constant(ticks(length)),
		metre: fc.constant(metre),
		key: fc.constant(key)
	});
});
