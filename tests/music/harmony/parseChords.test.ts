import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chordOf } from '../../../src/music/harmony/chord';
import { joined, transposed } from '../../../src/music/harmony/chordSpans';
import { parseChords, shareBeats } from '../../../src/music/harmony/parseChords';
import { printChords } from '../../../src/music/harmony/printChords';
import { PROGRESSIONS, progressionText } from '../../../src/music/harmony/progressions';
import { keyCalled, TONICS } from '../../../src/music/key';
import { barLength, beatLength, COMMON_TIME, METRES } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';

const BAR = 1920;

/** As it is printed, or the sentence that refuses it. */
function read(text: string, bars: number | null = null, metre = COMMON_TIME): string {
	const reading = parseChords(text, { bars, metre });
	if (reading.kind === 'refused') return reading.sentence;
	return printChords(reading.spans, ticks(reading.bars * barLength(metre)), metre);
}

test.each([
	['Dm7 G7 Cmaj7', null, '| Dm7 | G7 | Cmaj7 |'],
	['Dm7 G7 Cmaj7', 4, '| Dm7 | G7 | Cmaj7 | % |'],
	['Dm7 G7 Cmaj7', 8, '| Dm7 | G7 | Cmaj7 | % | Dm7 | G7 | Cmaj7 | % |'],
	['Dm7 G7 Cmaj7', 2, '| Dm7 G7 | Cmaj7 |'],
	['C G', 4, '| C | G | C | G |'],
	['C, G; Am – F', null, '| C | G | Am | F |'],
	['| Dm7 G7 | Cmaj7 % |', 2, '| Dm7 G7 | Cmaj7 |'],
	['| C / / G | % | | N.C. |', null, '| C / / G | C / / G | C / / G | N.C. |'],
	['nc C', null, '| N.C. | C |'],
	['e♭m7(b5) f♯ Cm(maj7) C6/9 Am7/G', null, '| Ebm7b5 | F# | CmMaj7 | C6/9 | Am7/G |']
])('%s over %s bars is %s', (text, bars, printed) => {
	expect(read(text, bars)).toBe(printed);
});

test.each([
	['Dm7 G7 Hx', 4, '“Hx” is no chord: write C, Dm7, F#m7b5 or Bb/D, and N.C. where none sounds.'],
	[
		'Qm C foo m7',
		4,
		'“Qm”, “foo” and “m7” are no chords: write C, Dm7, F#m7b5 or Bb/D, and N.C. where none sounds.'
	],
	['', 4, 'Type chords first, such as Dm7 G7 Cmaj7.'],
	['| |', 4, 'Type chords first, such as Dm7 G7 Cmaj7.'],
	['% C', 4, 'Before the first % there is nothing to repeat: begin with a chord.'],
	['| C F G A B |', 4, 'Bar 1 has 5 chords, and a bar of 4/4 only 4 beats.'],
	['C F G A B', 1, 'These are 5 chords, more than the loop has beats: type 4 at most.'],
	[
		'| C | F |',
		1,
		'These are 2 bars, and the loop has 1: leave the bar lines out to let chords share bars, or type fewer.'
	]
])('%j is refused: it says why', (text, bars, sentence) => {
	expect(read(text, bars)).toBe(sentence);
});

test('the words that are no chords are named', () => {
	const reading = parseChords('Dm7 G7 Hx', { bars: 4, metre: COMMON_TIME });
	expect(reading).toMatchObject({ kind: 'refused', words: ['Hx'] });
});

test('chords share the beats of any span', () => {
	const reading = shareBeats('C G Am', { from: ticks(480), to: ticks(2400) }, COMMON_TIME);
	expect(reading).toMatchObject({
		spans: [
			{ from: 480, to: 1440 },
			{ from: 1440, to: 1920 },
			{ from: 1920, to: 2400 }
		]
	});
	expect(shareBeats('C G', { from: ticks(0), to: ticks(480) }, COMMON_TIME).kind).toBe('refused');
});

const SYMBOLS = ['C', 'Dm7', 'F#m7b5', 'Bb/D', 'G7', 'Absus4', 'Eaug', null] as const;

