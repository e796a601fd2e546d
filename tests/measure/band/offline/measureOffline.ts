import type { Engines } from '../../../../src/composer/engines/engines';
import { makeSimdEngine } from '../../../../src/composer/engines/simd/simdEngine';
import { TransformerAnswerer } from '../../../../src/composer/transformer/transformerAnswerer';
import { CHAIRS, type ChairName } from '../../../../src/jam/band/face';
import { openModel } from '../../model/modelFolder';
import { printTable, rounded } from '../../table';
import {
	figuresOf,
	humanArrangements,
	PITCHED,
	ruledArrangements,
	type Arrangement
} from '../figures';
import {
	clashingPairs,
	obeyingShare,
	rootsAtChanges,
	timeAbove,
	timeAboveInRests,
	varietyOf
} from '../listening';
import { spreadOver, type BandLoop } from '../loops';
import { ratioOf, sumOf, type Share } from '../share';
import { simulate, type SimulatedRun } from './simulatedJam';

const BPM = 120;
const SEED = 1;

const onSimd: Engines = {
	machine: () => Promise.resolve('simd'),
	toTry: () => ['simd'],
	offered: () => Promise.resolve(['simd']),
	open: (_name, model) => Promise.resolve(makeSimdEngine(model))
};

/**
 * The band as it plays in the page, without one: the jam and the real model on a simulated clock. It
 * says what is played, and not when: that the page does what it plans only the page can tell.
 */
export async function measureOffline(
	loops: readonly BandLoop[],
	count: number
): Promise<Readonly<Record<string, unknown>>> {
	const answerer = new TransformerAnswerer(await openModel('small'), onSimd);
	await answerer.load('auto');
	const runs: SimulatedRun[] = [];
	for (const loop of spreadOver(loops, count)) {
		runs.push(await simulate(answerer, loop, { bpm: BPM, seed: SEED }));
	}
	answerer.dispose();
	const chosen = runs.map(({ loop }) => loop);
	const players = {
		'the band, known chords': arrangementsOf(runs, ({ loop }) => loop),
		'the band, chords as found': arrangementsOf(runs, asFound),
		'rules on found chords': ruledArrangements(
			chosen,
			({ id }) => runs.find(({ loop }) => loop.id === id)!.found
		),
		people: humanArrangements(chosen, false)
	};
	const missed = 1 - ratioOf(sumOf(runs.map(modelBars)));
	printOffline(players, missed);
	const [known, found] = [players['the band, known chords'], players['the band, chords as found']];
	return {
		offline_miss_rate: rounded(missed, 4),
		offline_clashes_per_bar: rounded(figuresOf(known).clashesPerBar, 3),
		offline_chord_tones: rounded(figuresOf(known).chordTones, 3),
		offline_bass_root: rounded(figuresOf(known).bassRoot, 3),
		offline_obeys: Object.fromEntries(
			PITCHED.map((chair) => [chair, rounded(obedience(found, chair), 3)])
		),
		offline_roots_at_changes: rounded(rootsOf(found), 3)
	};
}

const arrangementsOf = (
	runs: readonly SimulatedRun[],
	loopOf: (run: SimulatedRun) => BandLoop
): Arrangement[] =>
	runs.flatMap((run) => run.cycles.map((voices) => ({ loop: loopOf(run), voices })));

const asFound = ({ loop, found }: SimulatedRun): BandLoop => ({ ...loop, spans: found });

/** Bars of all chairs that are the model's own over the chords of the moment; the lead's by its lines. */
const modelBars = ({ loop, bars, lines, linesByModel }: SimulatedRun): Share => ({
	hits: bars.model + linesByModel * loop.bars,
	of: Object.values(bars).reduce((sum, count) => sum + count, 0) + lines * loop.bars
});

const ratio = (arrangements: readonly Arrangement[], share: (one: Arrangement) => Share) =>
	ratioOf(sumOf(arrangements.map(share)));

const obedience = (arrangements: readonly Arrangement[], chair: ChairName) =>
	ratio(arrangements, ({ voices, loop }) => obeyingShare(voices[chair] ?? [], loop));

const rootsOf = (arrangements: readonly Arrangement[]) =>
	ratio(arrangements, ({ voices, loop }) => rootsAtChanges(voices.bass ?? [], loop));

/** Pairs that clash, a bar, the most frequent first. */
function clashesByPair(
	arrangements: readonly Arrangement[]
): readonly (readonly [string, number])[] {
	const counts = new Map<string, number>();
	for (const { voices, loop } of arrangements) {
		for (const [pair, count] of clashingPairs({ ...voices, melody: loop.melody }, loop)) {
			counts.set(pair, (counts.get(pair) ?? 0) + count);
		}
	}
	const bars = arrangements.reduce((sum, { loop }) => sum + loop.bars, 0);
	return [...counts]
		.sort((one, other) => other[1] - one[1])
		.map(([pair, count]) => [pair, rounded(count / bars, 4)]);
}

const shown = (value: number) => (Number.isNaN(value) ? '–' : rounded(value, 3));

function printOffline(
	players: Readonly<Record<string, readonly Arrangement[]>>,
	missed: number
): void {
	console.log(`Bars that are not the model's own: ${rounded(100 * missed, 2)} %`);
	printTable(
		['who plays', 'chord tones', 'on strong beats', 'bass root', 'at changes', 'clashes a bar'],
		Object.entries(players).map(([name, arrangements]) => {
			const { chordTones, strongTones, bassRoot, clashesPerBar } = figuresOf(arrangements);
			const values = [chordTones, strongTones, bassRoot, rootsOf(arrangements), clashesPerBar];
			return [name, ...values.map(shown)];
		})
	);
	for (const [name, arrangements] of Object.entries(players)) {
		const pairs = clashesByPair(arrangements).map(([pair, count]) => `${pair} ${count}`);
		console.log(`clashes a bar, ${name}: ${pairs.join(', ') || 'none'}`);
	}
	printTable(
		[
			'chair',
			'who plays',
			'strong notes in the chord',
			'above the melody',
			'in its rests',
			'pitch patterns',
			'rhythms'
		],
		CHAIRS.flatMap((chair) =>
			Object.entries(players).map(([name, arrangements]) => {
				const part = ({ voices }: Arrangement) => voices[chair] ?? [];
				const { pitch, rhythm } = varietyOf(arrangements.map(part));
				const isPitched = chair !== 'drums';
				return [
					chair,
					name,
					isPitched ? shown(obedience(arrangements, chair)) : '–',
					...[timeAbove, timeAboveInRests].map((above) =>
						isPitched
							? shown(ratio(arrangements, (one) => above(part(one), one.loop.melody, one.loop)))
							: '–'
					),
					`${pitch.hits} of ${pitch.of}`,
					`${rhythm.hits} of ${rhythm.of}`
				];
			})
		)
	);
}
