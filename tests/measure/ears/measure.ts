import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import { keyOfChords } from '../../../src/music/harmony/keyOfChords';
import { isSameKey, keyScore, majminShare } from '../band/detection';
import { ratioOf, sumOf } from '../band/share';
import { machine, printTable, quantile, rounded } from '../table';
import { basicPitch } from './baseline';
import { measureDuets } from './duets';
import { hear, perfectly, understand, type Hearing } from './hearing';
import { onsetsOf } from './listening';
import { measureLive } from './live';
import { measurePage } from './page';
import { networkInNode } from '../../ears/loop/networkNode';
import { TEXTURES, type Phrase, type Texture } from './phrase';
import { phrasesOf } from './phrases';
import { findSoundfont, recordingOf } from './render';
import { countsOf, f1Of, sumCounts, type Counts } from './scores';
import { train } from './train';
import { trainBars } from './trainBars';
import { measureTrouble } from './trouble';

/** Phrases of each preset in each texture, and how many of all are badly recorded. */
const EACH = { whole: 6, quick: 2 };
const TROUBLED = { whole: 14, quick: 7 };
/** A bar of four at 120 BPM. */
const BAR_SECONDS = 2;
/** The half of the pieces that nothing was tuned on. */
const HELD_OUT = 1;

interface Result {
	readonly phrase: Phrase;
	readonly hearing: Hearing;
	readonly counts: Counts;
	readonly baseline: Counts;
	/** What would be understood if every note had been heard. */
	readonly perfect: Pick<Hearing, 'reading' | 'spans' | 'key'>;
}

/**
 * The ears on phrases that FluidSynth renders (`apt-get install fluidsynth fluid-soundfont-gm`). `--quick`
 * takes a third of them; `--only=loop` and `--only=live` hear loops or live lines alone; `--train` makes
 * the weights of the judges from the other half of the pieces, `--train-bars=LOOPS` those that count bars
 * from loops of other pieces.
 */
export async function measure(
	options: readonly string[]
): Promise<Readonly<Record<string, unknown>>> {
	if (options.includes('--train')) return train();
	const toCount = options.find((option) => option.startsWith('--train-bars='))?.split('=')[1];
	if (toCount !== undefined) return trainBars(toCount);
	const amount = options.includes('--quick') ? 'quick' : 'whole';
	const only = options.find((option) => option.startsWith('--only='))?.split('=')[1];
	const isWanted = (part: string) => only === undefined || only === part;
	const loops = isWanted('loop') ? await measureLoops(amount) : {};
	const lines = isWanted('live') ? await measureLive() : {};
	const played = isWanted('page') ? await measurePage(amount) : {};
	console.log(`Machine: ${machine()}.`);
	return { ...loops, ...lines, ...played };
}

async function measureLoops(amount: keyof typeof EACH): Promise<Readonly<Record<string, unknown>>> {
	const soundfont = findSoundfont();
	const network = await networkInNode();
	const phrases = phrasesOf(HELD_OUT, EACH[amount]);
	const results = await resultsOf(phrases, soundfont, network);
	printNotes(results);
	printUnderstood(results);
	const stride = Math.ceil(phrases.length / TROUBLED[amount]);
	const troubled = phrases.filter((_, index) => index % stride === 0);
	const trouble = await measureTrouble(troubled, soundfont, network);
	const duets = await measureDuets(phrases, soundfont, network);
	return { ...summary(results), phrases: phrases.length, ...trouble, ...duets };
}

async function resultsOf(
	phrases: readonly Phrase[],
	soundfont: string,
	network: HearWindow
): Promise<readonly Result[]> {
	const asItComes = await basicPitch();
	const results: Result[] = [];
	for (const phrase of phrases) {
		const sound = recordingOf(phrase, soundfont);
		const hearing = await hear(phrase, sound, network);
		const played = onsetsOf(phrase);
		results.push({
			phrase,
			hearing,
			counts: countsOf(played, hearing.notes),
			baseline: countsOf(played, await asItComes(sound)),
			perfect: understand(perfectly(phrase), phrase)
		});
	}
	return results;
}

const f1 = (counts: readonly Counts[]) => rounded(f1Of(sumCounts(counts)), 3);

