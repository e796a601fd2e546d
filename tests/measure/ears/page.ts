import { CHAIRS, type ChairName } from '../../../src/jam/band/face';
import { barLength } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import { AppHouse } from '../../browser/appPage';
import { fakeMicrophone } from '../../browser/fakeMicrophone';
import { cycleOf, placementsOf } from '../band/bandRecording';
import { majminShare } from '../band/detection';
import { chordToneShare } from '../band/metrics';
import { ratioOf, sumOf, type Share } from '../band/share';
import { printTable, quantile, rounded } from '../table';
import { PASSES, runInPage, TEMPI, type PageRun } from './pageRun';
import { TEXTURES, type Phrase } from './phrase';
import { phrasesOf } from './phrases';
import { findSoundfont, RENDERED_RATE } from './render';

/** The half of the pieces that nothing was tuned on. */
const HELD_OUT = 1;
/** Longer loops say the same, later. */
const MOST_BARS = 4;
/** A pass's bar is right when so much of its notes' time falls on tones of its chord. */
const MOSTLY = 0.5;
const PITCHED: readonly ChairName[] = CHAIRS.filter((chair) => chair !== 'drums');

type Amount = 'whole' | 'quick';

/** What the whole path came to, from the microphone to the band. */
interface Judged {
	readonly run: PageRun;
	/** Notes found too late, not where they were planned, or that nobody planned. */
	readonly late: number;
	readonly notes: number;
	/** From the loop's close to the band's first note; null if it never came in. */
	readonly cameInAfterBars: number | null;
	/** Of the first whole pass with a band: the time of pitched notes on tones of the phrase's chords. */
	readonly chordTones: Share;
	/** Bars of it whose notes are mostly such tones, of those with notes. */
	readonly fittingBars: Share;
	/** As the page writes them, against the phrase's, by duration. */
	readonly chords: Share;
	readonly isBarsRight: boolean;
}

/**
 * The whole path: Chromium, whose microphone plays a rendered phrase, a pedal that is pressed by script,
 * and the band's first pass, compared with the chords that are in the phrase. `quick` takes one phrase of
 * each texture and a bass, freely or to a click in turns; else all presets, both ways.
 */
export async function measurePage(amount: Amount): Promise<Readonly<Record<string, unknown>>> {
	const soundfont = findSoundfont();
	const microphone = await fakeMicrophone(new Float32Array(RENDERED_RATE), RENDERED_RATE);
	const house = await AppHouse.open(microphone.flags);
	const judged: Judged[] = [];
	try {
		for (const plan of plansOf(amount)) {
			const one = judge(await runInPage(house, microphone, { ...plan, soundfont }));
			report(one);
			judged.push(one);
		}
	} finally {
		await house.close();
		await microphone.remove();
	}
	print(judged);
	return summary(judged);
}

function plansOf(amount: Amount): readonly Pick<PageRun, 'phrase' | 'tempoFrom'>[] {
	const phrases = phrasesOf(HELD_OUT, 3).filter(({ bars }) => bars <= MOST_BARS);
	const first = (texture: Phrase['texture'], preset: Phrase['preset']) =>
		phrases.filter((phrase) => phrase.texture === texture && phrase.preset === preset).slice(0, 1);
	if (amount === 'whole') {
		const all = TEXTURES.flatMap((texture) => {
			const presets = new Set(
				phrases.filter((phrase) => phrase.texture === texture).map(({ preset }) => preset)
			);
			return [...presets].flatMap((preset) => first(texture, preset));
		});
		return TEMPI.flatMap((tempoFrom) => all.map((phrase) => ({ phrase, tempoFrom })));
	}
	const some = [
		...first('strum', 'clean'),
		...first('arpeggio', 'nylon'),
		...first('single', 'nylon'),
		...first('single', 'bass')
	];
	return some.flatMap((phrase, index) => ({ phrase, tempoFrom: TEMPI[index % TEMPI.length]! }));
}

function judge(run: PageRun): Judged {
	const { phrase, seen, bars, origin, loopFrames, late, dropped } = run;
	const { chairs } = placementsOf(seen);
	const sum = (of: (chair: ChairName) => number) =>
		CHAIRS.reduce((total, chair) => total + of(chair), 0);
	const sounded = seen.impulses.map(([, frame]) => frame);
	const cameIn = sounded.length === 0 ? null : Math.min(...sounded) - origin - loopFrames;
	const pass = cameIn === null ? null : firstWholePass(cameIn, loopFrames);
	const notes = pass === null ? [] : notesOf(run, pass);
	const frame = { metre: phrase.metre, length: phrase.length, spans: phrase.spans };
	const byBar = Array.from({ length: phrase.bars }, (_, bar) => {
		const from = bar * barLength(phrase.metre);
		const inBar = notes.filter(
			({ start }) => start >= from && start < from + barLength(phrase.metre)
		);
		return chordToneShare(inBar, frame);
	}).filter(({ of }) => of > 0);
	return {
		run,
		late: late + dropped + sum((chair) => chairs[chair].misplaced),
		notes: sum((chair) => chairs[chair].notes),
		cameInAfterBars: cameIn === null ? null : (cameIn / loopFrames) * phrase.bars,
		chordTones: chordToneShare(notes, frame),
		fittingBars: {
			hits: byBar.filter((share) => ratioOf(share) >= MOSTLY).length,
			of: byBar.length
		},
		chords: majminShare(
			phrase.spans,
			run.chords.map((span) => ({
				...span,
				from: ticks(span.from * scaleOf(run)),
				to: ticks(span.to * scaleOf(run))
			}))
		),
		isBarsRight: bars === phrase.bars
	};
}

