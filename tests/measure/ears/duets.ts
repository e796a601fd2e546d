import { majminShare } from '../band/detection';
import { ratioOf, sumOf } from '../band/share';
import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import { printTable, rounded } from '../table';
import { hear, type Hearing } from './hearing';
import { onsetsOf } from './listening';
import type { Phrase, Preset, Texture } from './phrase';
import { companionOf } from './phrases';
import { mixed, recordingOf } from './render';
import { countsOf, f1Of, ONSET_TOLERANCE, sumCounts, type Onset } from './scores';

type Part = readonly [Texture, Preset];

/** Two who play at once: who plays the phrase, and who plays the tune to it. */
const DUETS: readonly (readonly [Part, Part])[] = [
	[
		['strum', 'piano'],
		['single', 'bass']
	],
	[
		['arpeggio', 'nylon'],
		['single', 'voice']
	],
	[
		['strum', 'clean'],
		['single', 'distorted']
	]
];
const EACH = 3;
/** A tune of fewer notes is no second instrument. */
const FEWEST_NOTES = 6;

interface Result {
	readonly name: string;
	readonly first: Phrase;
	readonly hearing: Hearing;
	readonly played: readonly Onset[];
}

/** What is heard of two instruments in one recording, equally loud: the notes of both, bars and chords. */
export async function measureDuets(
	phrases: readonly Phrase[],
	soundfont: string,
	network: HearWindow
): Promise<Readonly<Record<string, unknown>>> {
	const results: Result[] = [];
	for (const [[texture, preset], part] of DUETS) {
		const pairs = phrases
			.filter((phrase) => phrase.texture === texture && phrase.preset === preset)
			.map((first) => ({ first, second: companionOf(first, ...part) }))
			.filter(({ second }) => second.notes.length >= FEWEST_NOTES);
		for (const { first, second } of pairs.slice(0, EACH)) {
			const beside = recordingOf({ ...second, room: 'quiet' }, soundfont);
			const hearing = await hear(first, mixed(recordingOf(first, soundfont), beside, 0), network);
			const played = merged([...onsetsOf(first), ...onsetsOf(second)]);
			results.push({
				name: `${texture} ${preset}, ${part.join(' ')}`,
				first,
				hearing,
				played
			});
		}
	}
	const rows = [...new Set(results.map(({ name }) => name))].map((name) => {
		const some = results.filter((one) => one.name === name);
		return [name, ...Object.values(scoresOf(some))];
	});
	const all = scoresOf(results);
	printTable(
		['two at once', 'note F1', 'precision', 'recall', 'bars up to a factor of two', 'chords'],
		[...rows, ['all', ...Object.values(all)]]
	);
	return { duets: all };
}

function scoresOf(results: readonly Result[]) {
	const counts = sumCounts(results.map(({ played, hearing }) => countsOf(played, hearing.notes)));
	const bars = results.filter(({ first, hearing }) =>
		[0.5, 1, 2].includes((hearing.reading?.bars ?? 0) / first.bars)
	);
	const chords = results.map(({ first, hearing }) => majminShare(first.spans, hearing.spans));
	return {
		f1: rounded(f1Of(counts), 3),
		precision: rounded(counts.hits / counts.found, 3),
		recall: rounded(counts.hits / counts.played, 3),
		bars_right_factor_two: rounded(bars.length / results.length, 2),
		chords_right: rounded(ratioOf(sumOf(chords)), 3)
	};
}

/** What both strike at once is one note. */
function merged(all: readonly Onset[]): readonly Onset[] {
	const kept: Onset[] = [];
	for (const one of [...all].sort((left, right) => left.onset - right.onset)) {
		const isTold = kept.some(
			({ onset, pitch }) => pitch === one.pitch && one.onset - onset <= ONSET_TOLERANCE
		);
		if (!isTold) kept.push(one);
	}
	return kept;
}
