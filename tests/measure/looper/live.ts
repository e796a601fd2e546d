import type { Page } from 'playwright-core';
import { bpm } from '../../../src/music/units';
import { AppHouse } from '../../browser/appPage';
import { fakeMicrophone, MICROPHONE_RATE } from '../../browser/fakeMicrophone';

/** One bar of 4/4 at this tempo is two seconds: two of the microphone's clicks. */
const TEMPO = bpm(120);
const PERIOD = MICROPHONE_RATE;
const MICROPHONE_SECONDS = 300;
/** Chromium's fake microphone loses its place only in its first half second. */
const SETTLE_MS = 2000;
/** What the page's own output takes on its way back, beside what the browser adds. */
const LOOPBACK_SECONDS = 0.06;

/** What takes in the real page came to. */
export interface LiveFigures {
	/** Between takes of one periodic sound, the most that any strays from the others, in frames. */
	readonly alignmentFrames: number;
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
	const options = { query: 'seed=1&probe=1' };
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

/** Takes of a click a second, each a bar of two seconds: all have it at the same place. */
async function alignment(takes: number): Promise<number> {
	const clicks = Float32Array.from({ length: MICROPHONE_SECONDS * PERIOD }, (_, frame) =>
		frame % PERIOD === 0 ? 0.9 : 0
	);
	const microphone = await fakeMicrophone(clicks);
	const house = await AppHouse.open(microphone.flags);
	const page = await ready(house);
	const places: number[] = [];
	for (let take = 0; take < takes; take++) {
		const track = take % 8;
		if (take >= 8) await press(page, track, 'clear', 'empty');
		await press(page, track, 'record', 'playing');
		const [first = NaN] = onsets(await loopOf(page, track), PERIOD / 2);
		places.push(first % PERIOD);
	}
	await house.close();
	await microphone.remove();
	const first = places[0]!;
	const strays = places.map((place) =>
		Math.abs(((place - first + PERIOD * 1.5) % PERIOD) - PERIOD / 2)
	);
	return Math.max(...strays);
}

/** The page's own output comes back as its microphone, late. */
const loopback = (page: Page) =>
	page.addInitScript((seconds) => {
		navigator.mediaDevices.getUserMedia = () => {
			const { context, mixer } = continuo.audio;
			const delay = new DelayNode(context, { delayTime: seconds, maxDelayTime: 1 });
			const end = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
			mixer.output.connect(delay).connect(end);
			return Promise.resolve(end.stream);
		};
	}, LOOPBACK_SECONDS);

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
	const alignmentFrames = await alignment(takes);
	const placementMs = await placement(Math.min(8, takes));
	return { alignmentFrames, placementMs, takes };
}