/** Chords that change on beats, over whole bars. */
const anySpans = fc
	.record({
		metre: fc.constantFrom(...METRES),
		bars: fc.integer({ min: 1, max: 4 }),
		changes: fc.array(fc.constantFrom(...SYMBOLS, 'held' as const), {
			minLength: 28,
			maxLength: 28
		})
	})
	.map(({ metre, bars, changes }) => {
		const beat = beatLength(metre);
		let symbol: string | null = 'C';
		const beats = Array.from({ length: bars * metre.beats }, (_, at) => {
			const change = changes[at]!;
			if (change !== 'held') symbol = change;
			const chord = symbol === null ? null : chordOf(symbol);
			return { from: ticks(at * beat), to: ticks((at + 1) * beat), chord, isPinned: true };
		});
		return { metre, bars, length: ticks(bars * barLength(metre)), spans: joined(beats) };
	});

test('what is printed is read as it was', () => {
	fc.assert(
		fc.property(anySpans, ({ metre, bars, length, spans }) => {
			const reading = parseChords(printChords(spans, length, metre), { bars, metre });
			expect(reading).toEqual({ kind: 'read', bars, spans });
		})
	);
});

test('what is read tiles the loop', () => {
	const words = fc.array(fc.constantFrom('C', 'Dm7', 'N.C.', 'G/B'), {
		minLength: 1,
		maxLength: 12
	});
	fc.assert(
		fc.property(words, fc.integer({ min: 1, max: 12 }), (chords, bars) => {
			const reading = parseChords(chords.join(' '), { bars, metre: COMMON_TIME });
			if (reading.kind === 'refused') return;
			let at = 0;
			for (const { from, to } of reading.spans) {
				expect(from).toBe(at);
				at = to;
			}
			expect(at).toBe(bars * BAR);
		})
	);
});

const classesOf = (spans: ReturnType<typeof transposed>) =>
	spans.map(({ chord }) => chord && [chord.root, chord.bass, ...chord.pitchClasses.toSorted()]);
const steps = fc.integer({ min: -24, max: 24 });

test('transposing twice is transposing by the sum, and by an octave nothing', () => {
	fc.assert(
		fc.property(anySpans, steps, steps, ({ spans }, one, other) => {
			const twice = transposed(transposed(spans, one), other);
			expect(classesOf(twice)).toEqual(classesOf(transposed(spans, one + other)));
			expect(classesOf(transposed(spans, 12))).toEqual(classesOf(spans));
		})
	);
});

test('the key they come to spells them', () => {
	const spans = ['Dm7', 'G7', 'C/E'].map((symbol, bar) => ({
		from: ticks(bar * BAR),
		to: ticks((bar + 1) * BAR),
		chord: chordOf(symbol),
		isPinned: true
	}));
	const symbols = (semitones: number, key: string) =>
		transposed(spans, semitones, keyCalled(key)).map(({ chord }) => chord?.symbol);
	expect(symbols(1, 'Db major')).toEqual(['Ebm7', 'Ab7', 'Db/F']);
	expect(symbols(4, 'E major')).toEqual(['F#m7', 'B7', 'E/G#']);
});

test.each(PROGRESSIONS.map((progression) => [progression.name, progression] as const))(
	'%s is chords in every key',
	(_, progression) => {
		for (const tonic of TONICS[progression.mode]) {
			const text = progressionText(progression, tonic);
			expect(parseChords(text, { bars: null, metre: COMMON_TIME }).kind).toBe('read');
		}
	}
);

test('a progression’s degrees are counted from its tonic', () => {
	const named = (name: string) => PROGRESSIONS.find((one) => one.name === name)!;
	expect(progressionText(named('I–V–vi–IV'), 'D')).toBe('D A Bm G');
	expect(progressionText(named('Andalusian'), 'A')).toBe('Am G F E');
	expect(progressionText(named('Bossa'), 'Eb')).toBe('Ebmaj7 Ebmaj7 F7 F7 Fm7 E7 Ebmaj7 E7');
});
