import { chordOf, type Chord } from './chord';

const ROOT_LETTER = /^[a-g]/;
/** Signs that players write, as `tonal` reads them. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
	[/♭/g, 'b'],
	[/♯/g, '#'],
	[/−/g, '-'],
	[/m\(maj7\)/i, 'mMaj7'],
	[/[()]/g, ''],
	[/MA7/, 'maj7'],
	[/MI7/, 'm7']
];

/** The chord that a player wrote, as `chordOf` takes it: `f♯m7(b5)` is `F#m7b5`. Null for what is no chord. */
export function writtenChord(word: string): Chord | null {
	const clean = SIGNS.reduce((text, [sign, plain]) => text.replace(sign, plain), word);
	const [symbol = '', bass] = clean.split('/');
	const upper = (text: string) => text.replace(ROOT_LETTER, (letter) => letter.toUpperCase());
	// The nine of a six-nine chord is no bass.
	return chordOf(
		bass === undefined || bass === '9' ? upper(clean) : `${upper(symbol)}/${upper(bass)}`
	);
}
