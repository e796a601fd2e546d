import type { Page } from 'playwright';
import { FADE_FRAMES } from '../../../src/audio/looper/protocol';
import { seededRandom } from '../../../src/lib/random';
import { bpm } from '../../../src/music/units';
import { AppHouse } from '../../browser/appPage';
import { fakeMicrophone, MICROPHONE_RATE } from '../../browser/fakeMicrophone';
import { loopback } from '../../browser/pageMicrophone';

/** One bar of 4/4 at this tempo is two seconds: two of the microphone's clicks. */
const TEMPO = bpm(120);
const PERIOD = MICROPHONE_RATE;
const MICROPHONE_SECONDS = 300;
/** Chromium's fake microphone loses its place most often in its first half second. */
const SETTLE_MS = 2000;
/** The track that records all that comes in while the takes are made. */
const WITNESS = 7;

const CLICK = 0.9;
/** Fewer zeros one after the other are not a gap: the sound itself has none. */
const LEAST_ZEROS = 16;

/** A stretch of zeros in a sound that has none, at a frame of the output. */
interface Gap {
	readonly at: number;
	readonly frames: number;
}

/** What takes in the real page came to. */
export interface LiveFigures {
	/** Between takes of one periodic sound, the most that any strays from the others, in frames, without the slips. */
	readonly alignmentFrames: number;
	/** Gaps of zeros that Chromium's fake microphone put into the sound between the first take and the last. */
	readonly slips: number;
	/** Seconds in which the input jumped without a gap: nothing is taken off for these. */
	readonly jumps: number;
	/** How far the metronome's clicks, out and back in after calibration, lie from their beats. */
	readonly placementMs: number;
	readonly takes: number;
}

/** Presses as the jam does, without a keyboard's jitter, and waits for the state. */
async function press(page: Page, track: number, action: string, state: string): Promise<void> {
	await page.evaluate(
		([index, wanted]) => {
			const at = performance.now() as never;
			continuo.looper.tracks.press(Number(index), wanted as never, at);
		},
		[track, action]
	);
	await page.waitForFunction(
		([index, wanted]) => continuo.looper.tracks.tracks[Number(index)]!.state === wanted,
		[track, state]
	);
}

/** The loop of a track, left side, from its bar line on; rejects while the tape is not whole. */
function loopOf(page: Page, track: number): Promise<number[]> {
	return page.evaluate(async (index) => {
		const { content } = continuo.looper.node.tracks[index]!.record;
		const { tape, from, span } = content.layers[0]!;
		await new Promise((resolve) => setTimeout(resolve, 500));
		const { left } = await continuo.looper.node.read(tape, from, span);
		return [...left];
	}, track);
}

/** The frames at which the sound jumps up, at least `apart` frames from each other. */
function onsets(samples: readonly number[], apart: number): number[] {
	const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
	const found: number[] = [];
	samples.forEach((sample, frame) => {
		const last = found.at(-1) ?? -Infinity;
		if (Math.abs(sample) > loudest / 2 && frame - last > apart) found.push(frame);
	});
	return found;
}

async function ready(house: AppHouse, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
	const options = { query: 'engine=simd&seed=1&probe=1' };
	const visit = await house.visit(prepare === undefined ? options : { ...options, prepare });
	const { page } = visit;
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate((tempo) => {
		continuo.jam.change({ countInBars: 0, mode: 'off' });
		continuo.jam.setBpm(tempo);
		continuo.looper.tracks.change({ tempoFrom: 'metronome', bars: 1 });
		void continuo.looper.soundIn.port.open();
	}, TEMPO);
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	await page.waitForTimeout(SETTLE_MS);
	return page;
}

/** Sound that is never 0, with a click a second: each period is the same. */
function neverSilent(): Float32Array {
	const random = seededRandom(1);
	const period = Float32Array.from({ length: PERIOD }, (_, frame) => {
		const size = 0.02 + 0.08 * random();
		return frame === 0 ? CLICK : random() < 0.5 ? size : -size;
	});
	const samples = new Float32Array(MICROPHONE_SECONDS * PERIOD);
	for (let from = 0; from < samples.length; from += PERIOD) samples.set(period, from);
	return samples;
}

/** What the open recording of a track heard, by the frames of the output. */
interface Heard {
	readonly clicks: readonly number[];
	readonly gaps: readonly Gap[];
}