/** The pass, counted from the recorded one, that the band plays from its beginning. */
const firstWholePass = (cameIn: number, loopFrames: number) =>
	Math.min(PASSES - 1, Math.ceil(cameIn / loopFrames - 1 / 8) + 1);

/** The page may count other bars than were written. */
const scaleOf = ({ phrase, bars }: PageRun) => phrase.length / (bars * barLength(phrase.metre));

/** What the pitched chairs play in a pass, in the ticks of the phrase as it was written. */
function notesOf(run: PageRun, pass: number): readonly Note[] {
	const length = ticks(run.bars * barLength(run.phrase.metre));
	const voices = cycleOf(run.seen, pass, length);
	const scale = scaleOf(run);
	return PITCHED.flatMap((chair) => voices[chair] ?? []).map((note) => ({
		...note,
		start: ticks(note.start * scale),
		duration: ticks(note.duration * scale)
	}));
}

/** On the way, so that a run that is cut short has said something. */
function report({ run, late }: Judged): void {
	const { phrase, tempoFrom, errors, late: tooLate, dropped } = run;
	const counts = `${tooLate} late, ${dropped} left out as too late, ${late - tooLate - dropped} misplaced`;
	console.error(`${phrase.id}, ${tempoFrom}: ${counts}; ${errors.join('; ') || 'no errors'}`);
}

const shareOf = (judged: readonly Judged[], of: (one: Judged) => Share) =>
	rounded(ratioOf(sumOf(judged.map(of))), 3);
const part = (judged: readonly Judged[], is: (one: Judged) => boolean) =>
	rounded(judged.filter(is).length / judged.length, 3);
const total = (judged: readonly Judged[], of: (one: Judged) => number) =>
	judged.reduce((sum, one) => sum + of(one), 0);

/** It is there in the pass that the close begins, or at the latest with the line after it. */
const isInNextPass = ({ cameInAfterBars, run }: Judged) =>
	cameInAfterBars !== null && cameInAfterBars < run.phrase.bars - 1e-3;

function rowOf(judged: readonly Judged[]) {
	const came = judged.flatMap(({ cameInAfterBars }) => cameInAfterBars ?? []);
	const heard = judged.flatMap(({ run }) => run.heardAfterBars ?? []);
	return {
		late: total(judged, ({ late }) => late),
		notes: total(judged, ({ notes }) => notes),
		tones: shareOf(judged, ({ chordTones }) => chordTones),
		fitting: shareOf(judged, ({ fittingBars }) => fittingBars),
		next: part(judged, isInNextPass),
		came: rounded(quantile(came, 0.5), 2),
		heard: rounded(quantile(heard, 0.5), 2),
		bars: part(judged, ({ isBarsRight }) => isBarsRight),
		chords: shareOf(judged, ({ chords }) => chords)
	};
}

function print(judged: readonly Judged[]): void {
	const groups = [
		...judged.map((one) => [nameOf(one.run), [one]] as const),
		...TEMPI.map(
			(way) => [`all, ${way}`, judged.filter(({ run }) => run.tempoFrom === way)] as const
		),
		['all', judged] as const
	].filter(([, some]) => some.length > 0);
	printTable(
		[
			'the whole path',
			'late',
			'notes',
			'chord tones',
			'bars that fit',
			'in at the next pass',
			'band in after (bars)',
			'heard after (bars)',
			'bars right',
			'chords right'
		],
		groups.map(([name, some]) => [name, ...Object.values(rowOf(some))])
	);
}

const nameOf = ({ phrase, tempoFrom }: PageRun) =>
	`${phrase.texture} ${phrase.preset} ${phrase.room}, ${tempoFrom}`;

function summary(judged: readonly Judged[]): Readonly<Record<string, unknown>> {
	const { late, notes, tones, fitting, next, came, heard, bars, chords } = rowOf(judged);
	return {
		band_late: late,
		band_notes: notes,
		band_chord_tones: tones,
		band_first_pass: fitting,
		band_next_pass: next,
		band_in_bars: came,
		page_heard_bars: heard,
		page_bars_right: bars,
		page_chords_right: chords,
		page_phrases: judged.length
	};
}
