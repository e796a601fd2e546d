import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { barLength } from '../../../src/music/metre';
import { chordOf, type ChordSpan } from '../../../src/music/harmony/chord';
import { bpm as tempo, ticks } from '../../../src/music/units';
import { START_LEAD_SECONDS } from '../../../src/audio/transport';
import type { AppHouse, Visit } from '../../browser/appPage';
import { PROBED } from '../../browser/appProbe';
import { waitForState } from '../../browser/appTracks';
import type { FakeMicrophone } from '../../browser/fakeMicrophone';
import { collect, type SeenBand } from '../band/bandRecording';
import { EVERYBODY } from '../band/bandSession';
import './playerPage.d.ts';
import type { Phrase } from './phrase';
import { recordingOf, RENDERED_RATE } from './render';

export const TEMPI = ['free', 'click'] as const;
/** The loop sets the tempo; or the phrase is played to the metronome. */
export type TempoFrom = (typeof TEMPI)[number];

/** What came of a phrase that was played into the page. */
export interface PageRun {
	readonly phrase: Phrase;
	readonly tempoFrom: TempoFrom;
	/** Of the loop, by the page. */
	readonly bars: number;
	readonly seen: SeenBand;
	/** Notes that the scheduler handed over too late, and those it left out as too late. */
	readonly late: number;
	readonly dropped: number;
	/** The frames of the first bar line, and of one pass. */
	readonly origin: number;
	readonly loopFrames: number;
	/** From the loop's close to its notes, in bars of the phrase; null if nothing was heard. */
	readonly heardAfterBars: number | null;
	/** The chords that stand over the roll at the end, over the whole loop in the page's ticks. */
	readonly chords: readonly ChordSpan[];
	readonly errors: readonly string[];
}

/** What the microphone plays again and again: a marker, a rest, the phrase, a rest. */
const LEAD_SECONDS = 2.5;
const MARKER_SECONDS = 0.1;
const TAIL_SECONDS = 0.6;
const MARKER = { level: 0.95, frames: 12 };
/** A bar line that lies farther from where the phrase was begun is no player's: the script came late. */
const MOST_BESIDE_SECONDS = 0.012;
const MOST_TRIES = 12;
/** The recorded pass, and two that the band may play to. */
export const PASSES = 3;
/** A run ends so many ticks before a pass does: what begins on the line is not half counted. */
const BEFORE_LINE = 10;
/** As the mixer calls them. */
const CHAIR_STRIPS = ['partner', 'harmony', 'keys', 'bass', 'drums'];
const HEARD_WITHIN_MS = 20_000;

/** To the click the player is as late as loose fingers are, and the loop is as long as its bars. */
function toTheClick(phrase: Phrase): Phrase {
	const { bars, metre, bpm } = phrase;
	const seconds = (bars * metre.beats * (4 / metre.unit) * 60) / bpm;
	return { ...phrase, downbeat: 0, seconds };
}

/** With a rest before the phrase that has room for the count-in. */
function tapeOf(phrase: Phrase, soundfont: string, restSeconds: number): Float32Array {
	const sound = recordingOf(phrase, soundfont);
	const from = Math.round((MARKER_SECONDS + restSeconds) * RENDERED_RATE);
	const tape = new Float32Array(from + sound.length + TAIL_SECONDS * RENDERED_RATE);
	const marker = Math.round(MARKER_SECONDS * RENDERED_RATE);
	tape.fill(MARKER.level, marker, marker + MARKER.frames);
	tape.set(sound, from);
	return tape;
}

const barSecondsOf = ({ metre, bpm }: Phrase) => (metre.beats * (4 / metre.unit) * 60) / bpm;

/** Plays a phrase into a page of its own, closes the loop, and lets the band play to it. */
export async function runInPage(
	house: AppHouse,
	microphone: FakeMicrophone,
	{ phrase: written, tempoFrom, soundfont }: PagePlan
): Promise<PageRun> {
	const phrase = tempoFrom === 'click' ? toTheClick(written) : written;
	const restSeconds = LEAD_SECONDS + (tempoFrom === 'click' ? barSecondsOf(phrase) : 0);
	await microphone.play(tapeOf(phrase, soundfont, restSeconds));
	const visit = await ready(house, phrase, tempoFrom);
	const { page } = visit;
	const record = tempoFrom === 'click' ? recordToClick : recordFreely;
	const from = await record(page, phrase, restSeconds);
	await waitForState(visit, 'recording');
	const closedAt = await page.evaluate(
		([frame, seconds]) =>
			player.tapAt(frame + Math.round(seconds * continuo.looper.node.sampleRate)),
		[from, phrase.seconds] as const
	);
	await waitForState(visit, 'playing');
	const heardAfterBars = await heardAfter(page, closedAt, barSecondsOf(phrase));
	const result = await playedTo(visit, phrase);
	await visit.close();
	return { phrase, tempoFrom, heardAfterBars, ...result };
}

