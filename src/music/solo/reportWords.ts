import { aspectsOf, countWords, rangeWords, type Aspect, type AspectWords } from './aspects';
import type { ChorusFigures } from './figures';
import { pitchClassWords, pitchWords } from './pitchWords';

/** What is said of a chorus, and what it advised: the next report looks for something else. */
export interface ReportWords {
	readonly text: string;
	readonly advised: Aspect | null;
}

/** A score from which there is something to praise, and up to which advice is repeated. */
const PRAISED = 0.45;
const REPEATED = 0.25;

const NO_CHORDS = 'No chords are known here, so chord tones were not counted.';

/**
 * Two to four sentences: what was played, what worked, what to try next. The same figures have the same
 * words. `advisedBefore` is not advised again while something else has as much to gain.
 */
export function reportWords(
	figures: ChorusFigures,
	advisedBefore: Aspect | null = null
): ReportWords {
	const { notes, strongBeats } = figures;
	if (notes === 0) return { text: silenceWords(figures), advised: null };
	if (notes === 1) return { text: oneNoteWords(figures), advised: null };
	const aspects = aspectsOf(figures);
	const best = bestOf(aspects);
	const next = nextOf(aspects, best, advisedBefore);
	const sentences = [
		openingOf(figures),
		`What worked: ${best?.praise ?? presenceWords(figures)}`,
		`Next: ${next.advice}`,
		...(strongBeats === null ? [NO_CHORDS] : [])
	];
	return { text: sentences.join(' '), advised: next.aspect };
}

function silenceWords({ bars }: ChorusFigures): string {
	const rest = bars === 1 ? 'a bar of rest' : `${bars} bars of rest`;
	return `You left all of it free: ${rest}. Next: begin with one note on beat 1 of bar 1, and listen to it.`;
}

function oneNoteWords({ range, strongBeats }: ChorusFigures): string {
	const note = pitchWords(range!.lowest);
	const [beat] = strongBeats ?? [];
	const place =
		beat === undefined
			? ''
			: beat.isChordTone
				? `, a chord tone of ${beat.chord} on beat ${beat.beat} of bar ${beat.bar}`
				: ` over ${beat.chord} on beat ${beat.beat} of bar ${beat.bar}`;
	const unknown = strongBeats === null ? ` ${NO_CHORDS}` : '';
	return `You played one note: ${note}${place}. Next: play ${pitchClassWords(range!.lowest)} again and add two notes behind it.${unknown}`;
}

function openingOf({ notes, bars, range }: ChorusFigures): string {
	const where = range === null ? '' : `, ${rangeWords(range.lowest, range.highest)}`;
	return `You played ${notes} notes in ${countWords(bars, 'bar')}${where}.`;
}

function presenceWords({ bars, emptyBars }: ChorusFigures): string {
	const played = bars - emptyBars.length;
	return played === bars
		? `you played in ${bars === 1 ? 'the whole bar' : `all ${bars} bars`}.`
		: `you played in ${played} of ${countWords(bars, 'bar')}.`;
}

/** Null where nothing stands out. */
function bestOf(aspects: readonly AspectWords[]): AspectWords | null {
	let best: AspectWords | null = null;
	for (const words of aspects) {
		if (words.praise === '' || words.score < PRAISED) continue;
		if (best === null || words.score > best.score) best = words;
	}
	return best;
}

function nextOf(
	aspects: readonly AspectWords[],
	best: AspectWords | null,
	before: Aspect | null
): AspectWords {
	const others = aspects.filter((words) => words !== best).sort((a, b) => a.score - b.score);
	const [first, second] = others as [AspectWords, ...AspectWords[]];
	const isWornOut = first.aspect === before && first.score > REPEATED;
	return isWornOut ? (second ?? first) : first;
}
