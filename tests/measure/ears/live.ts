import { LineEar } from '../../../src/ears/live/lineEar';
import { QUANTUM } from '../../../src/lib/frameCounter';
import { heardIn, judge, type Judgement } from '../../ears/live/listening';
import {
	breathe,
	pluck,
	RATE,
	VOICE,
	WHISTLE,
	withNoise,
	type PlayedNote
} from '../../ears/live/sounds';
import { printTable, quantile, rounded } from '../table';
import { lineWithin } from './liveLines';
import { canRender, renderLine, renderNotes, type RenderedLine } from './liveRender';

/** What plays the lines, and its range. Programs are General MIDI's, from 0. */
interface Player {
	readonly name: string;
	readonly lowest: number;
	readonly highest: number;
	readonly play: (notes: readonly PlayedNote[], seed: number) => RenderedLine;
}

const fluid = (name: string, program: number, lowest: number, highest: number): Player => ({
	name,
	lowest,
	highest,
	play: (notes) => renderLine(notes, program)
});

const RENDERED: readonly Player[] = [
	fluid('nylon guitar', 24, 40, 76),
	fluid('steel guitar', 25, 40, 80),
	fluid('jazz guitar', 26, 40, 76),
	fluid('clean guitar', 27, 40, 80),
	fluid('overdriven guitar', 29, 40, 80),
	fluid('distortion guitar', 30, 40, 80),
	fluid('finger bass', 33, 28, 55),
	fluid('pick bass', 34, 28, 55),
	fluid('piano', 0, 48, 84),
	fluid('flute', 73, 60, 90),
	fluid('voice oohs', 53, 45, 76)
];

const SYNTHESISED: readonly Player[] = [
	{
		name: 'plucked string',
		lowest: 40,
		highest: 80,
		play: (notes, seed) => ({ notes, samples: pluck(notes, { seed }) })
	},
	{
		name: 'plucked bass',
		lowest: 28,
		highest: 55,
		play: (notes, seed) => ({ notes, samples: pluck(notes, { seed }) })
	},
	{
		name: 'singer',
		lowest: 48,
		highest: 72,
		play: (notes) => ({ notes, samples: breathe(notes, VOICE) })
	},
	{
		name: 'whistler',
		lowest: 76,
		highest: 94,
		play: (notes) => ({ notes, samples: breathe(notes, WHISTLE) })
	}
];

/** Nothing was tuned on the lines of these. */
const SEEDS = [11, 12, 13, 14] as const;
/** The first pitch above 110 Hz. */
const ABOVE_110 = 46;
/** Lines that ring on are played by this: each note dies away under the next ones. */
const RINGING_PROGRAM = 27;
const NOISE_DB = 20;
const TIMED_BLOCKS = 20_000;
const WARM_UP_BLOCKS = 2000;

/** What the live ear came to; latencies in milliseconds from the sound's beginning to when its note is known. */
interface LiveEarFigures {
	/** Median above 110 Hz, all players, clean and noisy. */
	readonly live_latency_ms: number;
	readonly live_latency_p90_ms: number;
	/** Of E1 to A2, where two periods alone take up to 49 ms. */
	readonly live_latency_low_ms: number;
	/** Share of the notes found at their onset whose pitch is octaves away. */
	readonly live_octave_errors: number;
	/** Share of the notes played that were heard at the right pitch within 50 ms. */
	readonly live_right: number;
	/** Notes that nobody played, for each that was. */
	readonly live_ghosts: number;
	/** Where notes are said to have begun, against where they did: median of the absolute. */
	readonly live_placement_ms: number;
	/** Shares of right notes by player, clean. */
	readonly live_right_by_player: Readonly<Record<string, number>>;
	/** A line whose notes ring on under the next: share right, octaves. Null without fluidsynth. */
	readonly live_ringing: { readonly right: number; readonly octave_errors: number } | null;
	/** Of a block's time on the audio thread. */
	readonly live_block_share: number;
	/** False: no fluidsynth with FluidR3 here, so that only synthesised lines were heard. */
	readonly live_is_rendered: boolean;
}