function heardBy(page: Page, track: number): Promise<Heard> {
	return page.evaluate(
		async ([index, preRoll, leastZeros, loud]) => {
			const { node } = continuo.looper;
			const { recordingTape, recordingFrom } = node.tracks[index]!;
			const gaps: Gap[] = [];
			const clicks: number[] = [];
			const origin = recordingFrom! - preRoll;
			const length = node.now() - recordingFrom!;
			let zeros = 0;
			for (let from = 0; from < length; from += 32_768) {
				const { left } = await node.read(recordingTape!, from, Math.min(32_768, length - from));
				for (const [frame, sample] of left.entries()) {
					if (sample === 0) {
						zeros++;
						continue;
					}
					const at = origin + from + frame;
					if (zeros >= leastZeros) gaps.push({ at: at - zeros, frames: zeros });
					if (sample > loud) clicks.push(at);
					zeros = 0;
				}
			}
			return { clicks, gaps };
		},
		[track, FADE_FRAMES, LEAST_ZEROS, CLICK / 2] as const
	);
}

/** Where the first click of a take lies, in frames of the output and by its place in the period. */
interface Take {
	readonly at: number;
	readonly place: number;
}

async function takeOn(page: Page, track: number): Promise<Take> {
	await press(page, track, 'record', 'playing');
	const [first = NaN] = onsets(await loopOf(page, track), PERIOD / 2);
	const from = await page.evaluate((index) => continuo.looper.node.tracks[index]!.motion.at, track);
	return { at: from + first, place: first % PERIOD };
}

interface Alignment {
	/** What is left after the gaps. */
	readonly frames: number;
	readonly slips: number;
	readonly jumps: number;
}

const framesBetween = (gaps: readonly Gap[], from: number, to: number) =>
	gaps.reduce((sum, { at, frames }) => sum + (at > from && at < to ? frames : 0), 0);

/**
 * Takes of one periodic sound, each a bar of two seconds: all have its click at the same place. What the
 * fake microphone slipped by is seen as gaps in the recording of all that came in, and taken off.
 */
async function alignment(takes: number): Promise<Alignment> {
	const microphone = await fakeMicrophone(neverSilent());
	const house = await AppHouse.open(microphone.flags);
	const page = await ready(house);
	await page.evaluate(() => {
		continuo.looper.tracks.change({ bars: 'free' });
	});
	await press(page, WITNESS, 'record', 'recording');
	await page.evaluate(() => {
		continuo.looper.tracks.change({ bars: 1 });
	});
	const made: Take[] = [];
	for (let take = 0; take < takes; take++) {
		const track = take % WITNESS;
		if (take >= WITNESS) await press(page, track, 'clear', 'empty');
		made.push(await takeOn(page, track));
	}
	const heard = await heardBy(page, WITNESS);
	await house.close();
	await microphone.remove();
	const first = made[0]!;
	const last = made.at(-1)!;
	const between = heard.gaps.filter(({ at }) => at > first.at && at < last.at);
	const clicks = heard.clicks.filter((at) => at >= first.at && at <= last.at);
	const strays = made.map(({ at, place }) => {
		const slipped = framesBetween(between, first.at, at);
		const stray = (((place - slipped - first.place) % PERIOD) + 1.5 * PERIOD) % PERIOD;
		return Math.abs(stray - PERIOD / 2);
	});
	const jumps = clicks.slice(1).filter((at, index) => {
		const before = clicks[index]!;
		return at - before - framesBetween(between, before, at) !== PERIOD;
	});
	return { frames: Math.max(...strays), slips: between.length, jumps: jumps.length };
}

/** Calibrates by the wizard, records the metronome, and looks where its clicks lie. */
async function placement(runs: number): Promise<number> {
	const house = await AppHouse.open();
	const page = await ready(house, loopback);
	await page.evaluate(() => void continuo.looper.soundIn.calibrationPort.start());
	await page.waitForFunction(() => {
		const { kind } = continuo.looper.soundIn.calibrationPort.state;
		return kind === 'found' || kind === 'refused';
	});
	await page.evaluate(() => {
		continuo.looper.soundIn.calibrationPort.accept();
	});
	let worst = 0;
	for (let run = 0; run < runs; run++) {
		await press(page, run, 'record', 'playing');
		const samples = await loopOf(page, run);
		const beat = samples.length / 4;
		const found = onsets(samples, beat / 2);
		if (found.length === 0) return Infinity;
		for (const frame of found) {
			worst = Math.max(worst, Math.abs(frame - Math.round(frame / beat) * beat));
		}
		await press(page, run, 'clear', 'empty');
	}
	const rate = await page.evaluate(() => continuo.audio.context.sampleRate);
	await house.close();
	return (worst / rate) * 1000;
}

export async function measureLive(takes: number): Promise<LiveFigures> {
	const { frames: alignmentFrames, slips, jumps } = await alignment(takes);
	const placementMs = await placement(Math.min(8, takes));
	return { alignmentFrames, slips, jumps, placementMs, takes };
}
