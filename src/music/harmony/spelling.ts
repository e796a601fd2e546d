import { Key as TonalKey } from 'tonal';
import { TONICS, type Key } from '../key';

const SHARPS = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'] as const;
const FLATS = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'] as const;
/** As they are met most often where no key decides: roots of major and of minor chords. */
const MAJOR_ROOTS = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const;
const MINOR_ROOTS = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B'] as const;

/** A pitch class as players of that key write it; `suffix` is what stands behind it. */
export function rootName(pitchClass: number, key: Key | null, suffix = ''): string {
	const accidentals = key === null ? 0 : accidentalsOf(key);
	if (accidentals > 0) return SHARPS[pitchClass]!;
	if (accidentals < 0) return FLATS[pitchClass]!;
	const isMinor = /^(m(?!aj)|dim|o|°|ø)/.test(suffix);
	return (isMinor ? MINOR_ROOTS : MAJOR_ROOTS)[pitchClass]!;
}

/** Sharps of the key's signature; flats are negative. */
function accidentalsOf({ tonic: pitchClass, mode }: Key): number {
	const tonic = TONICS[mode][pitchClass]!;
	const major = mode === 'minor' ? TonalKey.minorKey(tonic).relativeMajor : tonic;
	return TonalKey.majorKey(major).alteration;
}
