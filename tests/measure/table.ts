import { cpus } from 'node:os';

/** The machine in a few words, without names that only its owner knows. */
export const machine = () => `${cpus().length} cores, ${process.platform}, Node ${process.version}`;

/** Prints rows under their headings, in columns. */
export function printTable(
	headings: readonly string[],
	rows: readonly (readonly unknown[])[]
): void {
	const cells = [headings, ...rows].map((row) => row.map(String));
	const widths = headings.map((_, column) =>
		Math.max(...cells.map((row) => (row[column] ?? '').length))
	);
	for (const row of cells) {
		console.log(row.map((cell, column) => cell.padEnd(widths[column]!)).join('  '));
	}
}

/** The value below which the share `q` of the values lies; NaN without values. */
export function quantile(values: readonly number[], q: number): number {
	const sorted = [...values].sort((left, right) => left - right);
	return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

export const rounded = (value: number, digits = 1) => Number(value.toFixed(digits));
