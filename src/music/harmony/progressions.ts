import { Progression as TonalProgression } from 'tonal';
import type { Mode } from '../key';

/** Chords that many songs share. */
export interface Progression {
	/** As players call it. */
	readonly name: string;
	readonly mode: Mode;
	/**
	 * Degrees of the major scale on the tonic, in both modes, with the rest of the chord's symbol behind
	 * them. With bar lines where bars hold more than one chord; else a bar each.
	 */
	readonly degrees: string;
}

export const PROGRESSIONS: readonly Progression[] = [
	{ name: 'I–V–vi–IV', mode: 'major', degrees: 'I V VIm IV' },
	{ name: 'vi–IV–I–V', mode: 'major', degrees: 'VIm IV I V' },
	{ name: '50s: I–vi–IV–V', mode: 'major', degrees: 'I VIm IV V' },
	{ name: 'Three chords: I–IV–I–V', mode: 'major', degrees: 'I IV I V' },
	{ name: 'Rock: I–♭VII–IV–I', mode: 'major', degrees: 'I bVII IV I' },
	{ name: 'Canon', mode: 'major', degrees: 'I V VIm IIIm IV I IV V' },
	{ name: 'ii–V–I', mode: 'major', degrees: 'IIm7 V7 Imaj7 Imaj7' },
	{ name: 'Turnaround: I–vi–ii–V', mode: 'major', degrees: 'Imaj7 VIm7 IIm7 V7' },
	{
		name: 'Rhythm changes, A',
		mode: 'major',
		degrees: '| I6 VI7 | IIm7 V7 | IIIm7 VI7 | IIm7 V7 | Vm7 I7 | IV6 #IVo7 | I6 VI7 | IIm7 V7 |'
	},
	{ name: 'Bossa', mode: 'major', degrees: 'Imaj7 Imaj7 II7 II7 IIm7 bII7 Imaj7 bII7' },
	{ name: 'Royal road: IV–V–iii–vi', mode: 'major', degrees: 'IVmaj7 V7 IIIm7 VIm7' },
	{ name: 'Lo-fi', mode: 'major', degrees: 'IVmaj7 IIIm7 IIm7 Imaj7' },
	{ name: '12-bar blues', mode: 'major', degrees: 'I7 I7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7 V7' },
	{
		name: 'Minor blues',
		mode: 'minor',
		degrees: 'Im7 Im7 Im7 Im7 IVm7 IVm7 Im7 Im7 bVI7 V7 Im7 V7'
	},
	{ name: 'ii–V–i', mode: 'minor', degrees: 'IIm7b5 V7 Im7 Im7' },
	{ name: 'Andalusian', mode: 'minor', degrees: 'Im bVII bVI V' },
	{ name: 'i–♭VI–♭III–♭VII', mode: 'minor', degrees: 'Im bVI bIII bVII' },
	{ name: 'Minor bossa', mode: 'minor', degrees: 'Im7 Im7 IVm7 IVm7 IIm7b5 V7 Im7 Im7' },
	{
		name: 'Round the fifths',
		mode: 'minor',
		degrees: 'IVm7 bVII7 bIIImaj7 bVImaj7 IIm7b5 V7 Im7 Im7'
	},
	{ name: 'Dorian: i–IV', mode: 'minor', degrees: 'Im7 IV7' }
];

/** Roots that are right and that nobody reads. */
const PLAINER: Readonly<Record<string, string>> = { Cb: 'B', Fb: 'E', 'E#': 'F', 'B#': 'C' };

/** The progression's chords in the key on `tonic`, as `parseChords` reads them. */
export const progressionText = ({ degrees }: Progression, tonic: string): string =>
	degrees
		.split(' ')
		.map((word) => (word === '|' ? word : TonalProgression.fromRomanNumerals(tonic, [word])[0]!))
		.map((symbol) => symbol.replace(/^(?:[CF]b|[EB]#)/, (root) => PLAINER[root]!))
		.join(' ');
