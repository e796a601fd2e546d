import { afterAll, beforeAll, expect, test } from 'vitest';
import { pluck, type PlayedNote } from '../ears/live/sounds';
import { AppHouse } from './appPage';
import { impulseTicks, PROBED } from './appProbe';
import { waitForState } from './appTracks';
import { fakeMicrophone, MICROPHONE_RATE, type FakeMicrophone } from './fakeMicrophone';

/** I, V, vi and IV in C, broken, at 100 BPM. */
const CHORDS = [
	[48, 52, 55, 60],
	[43, 50, 55, 59],
	[45, 52, 57, 60],
	[41, 48, 53, 57]
] as const;
const BPM = 100;
const EIGHTH = 60 / BPM / 2;
const BAR_SECONDS = 8 * EIGHTH;
const LOOP_SECONDS = CHORDS.length * BAR_SECONDS;
const BAR = 1920;
const REST_SECONDS = 6;
/** How near the tempo must be: the loop is cut to whole grains. */
const BPM_WITHIN = 0.1;
/** 50 ms. */
const NEAR_TICKS = 40;
/** A millisecond and a half. */
const TICKS_WITHIN = 1.2;

const LINE: readonly PlayedNote[] = CHORDS.flatMap((pitches, bar) =>
	Array.from({ length: 8 }, (_, index) => ({
		pitch: pitches[index % 4]!,
		start: bar * BAR_SECONDS + index * EIGHTH,
		length: 0.95 * EIGHTH,
		strength: index % 4 === 0 ? 0.9 : 0.6
	}))
);

let microphone: FakeMicrophone;
let house: AppHouse;
beforeAll(async () => {
	const line = pluck(LINE, { rate: MICROPHONE_RATE });
	const length = Math.round(LOOP_SECONDS * MICROPHONE_RATE);
	const rest = REST_SECONDS * MICROPHONE_RATE;
	const file = new Float32Array(rest + 2 * length);
	for (const start of [rest, rest + length]) file.set(line.subarray(0, length), start);
	microphone = await fakeMicrophone(file);
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

test('a recorded guitar is notes, chords and bars, and the band plays to it in time', async () => {
	const visit = await house.visit({ query: PROBED });
	const { page } = visit;
	await visit.settle();
	await page.evaluate(() => probe.attach());
	expect(visit.requests.some((url) => url.includes('group1'))).toBe(false);
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate(() => {
		continuo.jam.change({ mode: 'off', isMetronomeOn: false, countInBars: 0 });
		continuo.jam.band.change('bass', { mode: 'along' });
		continuo.looper.tracks.change({ start: 'threshold', thresholdDb: -40 });
	});
	await page.keyboard.press('Shift+Digit1');
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	// In the rest before the line; the first string that sounds begins the loop.
	await page.keyboard.press('Space');
	await waitForState(visit, 'recording');
	// The pedal comes up where the player hears the line end, however late this script says so.
	await page.evaluate(
		(seconds) =>
			new Promise<void>((resolve) => {
				const { node, tracks } = continuo.looper;
				const end = node.tracks[0]!.recordingFrom! + seconds * node.sampleRate;
				const timer = setInterval(() => {
					const now = performance.now();
					const late = node.heardAt(now as never) - end;
					if (late < 0) return;
					clearInterval(timer);
					tracks.press(0, 'close', (now - (late / node.sampleRate) * 1000) as never);
					resolve();
				}, 5);
			}),
		LOOP_SECONDS
	);
	await waitForState(visit, 'playing');
	await page.waitForFunction(() => continuo.jam.heard !== null);
	const found = await page.evaluate(() => {
		const { jam, looper } = continuo;
		return {
			bars: looper.tracks.guess?.bars,
			bpm: Number(jam.bpm),
			notes: jam.heard!.layers[0]!.notes.map(({ start, pitch }) => ({
				start: Number(start),
				pitch: Number(pitch)
			})),
			chords: jam.chords.spans.map(({ chord }) => chord?.symbol),
			legend: document.querySelector('.legend .heard')?.textContent.trim()
		};
	});
	expect(found.bars).toBe(CHORDS.length);
	expect(Math.abs(found.bpm - BPM)).toBeLessThan(BPM_WITHIN);
	const matched = LINE.filter(({ pitch, start }) =>
		found.notes.some(
			(note) => note.pitch === pitch && Math.abs(note.start - (start / EIGHTH) * 240) < NEAR_TICKS
		)
	).length;
	// Note F1, onset within 50 ms and pitch exact.
	expect((2 * matched) / (LINE.length + found.notes.length)).toBeGreaterThan(0.9);
	expect(found.legend).toBe('Heard, track 1');
	expect(found.chords).toEqual(['C', 'G', 'Am', 'F']);
	await page.waitForFunction(() => continuo.jam.band.bars.model >= 4);
	await page.waitForTimeout(500);
	const played = await impulseTicks(visit, 'bass');
	const { late, dropped, starts } = await page.evaluate(() => ({
		late: continuo.audio.scheduler.late,
		dropped: continuo.audio.scheduler.dropped,
		starts: continuo.jam.band.chairs
			.find(({ name }) => name === 'bass')!
			.part!.notes.map(({ start }) => Number(start))
	}));
	// It comes in with the bar line that follows, and with its part's first note in that bar.
	const first = played[0]!;
	const line = Math.floor((first + TICKS_WITHIN) / BAR) * BAR;
	expect(line).toBeGreaterThanOrEqual(CHORDS.length * BAR);
	const place = line % (CHORDS.length * BAR);
	const planned = starts.find((start) => start >= place)! - place + line;
	expect(Math.abs(first - planned)).toBeLessThan(TICKS_WITHIN);
	expect(late).toBe(0);
	expect(dropped).toBe(0);
	expect(visit.errors).toEqual([]);
	await visit.close();
});