/** Lines of guitars, basses, piano, flute and voice, clean and with noise at 20 dB, through the live ear. */
export function measureLive(): Promise<LiveEarFigures> {
	const isRendered = canRender();
	const players = [...(isRendered ? RENDERED : []), ...SYNTHESISED];
	const results = players.map((player) => ({ name: player.name, ...judgePlayer(player) }));
	printTable(
		[
			'player',
			'right',
			'octaves',
			'ghosts',
			'latency > 110 Hz',
			'p90',
			'in noise: right',
			'octaves'
		],
		results.map(({ name, clean, noisy }) => [
			name,
			percent(shareRight(clean)),
			percent(octaveShare(clean)),
			sum(clean, 'ghosts'),
			rounded(quantile(latenciesOf(clean, true), 0.5)),
			rounded(quantile(latenciesOf(clean, true), 0.9)),
			percent(shareRight(noisy)),
			percent(octaveShare(noisy))
		])
	);
	const all = results.flatMap(({ clean, noisy }) => [...clean, ...noisy]);
	const high = latenciesOf(all, true);
	return Promise.resolve({
		live_latency_ms: rounded(quantile(high, 0.5)),
		live_latency_p90_ms: rounded(quantile(high, 0.9)),
		live_latency_low_ms: rounded(quantile(latenciesOf(all, false), 0.5)),
		live_octave_errors: rounded(octaveShare(all), 4),
		live_right: rounded(shareRight(all), 3),
		live_ghosts: rounded(sum(all, 'ghosts') / sum(all, 'played'), 3),
		live_placement_ms: rounded(
			quantile(
				all.flatMap(({ placements }) => placements.map(Math.abs)),
				0.5
			)
		),
		live_right_by_player: Object.fromEntries(
			results.map(({ name, clean }) => [name, rounded(shareRight(clean), 3)])
		),
		live_ringing: isRendered ? judgeRinging() : null,
		live_block_share: rounded(blockShare(), 4),
		live_is_rendered: isRendered
	});
}

interface Lines {
	readonly clean: readonly Judgement[];
	readonly noisy: readonly Judgement[];
}

function judgePlayer({ lowest, highest, play }: Player): Lines {
	const lines = SEEDS.map((seed) => play(lineWithin(seed, lowest, highest), seed));
	return {
		clean: lines.map(({ notes, samples }) => judge(notes, heardIn(samples))),
		noisy: lines.map(({ notes, samples }, line) =>
			judge(notes, heardIn(withNoise(samples, NOISE_DB, line + 1)))
		)
	};
}

/** The same lines as MIDI plays them, where what was struck before rings on. */
function judgeRinging(): { readonly right: number; readonly octave_errors: number } {
	const lines = SEEDS.map((seed) => {
		const notes = lineWithin(seed, 40, 80);
		return judge(notes, heardIn(renderNotes(notes, RINGING_PROGRAM)));
	});
	return { right: rounded(shareRight(lines), 3), octave_errors: rounded(octaveShare(lines), 4) };
}

type Count = 'played' | 'right' | 'octaves' | 'wrong' | 'ghosts';
const sum = (lines: readonly Judgement[], of: Count) =>
	lines.reduce((total, line) => total + line[of], 0);
const shareRight = (lines: readonly Judgement[]) => sum(lines, 'right') / sum(lines, 'played');
const octaveShare = (lines: readonly Judgement[]) =>
	sum(lines, 'octaves') / (sum(lines, 'right') + sum(lines, 'octaves') + sum(lines, 'wrong'));
const percent = (share: number) => `${rounded(100 * share)} %`;

const latenciesOf = (lines: readonly Judgement[], isHigh: boolean) =>
	lines.flatMap(({ latencies }) =>
		latencies.filter(([pitch]) => pitch >= ABOVE_110 === isHigh).map(([, ms]) => ms)
	);

/** The processor's time for a block while a string sounds, as a share of the time that there is. */
function blockShare(): number {
	const line = pluck(lineWithin(1, 40, 80));
	const ear = new LineEar(RATE, { noteOn: () => undefined, noteOff: () => undefined });
	const blocks = Math.floor(line.length / QUANTUM);
	const run = (count: number) => {
		for (let block = 0; block < count; block++) {
			const from = (block % blocks) * QUANTUM;
			ear.process(block * QUANTUM, line.subarray(from, from + QUANTUM));
		}
	};
	run(WARM_UP_BLOCKS);
	const before = process.cpuUsage();
	run(TIMED_BLOCKS);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6 / ((TIMED_BLOCKS * QUANTUM) / RATE);
}
