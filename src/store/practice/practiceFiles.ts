import { chordToneShare, keysText, type PracticeEntry } from '../../music/solo/practiceEntry';

export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv';

/** All of the log, as another program reads it: one row a practice, the oldest first, moments in UTC. */
export function practicesAsCsv(entries: readonly PracticeEntry[]): string {
	const rows = [...entries].reverse().map((entry) => {
		const { when, minutes, choruses, tempoFrom, tempoTo, keys, form, figures } = entry;
		const share = chordToneShare(entry);
		const notes = figures.reduce((sum, each) => sum + each.notes, 0);
		return [
			new Date(when).toISOString(),
			form,
			minutes.toFixed(2),
			choruses,
			tempoFrom,
			tempoTo,
			keysText(keys),
			notes,
			share === null ? '' : share.toFixed(3),
			mean(figures.map(({ space }) => space.share)),
			mean(figures.flatMap(({ timing }) => timing?.meanMs ?? []))
		];
	});
	return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const COLUMNS = [
	'began',
	'form',
	'minutes',
	'choruses',
	'tempo_from_bpm',
	'tempo_to_bpm',
	'keys',
	'notes',
	'chord_tone_share',
	'space_share',
	'timing_mean_ms'
] as const;

/** All of the log, with the figures of each chorus. */
export const practicesAsJson = (entries: readonly PracticeEntry[]) =>
	`${JSON.stringify({ format: 'continuo-practice', version: 1, entries }, null, '\t')}\n`;

/** Empty where there is nothing to take it of. */
const mean = (values: readonly number[]) =>
	values.length === 0
		? ''
		: Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3));

/** Text that a spreadsheet would take for a formula is none. */
function cell(value: string | number): string {
	const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
