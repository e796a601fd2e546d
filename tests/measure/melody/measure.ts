import { launchChromium, serveBuild } from '../../browser/chromium';
import { machine, printTable, rounded } from '../table';
import { readExcerpts, readModelJson, type Excerpt } from './excerpts';
import type { MelodyBits } from './page';

const DIGITS = 4;

interface SetReport {
	readonly excerpts: number;
	readonly notes: number;
	readonly unigram: number;
	readonly fivegram: number;
	readonly melody_rnn: number;
}
interface Report {
	readonly test: { readonly sha256: string; readonly all: SetReport } & Readonly<
		Record<string, SetReport | string>
	>;
}

declare global {
	interface Window {
		readonly melodyBits: MelodyBits;
	}
}

/**
 * Bits a note on the whole held-out test split, as the training recipe counted them, and the same
 * for the excerpts that lie in the fixtures, counted again by the browser's code.
 */
export async function measure(): Promise<Record<string, unknown>> {
	const { test } = readModelJson('report.json') as Report;
	const { sha256, all, ...sets } = test;
	const recomputed = await recomputedBits(readExcerpts());
	const rows = Object.entries(sets) as [string, SetReport][];
	printTable(
		['set', 'notes', 'unigram', '5-gram', 'melody-rnn', 'sample', 'here', 'Python'],
		[...rows, ['all', all] as const].map(([name, report]) => [
			name,
			report.notes,
			report.unigram,
			report.fivegram,
			report.melody_rnn,
			...sampleCells(recomputed.filter(({ excerpt }) => name === 'all' || excerpt.set === name))
		])
	);
	console.log(
		`Test split ${sha256}. "sample" counts the fixture's notes; "here" is the browser's code on ` +
			`wasm, "Python" the recipe on the same excerpts. ${machine()}.`
	);
	const differences = recomputed.map(({ excerpt, bits }) =>
		Math.abs(bits - excerpt.bits.melody_rnn)
	);
	return {
		unigram: all.unigram,
		fivegram: all.fivegram,
		melody_rnn: all.melody_rnn,
		split_sha256: sha256,
		recomputed_sample: perNote(recomputed, ({ bits }) => bits),
		python_sample: perNote(recomputed, ({ excerpt }) => excerpt.bits.melody_rnn),
		/** Of an excerpt's bits, in all. */
		max_difference: rounded(Math.max(...differences), DIGITS),
		sample_excerpts: recomputed.length
	};
}

interface Recomputed {
	readonly excerpt: Excerpt;
	readonly bits: number;
}

/** In a page of Chromium, by the composer's own code on wasm. */
async function recomputedBits(excerpts: readonly Excerpt[]): Promise<Recomputed[]> {
	const site = await serveBuild(new URL('./', import.meta.url));
	const browser = await launchChromium();
	const page = await browser.newPage();
	await page.goto(site.url);
	await page.waitForFunction(() => 'melodyBits' in window);
	const recomputed: Recomputed[] = [];
	for (const excerpt of excerpts) {
		const bits = await page.evaluate((events) => window.melodyBits(events), excerpt.events);
		recomputed.push({ excerpt, bits });
	}
	await browser.close();
	await site.close();
	return recomputed;
}

function sampleCells(recomputed: readonly Recomputed[]): unknown[] {
	if (recomputed.length === 0) return ['-', '-', '-'];
	return [
		recomputed.reduce((sum, { excerpt }) => sum + excerpt.notes, 0),
		perNote(recomputed, ({ bits }) => bits),
		perNote(recomputed, ({ excerpt }) => excerpt.bits.melody_rnn)
	];
}

function perNote(recomputed: readonly Recomputed[], bitsOf: (one: Recomputed) => number): number {
	const bits = recomputed.reduce((sum, one) => sum + bitsOf(one), 0);
	const notes = recomputed.reduce((sum, { excerpt }) => sum + excerpt.notes, 0);
	return rounded(bits / notes, DIGITS);
}
