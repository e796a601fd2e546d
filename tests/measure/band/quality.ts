import { BandSession, EVERYBODY, type BandRun } from './bandSession';
import { printTable, rounded } from '../table';
import {
	figuresOf,
	humanArrangements,
	ruledArrangements,
	type Arrangement,
	type Figures
} from './figures';
import { spreadOver, type BandLoop } from './loops';

import type { FoundHarmony } from './detection';

/** The arrangements that are held against each other, by who made them. */
export type Quality = Readonly<Record<Player, Figures>>;
export type Player = 'ours' | 'human' | 'band_writer' | 'rules' | 'rules_told' | 'melody_rnn';

const BPM = 120;
const MELODY_RNN = 'models/melody-rnn/config.json';

/** `found` is what the page found: the rules play to it as the band does. */
export function qualityOf(
	loops: readonly BandLoop[],
	runs: readonly BandRun[],
	rnnRuns: readonly BandRun[],
	found: ReadonlyMap<string, FoundHarmony>
): Quality {
	const played = arrangementsOf(runs);
	const known = ruledArrangements(loops);
	return {
		ours: figuresOf(played),
		human: figuresOf(humanArrangements(loops, false)),
		band_writer: figuresOf(humanArrangements(loops, true)),
		rules: figuresOf(ruledArrangements(loops, ({ id }) => found.get(id)?.spans ?? [])),
		rules_told: figuresOf(known),
		melody_rnn: figuresOf(
			arrangementsOf(rnnRuns).map(({ loop, voices }) => ({
				loop,
				voices: { lead: voices.lead ?? [] }
			}))
		)
	};
}

const arrangementsOf = (runs: readonly BandRun[]): Arrangement[] =>
	runs.flatMap(({ plan, cycles }) => cycles.map((voices) => ({ loop: plan.loop, voices })));

/** MelodyRNN leads through the same page; the other chairs are the rules', which nobody looks at. */
export async function playMelodyRnn(
	url: string,
	loops: readonly BandLoop[],
	count: number
): Promise<readonly BandRun[]> {
	const session = await BandSession.open(url);
	await session.page.evaluate((address) => continuo.composer.useCheckpoint(address), MELODY_RNN);
	const runs: BandRun[] = [];
	for (const loop of spreadOver(loops, count)) {
		runs.push(await session.run({ loop, bpm: BPM, stalls: 0 }, EVERYBODY));
	}
	await session.close();
	return runs;
}

const shown = (value: number) => (Number.isNaN(value) ? '–' : rounded(value, 3));

export function printQuality(quality: Quality): void {
	const names: Readonly<Record<Player, string>> = {
		ours: 'the band',
		human: 'people (real arrangements)',
		band_writer: 'the band writer (synthetic)',
		rules: 'rules, chords as found',
		rules_told: 'rules, chords told',
		melody_rnn: 'MelodyRNN as lead'
	};
	printTable(
		[
			'who plays',
			'chord tones',
			'on strong beats',
			'lead alone',
			'bass root',
			'voice motion',
			'drums on melody',
			'clashes a bar'
		],
		Object.entries(quality).map(([player, figures]) => [
			names[player as Player],
			shown(figures.chordTones),
			shown(figures.strongTones),
			shown(figures.leadTones),
			shown(figures.bassRoot),
			shown(figures.voiceMotion),
			shown(figures.drumAgreement),
			shown(figures.clashesPerBar)
		])
	);
}
