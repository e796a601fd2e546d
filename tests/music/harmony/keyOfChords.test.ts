import { expect, test } from 'vitest';
import { NO_CHORD } from '../../../src/music/harmony/chord';
import { transposed } from '../../../src/music/harmony/chordSpans';
import { keyOfChords } from '../../../src/music/harmony/keyOfChords';
import { parseChords } from '../../../src/music/harmony/parseChords';

const spansOf = (text: string) => {
	const reading = parseChords(text, { bars: null, metre: { beats: 4, unit: 4 } });
	if (reading.kind === 'refused') throw new Error(`not read: ${text}`);
	return reading.spans;
};

test.each([
	['Dm7 G7 Cmaj7', 'C major'],
	['Em7 A7 Dmaj7', 'D major'],
	['Dm7b5 G7 Cm', 'C minor'],
	['C G Am F', 'C major'],
	['Am F C G', 'A minor'],
	['Am G F E', 'A minor'],
	['G D Em C', 'G major'],
	['C7 F7 C7 C7 F7 F7 C7 C7 G7 F7 C7 G7', 'C major'],
	['E7 A7 E7 B7', 'E major']
])('%s are in %s', (text, name) => {
	expect(keyOfChords(spansOf(text))?.name).toBe(name);
});

test('the key moves with its chords', () => {
	for (let semitones = 0; semitones < 12; semitones++) {
		const key = keyOfChords(transposed(spansOf('Dm7 G7 Cmaj7'), semitones));
		expect(key?.tonic).toBe(semitones);
	}
});

test('without a chord there is no key', () => {
	expect(keyOfChords([])).toBeNull();
	expect(keyOfChords(spansOf(NO_CHORD))).toBeNull();
});
