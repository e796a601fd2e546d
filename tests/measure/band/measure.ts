import { serveBuild } from '../../browser/chromium';
import { machine, printTable, rounded } from '../table';
import { BandSession } from './bandSession';
import { measureCommands } from './commands';
import {
	accompanied,
	detectionOf,
	findInPage,
	printDetection,
	type FoundHarmony,
	type KnownHarmony
} from './detection';
import { measureEasy } from './easy';
import { allLoops, type BandLoop } from './loops';
import { nottinghamLoops } from './nottingham';
import { measureObedience } from './obedience';
import { measureOffline } from './offline/measureOffline';
import { missRate, misplaced, notesOf, playAll, printPlayed, silentChairs } from './play';
import { playMelodyRnn, printQuality, qualityOf, type Quality } from './quality';
import { measureSoak } from './soak';
import { measureYielding } from './yields';
import { PITCHED, type Figures } from './figures';

const PARTS = ['detection', 'quality', 'play', 'controls', 'yield', 'easy', 'soak'] as const;
type Part = (typeof PARTS)[number];
type Result = Readonly<Record<string, unknown>>;

/** How much is done, in a whole run and in a quick one. */
const AMOUNTS = {
	quality: [60, 15],
	melodyRnn: [20, 4],
	obedience: [4, 1],
	commands: [4, 1],
	yields: [6, 2],
	easy: [12, 3],
	soakMinutes: [30, 3]
} as const;
const STALLS = 0.3;

interface Task {
	readonly url: string;
	readonly loops: readonly BandLoop[];
	readonly isQuick: boolean;
	readonly amount: (name: keyof typeof AMOUNTS) => number;
	/** Where other sets of music lie; null without. */
	readonly sets: string | null;
}

/**
 * The band, through the real page, on the held-out loops. `--quick` takes fewer of them and a soak of
 * three minutes; `--only=PART` one part of detection, quality, play, controls, yield, easy, soak;
 * `--sets=FOLDER` looks for chords in a set that may not lie here, too. `quality` needs no page.
 */
export async function measure(options: readonly string[]): Promise<Result> {
	const valueOf = (name: string) =>
		options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1] ?? null;
	const only = valueOf('only');
	const isQuick = options.includes('--quick');
	const site = only === 'quality' ? null : await serveBuild();
	const task: Task = {
		url: site?.url ?? '',
		loops: allLoops(),
		isQuick,
		amount: (name) => AMOUNTS[name][isQuick ? 1 : 0],
		sets: valueOf('sets')
	};
	const result: Record<string, unknown> = {};
	for (const part of PARTS.filter((one) => only === null || only === one)) {
		Object.assign(result, await MEASURES[part](task));
		console.error(`${part}: done`);
	}
	await site?.close();
	console.log(`Machine: ${machine()}; ${task.loops.length} loops${isQuick ? ', quick' : ''}.`);
	return result;
}

type Measure = (task: Task) => Promise<Result>;

const MEASURES: Readonly<Record<Part, Measure>> = {
	detection,
	quality,
	play,
	controls,
	yield: yields,
	easy,
	soak
};

/** The loops as something to find chords in: what drums play says nothing of them. */
const toFind = (loops: readonly BandLoop[]): readonly KnownHarmony[] =>
	loops.map((loop) => ({
		...loop,
		notes: loop.melody,
		accompaniment: PITCHED.flatMap((chair) => loop.human[chair] ?? [])
	}));

async function findAll(
	url: string,
	known: readonly KnownHarmony[]
): Promise<readonly FoundHarmony[]> {
	const session = await BandSession.open(url);
	const found = await findInPage(session, known);
	await session.close();
	return found;
}

/** Of tunes alone, and of those with an accompaniment together with it. */
async function detection({ url, loops, sets }: Task): Promise<Result> {
	const ours = toFind(loops.filter(({ chordsFrom }) => chordsFrom === 'set'));
	const tunes = sets === null ? ours : [...ours, ...nottinghamLoops(sets)];
	const whole = accompanied(tunes);
	const alone = detectionOf(tunes, await findAll(url, tunes));
	const together = detectionOf(whole, await findAll(url, whole));
	printDetection({ 'tune alone': alone, 'with its accompaniment': together });
	return {
		chords_right: alone.chordsRight,
		chords_right_accompanied: together.chordsRight,
		key_right: alone.keyRight,
		key_right_accompanied: together.keyRight
	};
}

async function quality({ loops, amount }: Task): Promise<Result> {
	return measureOffline(loops, amount('quality'));
}

