import { expect, test } from 'vitest';
import { chordOf } from '../../../src/music/harmony/chord';
import { movedChords } from '../../../src/music/solo/movedChords';
import { chords } from './soloNotes';

const symbolsOf = (symbols: string, semitones: number) =>
	movedChords(chords(symbols), semitones)
		.map(({ chord }) => chord?.symbol)
		.join(' ');

test.each([
	['Dm7 G7 Cmaj7', 5, 'Gm7 C7 Fmaj7'],
	['F#m7b5 B7 Em', 1, 'Gm7b5 C7 Fm'],
	['C/E D/F# Bb7', 2, 'D/Gb E/Ab C7'],
	['Am7', -12, 'Am7']
])('%s, %d semitones up, is %s', (symbols, semitones, moved) => {
	expect(symbolsOf(symbols, semitones)).toBe(moved);
});

test('what a moved symbol means is what was moved', () => {
	for (const symbol of ['Dm7', 'G7', 'Cmaj7', 'F#m7b5', 'C/G', 'Ebsus4', 'Bdim7', 'A7#9']) {
		for (let semitones = 0; semitones < 12; semitones++) {
			const [{ chord } = { chord: null }] = movedChords(chords(symbol), semitones);
			const read = chordOf(chord?.symbol ?? '');
			expect([read?.root, read?.bass]).toEqual([chord?.root, chord?.bass]);
			expect(new Set(read?.pitchClasses)).toEqual(new Set(chord?.pitchClasses));
		}
	}
});

test('where there is no chord there is none higher up', () => {
	const silent = chords('Dm7').map((span) => ({ ...span, chord: null }));
	expect(movedChords(silent, 5)).toEqual(silent);
});