/** A phrase, and how it is played. */
export interface PagePlan {
	readonly phrase: Phrase;
	readonly tempoFrom: TempoFrom;
	readonly soundfont: string;
}

async function ready(house: AppHouse, phrase: Phrase, tempoFrom: TempoFrom): Promise<Visit> {
	const path = fileURLToPath(new URL('./playerPage.js', import.meta.url));
	const visit = await house.visit({
		query: PROBED,
		prepare: (fresh) => fresh.addInitScript({ path })
	});
	const { page } = visit;
	await visit.settle();
	await page.evaluate((strips) => probe.attach(strips), CHAIR_STRIPS);
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.keyboard.press('Shift+Digit1');
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	await page.evaluate(
		({ metre, bpm, isClick, preset }) => {
			const { jam, looper } = continuo;
			jam.change({ metre, isMetronomeOn: isClick, countInBars: 1 });
			if (isClick) jam.setBpm(bpm);
			jam.band.choosePreset(preset);
			looper.tracks.change({ bars: 'free', tempoFrom: isClick ? 'metronome' : 'first-loop' });
			return player.listen();
		},
		{
			metre: phrase.metre,
			bpm: tempo(phrase.bpm),
			isClick: tempoFrom === 'click',
			preset: EVERYBODY
		}
	);
	return visit;
}

/** The foot comes down where the phrase begins. Returns the input frame of the loop's beginning. */
function recordFreely(page: Page, _: Phrase, restSeconds: number): Promise<number> {
	return page.evaluate(async (rest) => {
		const { sampleRate } = continuo.looper.node;
		const from = (await player.marker()) + Math.round(rest * sampleRate);
		await player.tapAt(from);
		return from;
	}, restSeconds);
}

/**
 * The foot comes down so long before the phrase that its first bar line is the one that follows the
 * count-in. A script that came late begins anew when the phrase comes again.
 */
async function recordToClick(page: Page, phrase: Phrase, restSeconds: number): Promise<number> {
	const before = barSecondsOf(phrase) + START_LEAD_SECONDS;
	for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
		const { line, beside } = await page.evaluate(
			async ([rest, before, most]) => {
				const { audio, looper, jam } = continuo;
				const { node, soundIn, tracks } = looper;
				const from = (await player.marker()) + Math.round(rest * node.sampleRate);
				const { frames } = soundIn.compensate();
				// The transport starts from what is rendered now, which is ahead of what is heard.
				const begin = from - frames - before * node.sampleRate;
				while (node.now() < begin) await new Promise((done) => setTimeout(done, 1));
				tracks.press(0, 'record', performance.now() as never);
				const line = audio.transport.frameOf(0 as never) + frames;
				const beside = (line - from) / node.sampleRate;
				if (Math.abs(beside) > most) jam.startStop();
				return { line, beside };
			},
			[restSeconds, before, MOST_BESIDE_SECONDS] as const
		);
		if (Math.abs(beside) <= MOST_BESIDE_SECONDS) return line;
	}
	throw new Error('this machine is too busy to begin a phrase on its click');
}

/** Bars from the close to the notes; null if nothing was heard. */
async function heardAfter(page: Page, closedAt: number, bar: number): Promise<number | null> {
	const seconds = await page.evaluate(
		async ([deadline, closedAt]) => {
			const { jam, looper } = continuo;
			const until = performance.now() + deadline;
			while (jam.heard === null && performance.now() < until) {
				await new Promise((done) => setTimeout(done, 10));
			}
			if (jam.heard === null) return null;
			const { node } = looper;
			return (node.heardAt(performance.now() as never) - closedAt) / node.sampleRate;
		},
		[HEARD_WITHIN_MS, closedAt] as const
	);
	return seconds === null ? null : seconds / bar;
}

/** What the band did up to the end of its last pass. */
async function playedTo({ page, errors }: Visit, { metre }: Phrase) {
	const bars = await page.evaluate(() => continuo.looper.tracks.baseBars);
	if (bars === null) throw new Error('the loop has no whole bars');
	const length = ticks(bars * barLength(metre));
	const end = PASSES * length - BEFORE_LINE;
	await page.waitForFunction((to) => continuo.audio.transport.position() > to, end, {
		polling: 20,
		timeout: 200_000
	});
	const told = await page.evaluate(() => {
		const { jam, audio, looper } = continuo;
		return {
			origin: probe.frameOf(audio, 0),
			loopFrames: Number(looper.node.base!.length),
			late: audio.scheduler.late,
			dropped: audio.scheduler.dropped,
			chords: jam.chords.spans.map(({ from, to, chord }) => ({
				from: Number(from),
				to: Number(to),
				symbol: chord?.symbol ?? null
			}))
		};
	});
	const seen = await collect(page, length, end);
	const chords = told.chords.map(({ from, to, symbol }) => ({
		from: ticks(from),
		to: ticks(to),
		chord: symbol === null ? null : chordOf(symbol),
		isPinned: false
	}));
	return { bars, seen, ...told, chords, errors };
}
