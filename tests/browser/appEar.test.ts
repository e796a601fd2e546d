import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenChords, LINE_BPM, lineMicrophone, recordLine } from './appHeard';
import { AppHouse } from './appPage';
import { impulseTicks, PROBED } from './appProbe';
import type { FakeMicrophone } from './fakeMicrophone';

/** I, V, vi and IV in C, broken, at 100 BPM. */
const CHORDS = [
	[48, 52, 55, 60],
	[43, 50, 55, 59],
	[45, 52, 57, 60],
	[41, 48, 53, 57]
] as const;
const LINE = brokenChords(CHORDS);
const BAR = 1920;
/** How near the tempo must be: the loop is cut to whole grains. */
const BPM_WITHIN = 0.1;
/** 50 ms. */
const NEAR_TICKS = 40;
/** A millisecond and a half. */
const TICKS_WITHIN = 1.2;

let microphone: FakeMicrophone;
let house: AppHouse;
beforeAll(async () => {
	microphone = await lineMicrophone(LINE);
	house = await AppHouse.open(microphone.flags);
});
afterAll(async () => {
	await house.close();
	await microphone.remove();
});

const ticksAt = (seconds: number) => ((seconds * LINE_BPM) / 60) * (BAR / 4);

test('a recorded guitar is notes, chords and bars, and the band plays to it in time', async () => {
	const visit = await house.visit({ query: PROBED });
	const { page } = visit;
	await visit.settle();
	await page.evaluate(() => probe.attach());
	expect(visit.requests.some((url) => url.includes('group1'))).toBe(false);
	await recordLine(visit, LINE);
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
	expect(Math.abs(found.bpm - LINE_BPM)).toBeLessThan(BPM_WITHIN);
	const matched = LINE.notes.filter(({ pitch, start }) =>
		found.notes.some(
			(note) => note.pitch === pitch && Math.abs(note.start - ticksAt(start)) < NEAR_TICKS
		)
	).length;
	// Note F1, onset within 50 ms and pitch exact.
	expect((2 * matched) / (LINE.notes.length + found.notes.length)).toBeGreaterThan(0.9);
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
