import { beatLength } from '../../music/metre';
import type { Note } from '../../music/note';
import { ticks, type Ticks } from '../../music/units';
import type { Material } from './material';
import { drumFill } from './rules/drumRule';

const LONG_PERIOD_BARS = 8;
/** How dense and loud a fill of one beat is. */
const SHORT_FILL = 0.6;

/** The bar's last beat gives way to a fill; two beats where a longer period ends. */
export function withFill(
	notes: readonly Note[],
	{ grid, bar, metre }: Material,
	at: Ticks
): readonly Note[] {
	const place = Math.round((at - grid.start) / bar);
	const isLong = (place + 1) % LONG_PERIOD_BARS === 0;
	const length = ticks(Math.min(bar / 2, (isLong ? 2 : 1) * beatLength(metre)));
	const from = bar - length;
	const fill = drumFill(metre, length, isLong ? 1 : SHORT_FILL);
	return [
		...notes.filter(({ start }) => start < from),
		...fill.map((note) => ({ ...note, start: ticks(from + note.start) }))
	];
}
