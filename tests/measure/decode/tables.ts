import type { Figures } from './figures';

/** Figures by name, model and batch. */
export type Tree = Record<string, Record<string, Record<string, Figures>> | null>;

const HEADINGS = [
	'on',
	'model',
	'batch',
	'notes/s',
	'p95',
	'per CPU s',
	'first note ms',
	'p95',
	'anew ms',
	'prefill 256 ms',
	'p95',
	'CPU ms/step',
	'dispatches/step',
	'readbacks/note',
	'main p99 ms',
	'memory MB',
	'load ms',
	''
];

const cell = (value: number | null) => value ?? '-';

const remarksOf = ({ is_software, has_random_weights }: Figures) =>
	[is_software && 'software', has_random_weights && 'random weights']
		.filter((remark) => remark !== false)
		.join(', ');

function rowOf(name: string, model: string, batch: string, figures: Figures): unknown[] {
	return [
		name,
		model,
		batch,
		cell(figures.notes_per_s),
		cell(figures.notes_per_s_p95),
		cell(figures.notes_per_cpu_s),
		cell(figures.first_note_ms),
		cell(figures.first_note_ms_p95),
		cell(figures.first_note_anew_ms),
		cell(figures.prefill_256_ms),
		cell(figures.prefill_256_ms_p95),
		cell(figures.caller_cpu_ms_per_step),
		cell(figures.dispatches_per_step),
		cell(figures.readbacks_per_note),
		cell(figures.main_p99_ms),
		cell(figures.memory_mb),
		cell(figures.load_ms),
		remarksOf(figures)
	];
}

/** The rows of all figures, under their headings. */
export function figuresTable(tree: Tree): { headings: readonly string[]; rows: unknown[][] } {
	const rows = Object.entries(tree).flatMap(([name, models]) =>
		Object.entries(models ?? {}).flatMap(([model, batches]) =>
			Object.entries(batches).map(([batch, figures]) => rowOf(name, model, batch, figures))
		)
	);
	return { headings: HEADINGS, rows };
}