async function play({ url, loops, isQuick, amount }: Task): Promise<Result> {
	// The rules play to what is found, as the band does.
	const found = await findAll(url, toFind(loops));
	const played = await playAll(url, loops, isQuick);
	printPlayed(played);
	const rnn = await playMelodyRnn(url, loops, amount('melodyRnn'));
	const byId = new Map(loops.map(({ id }, index) => [id, found[index]!]));
	const figures = qualityOf(loops, played.get('idle')!, rnn, byId);
	printQuality(figures);
	const runs = (name: Parameters<typeof played.get>[0]) => played.get(name) ?? [];
	const all = [...played.values()].flat();
	return {
		late: misplaced([...runs('idle'), ...runs('slow'), ...runs('fast')]),
		late_stalled: misplaced(runs('stalled')),
		late_stalled_heavy: misplaced(runs('stalled_heavy')),
		notes: notesOf(all),
		silent_chairs: silentChairs(all),
		miss_rate: {
			60: missRate(runs('slow')),
			120: missRate(runs('idle')),
			200: missRate(runs('fast'))
		},
		miss_rate_stalled: missRate(runs('stalled')),
		miss_rate_stalled_heavy: missRate(runs('stalled_heavy')),
		chord_tone_share: column(figures, ({ chordTones }) => chordTones),
		chord_tone_share_strong: column(figures, ({ strongTones }) => strongTones),
		lead_tone_share: column(figures, ({ leadTones }) => leadTones),
		bass_root_share: column(figures, ({ bassRoot }) => bassRoot),
		voice_motion: column(figures, ({ voiceMotion }) => voiceMotion),
		drum_agreement: column(figures, ({ drumAgreement }) => drumAgreement),
		clashes_per_bar: column(figures, ({ clashesPerBar }) => clashesPerBar),
		engine: runs('idle')[0]?.engine ?? null
	};
}

/** One figure of everybody of whom it can be said. */
const column = (quality: Quality, figure: (figures: Figures) => number) =>
	Object.fromEntries(
		Object.entries(quality)
			.map(([player, figures]) => [player, rounded(figure(figures), 3)] as const)
			.filter(([, value]) => !Number.isNaN(value))
	);

async function controls({ url, loops, amount }: Task): Promise<Result> {
	const session = await BandSession.open(url);
	const { correlations, unanswered } = await measureObedience(session, loops, amount('obedience'));
	const count = amount('commands');
	const idle = await measureCommands(session, loops, { count, stalls: 0 });
	const stalled = await measureCommands(session, loops, { count, stalls: STALLS });
	await session.close();
	printTable(
		['key to audible change', 'presses', 'unheard', 'bars, worst', 'p95'],
		[
			['idle', idle.presses, idle.unheard, idle.delayBars, idle.delayBarsP95],
			['stalled', stalled.presses, stalled.unheard, stalled.delayBars, stalled.delayBarsP95]
		]
	);
	return {
		obedience: correlations,
		obedience_unanswered: unanswered,
		control_delay_bars: idle.delayBars,
		control_delay_bars_stalled: stalled.delayBars,
		control_unheard: idle.unheard + stalled.unheard
	};
}

async function yields({ url, loops, amount }: Task): Promise<Result> {
	const session = await BandSession.open(url);
	const yielding = await measureYielding(session, loops, amount('yields'));
	await session.close();
	const { accompanists, lead } = yielding;
	printTable(
		['notes a bar', 'player rests', 'quarters', 'eighths'],
		[
			['accompanists', ...accompanists],
			['lead', ...lead]
		]
	);
	return { yield_drop: yielding.drop, yield_drop_lead: yielding.leadDrop };
}

async function easy({ url, loops, amount }: Task): Promise<Result> {
	const figures = await measureEasy(url, loops, amount('easy'));
	return {
		easy_fit: figures?.fit ?? null,
		easy_contour: figures?.contour ?? null,
		easy_key_to_sound_median_ms: figures?.keys.medianMs ?? null,
		easy_key_to_sound_p99_ms: figures?.keys.p99Ms ?? null
	};
}

async function soak({ url, loops, amount }: Task): Promise<Result> {
	const soaked = await measureSoak(url, loops, amount('soakMinutes'));
	return {
		soak_minutes: soaked.minutes,
		soak_actions: soaked.actions,
		soak_memory_growth: soaked.memoryGrowth,
		soak_process_growth: soaked.processGrowth,
		soak_late: soaked.late,
		soak_dropped: soaked.dropped,
		stuck: soaked.stuck,
		underruns: soaked.underruns
	};
}