function summary(results: readonly Result[]) {
	const chordal = results.filter(({ phrase }) => phrase.texture !== 'single');
	const lines = results.filter(({ phrase }) => phrase.texture === 'single');
	const closing = (of: (hearing: Hearing) => number) =>
		rounded(
			quantile(
				results.map(({ hearing }) => of(hearing) / BAR_SECONDS),
				0.95
			),
			2
		);
	const steady = results.filter(({ hearing }) => hearing.reading?.isSteady === true);
	return {
		note_f1: byTexture(results, ({ counts }) => counts),
		basic_pitch_f1: byTexture(results, ({ baseline }) => baseline),
		...barsOf(results, ({ hearing }) => hearing),
		chords_right: chordsOf(chordal, ({ hearing }) => hearing),
		chords_right_of_lines: chordsOf(lines, ({ hearing }) => hearing),
		key_right: keysOf(results, ({ hearing }) => hearing),
		key_mirex: mirexOf(results, ({ hearing }) => hearing),
		key_right_told: keysOf(results.filter(isKeyTold), ({ hearing }) => hearing),
		steady: rounded(steady.length / results.length, 3),
		close_to_notes_bars: closing(({ closingSeconds }) => closingSeconds),
		close_to_notes_cpu_bars: closing(({ closingCpuSeconds }) => closingCpuSeconds),
		hearing_load: rounded(
			quantile(
				results.map(({ hearing }) => hearing.load),
				0.5
			),
			2
		)
	};
}

const byTexture = (results: readonly Result[], of: (result: Result) => Counts) =>
	Object.fromEntries(
		TEXTURES.map((texture) => [
			texture,
			f1(results.filter(({ phrase }) => phrase.texture === texture).map(of))
		])
	) as Record<Texture, number>;

type Understood = (result: Result) => Pick<Hearing, 'reading' | 'spans' | 'key'>;

function barsOf(results: readonly Result[], of: Understood) {
	const ratios = results.map((result) => (of(result).reading?.bars ?? 0) / result.phrase.bars);
	const share = (isRight: (ratio: number) => boolean) =>
		rounded(ratios.filter(isRight).length / ratios.length, 3);
	const downbeats = results.flatMap((result) => {
		const { reading } = of(result);
		return reading === null ? [] : [1000 * Math.abs(reading.downbeat - result.phrase.downbeat)];
	});
	return {
		bars_right: share((ratio) => ratio === 1),
		bars_right_factor_two: share((ratio) => [0.5, 1, 2].includes(ratio)),
		downbeat_ms: rounded(quantile(downbeats, 0.95))
	};
}

const chordsOf = (results: readonly Result[], of: Understood) =>
	rounded(
		ratioOf(sumOf(results.map((result) => majminShare(result.phrase.spans, of(result).spans)))),
		3
	);

function keysOf(results: readonly Result[], of: Understood) {
	const keyed = results.flatMap((result) =>
		result.phrase.key === null ? [] : [isSameKey(result.phrase.key, of(result).key)]
	);
	return rounded(keyed.filter(Boolean).length / keyed.length, 3);
}

/** Keys are those of whole pieces: some phrases have them in their own written chords, and some have not. */
const isKeyTold = ({ phrase: { key, spans } }: Result) =>
	key !== null && isSameKey(key, keyOfChords(spans)?.name ?? null);

/** MIREX's weighted score of keys: a fifth is half right, a relative or parallel key less. */
function mirexOf(results: readonly Result[], of: Understood) {
	const scores = results.flatMap((result) =>
		result.phrase.key === null ? [] : [keyScore(result.phrase.key, of(result).key)]
	);
	return rounded(scores.reduce((sum, score) => sum + score, 0) / scores.length, 3);
}

function printNotes(results: readonly Result[]): void {
	const groups = new Map<string, Result[]>();
	for (const result of results) {
		const { texture, preset, room } = result.phrase;
		for (const name of [`${texture} ${preset}`, `${texture}, ${room}`, texture]) {
			groups.set(name, [...(groups.get(name) ?? []), result]);
		}
	}
	printTable(
		['note F1 (onset ± 50 ms)', 'ours', 'precision', 'recall', 'basic-pitch as it comes', 'notes'],
		[...groups].sort().map(([name, all]) => {
			const { hits, found, played } = sumCounts(all.map(({ counts }) => counts));
			const baseline = f1(all.map((result) => result.baseline));
			const shares = [rounded(hits / found, 3), rounded(hits / played, 3)];
			return [name, f1(all.map(({ counts }) => counts)), ...shares, baseline, played];
		})
	);
}

function printUnderstood(results: readonly Result[]): void {
	const row = (name: string, some: readonly Result[], of: Understood) => {
		const { bars_right, bars_right_factor_two, downbeat_ms } = barsOf(some, of);
		const harmony = [chordsOf(some, of), keysOf(some, of)];
		return [name, bars_right, bars_right_factor_two, downbeat_ms, ...harmony];
	};
	const rows = TEXTURES.flatMap((texture) => {
		const some = results.filter(({ phrase }) => phrase.texture === texture);
		return [
			row(texture, some, ({ hearing }) => hearing),
			row(`${texture}, every note known`, some, ({ perfect }) => perfect)
		];
	});
	printTable(
		[
			'understood',
			'bars right',
			'up to a factor of two',
			'downbeat off (ms, p95)',
			'chords',
			'key'
		],
		rows
	);
}
