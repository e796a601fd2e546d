import { chordAt, chordOf, type Chord, type ChordSpan } from '../../../src/music/harmony/chord';
import type { Metre } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { bpm as tempo, ticks, type PerfTime, type Ticks } from '../../../src/music/units';
import { printTable, rounded } from '../table';
import type { BandSession } from './bandSession';
import { NOTHING, ratioOf, sumOf, type Share } from './share';

/** What is to be heard, and what it is. */
export interface KnownHarmony {
	readonly set: string;
	readonly metre: Metre;
	readonly length: Ticks;
	/** The tune, and what is played to it. */
	readonly notes: readonly Note[];
	readonly accompaniment: readonly Note[];
	readonly spans: readonly ChordSpan[];
	/** `C major`; null where nobody says. */
	readonly key: string | null;
}

/** The same with all that sounds as its notes, of the pieces that have an accompaniment. */
export const accompanied = (known: readonly KnownHarmony[]): readonly KnownHarmony[] =>
	known
		.filter(({ accompaniment }) => accompaniment.length > 0)
		.map((piece) => ({ ...piece, notes: [...piece.notes, ...piece.accompaniment] }));

/** What the page found. */
export interface FoundHarmony {
	readonly spans: readonly ChordSpan[];
	readonly key: string | null;
}

export interface Detection {
	/** Share of the time for which major or minor on the right root was found, by set and in all. */
	readonly chordsRight: Readonly<Record<string, number>>;
	/** Share of the pieces; a relative key is wrong. */
	readonly keyRight: number;
}

/** Puts each piece into the page as a loop and reads its chord track. */
export async function findInPage(
	{ page }: BandSession,
	known: readonly KnownHarmony[]
): Promise<readonly FoundHarmony[]> {
	const found: FoundHarmony[] = [];
	for (const { metre, length, notes } of known) {
		const seen = await page.evaluate(
			({ metre, length, notes, bpm }) => {
				const { jam } = continuo;
				jam.importParts([{ sound: 'piano', notes, by: 'player' }], { metre, bpm, length });
				const told = {
					key: jam.chords.key?.name ?? null,
					changes: jam.chords.spans.map(({ from, chord }) => [from, chord?.symbol ?? null] as const)
				};
				jam.press('clear', performance.now() as PerfTime);
				return told;
			},
			{ metre, length, notes, bpm: tempo(100) }
		);
		found.push({ key: seen.key, spans: spansFrom(seen.changes, length) });
	}
	return found;
}

const spansFrom = (
	changes: readonly (readonly [number, string | null])[],
	length: Ticks
): readonly ChordSpan[] =>
	changes.map(([from, symbol], index) => ({
		from: ticks(from),
		to: ticks(changes[index + 1]?.[0] ?? length),
		chord: symbol === null ? null : chordOf(symbol),
		isPinned: false
	}));

/** How much of what is known was found. */
export function detectionOf(
	known: readonly KnownHarmony[],
	found: readonly FoundHarmony[]
): Detection {
	const shares = known.map((piece, index) => majminShare(piece.spans, found[index]!.spans));
	const sets = [...new Set(known.map(({ set }) => set))];
	const ofSet = (set: string) => shares.filter((_, index) => known[index]!.set === set);
	const keyed = known.flatMap(({ key }, index) =>
		key === null ? [] : [isSameKey(key, found[index]!.key)]
	);
	return {
		chordsRight: Object.fromEntries([
			...sets.map((set) => [set, rounded(ratioOf(sumOf(ofSet(set))), 3)]),
			['all', rounded(ratioOf(sumOf(shares)), 3)]
		]) as Record<string, number>,
		keyRight: rounded(keyed.filter(Boolean).length / keyed.length, 3)
	};
}

/**
 * The time in which root and third are right, of the time in which the label has a major or a minor
 * triad: MIREX's `majmin`.
 */
export function majminShare(known: readonly ChordSpan[], found: readonly ChordSpan[]): Share {
	const edges = [...new Set([...known, ...found].flatMap(({ from, to }) => [from, to]))].sort(
		(one, other) => one - other
	);
	return sumOf(
		edges.slice(1).map((to, index) => {
			const from = edges[index]!;
			const label = majmin(chordAt(known, from));
			if (label === null) return NOTHING;
			const isRight = majmin(chordAt(found, from)) === label;
			return { hits: isRight ? to - from : 0, of: to - from };
		})
	);
}

/** `0 major`; null for what is neither. A seventh or an added tone changes nothing. */
function majmin(chord: Chord | null): string | null {
	if (chord === null) return null;
	const has = (interval: number) => chord.pitchClasses.includes((chord.root + interval) % 12);
	if (!has(7)) return null;
	if (has(4)) return `${chord.root} major`;
	return has(3) ? `${chord.root} minor` : null;
}

/** `Db major` is `C# major`. */
export const isSameKey = (known: string, found: string | null): boolean =>
	keyScore(known, found) === 1;

/**
 * What a key that was found is worth, 0–1: the right one 1, one a fifth from it 0.5, its relative 0.3, its
 * parallel 0.2 (MIREX, Audio Key Detection).
 */
export function keyScore(known: string, found: string | null): number {
	if (found === null) return 0;
	const [one, other] = [known, found].map((name) => {
		const [tonic, mode] = name.split(' ');
		return { tonic: chordOf(tonic!)?.root ?? NaN, mode: mode! };
	}) as [{ tonic: number; mode: string }, { tonic: number; mode: string }];
	const steps = (other.tonic - one.tonic + 12) % 12;
	if (one.mode === other.mode) return steps === 0 ? 1 : steps === 5 || steps === 7 ? 0.5 : 0;
	if (steps === (one.mode === 'major' ? 9 : 3)) return 0.3;
	return steps === 0 ? 0.2 : 0;
}

export function printDetection(rows: Readonly<Record<string, Detection>>): void {
	const sets = [
		...new Set(Object.values(rows).flatMap(({ chordsRight }) => Object.keys(chordsRight)))
	];
	printTable(
		['chords found by duration (majmin)', ...sets, 'keys right'],
		Object.entries(rows).map(([name, { chordsRight, keyRight }]) => [
			name,
			...sets.map((set) => chordsRight[set] ?? '–'),
			Number.isNaN(keyRight) ? '–' : keyRight
		])
	);
}
