import { chordAt } from '../../music/harmony/chord';
import { transposed } from '../../music/harmony/chordSpans';
import { ticks, type Ticks } from '../../music/units';
import type { PracticeChords } from './face';
import type { Practice } from './practice';

/** What sounds at a position of the timeline, and what comes, in the next chorus too; null where that is not known. */
export function chordsIn(
	{ plan, chorus, nextChorus }: Practice,
	position: Ticks
): PracticeChords | null {
	const { spans, length } = plan.form;
	const into = ticks(Math.min(length - 1, Math.max(0, position - chorus.from)));
	const here = transposed(spans, chorus.offset);
	const now = chordAt(here, into)?.symbol ?? '';
	const later = here.filter(({ from }) => from > into);
	const behind = nextChorus === null ? [] : transposed(spans, nextChorus.offset);
	const coming = [...later, ...behind].map(({ chord }) => chord?.symbol ?? '');
	const next = coming.find((symbol) => symbol !== '' && symbol !== now) ?? '';
	return now === '' && next === '' ? null : { now, next };
}
