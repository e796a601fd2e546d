import { expect, test } from 'vitest';
import { ticks } from '../../../src/music/units';
import type { EarNote } from '../../../src/music/ears/heard';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const BAR = 1920;
const SECONDS = 6.4;

/** Broken chords in eighths at 150 BPM, four bars, the first note `late` seconds after the pedal. */
const line = (late = 0): EarNote[] =>
	[
		[48, 52, 55, 60],
		[43, 50, 55, 59],
		[45, 52, 57, 60],
		[41, 48, 53, 57]
	].flatMap((pitches, bar) =>
		Array.from({ length: 8 }, (_, index) => ({
			onset: late + (bar * 8 + index) * 0.2,
			end: late + (bar * 8 + index + 1) * 0.2,
			pitch: pitches[index % 4]!,
			strength: index % 4 === 0 ? 1 : 0.6,
			likelihood: 0.9
		}))
	);

function heard(late = 0) {
	const rig = new TracksRig();
	rig.recordFirst(Math.round(SECONDS * RATE));
	const [layer] = rig.looper.tracks[0]!.record.content.layers;
	rig.tracks.hear({ track: 0, layer: layer!, seconds: SECONDS, notes: line(late) });
	return rig;
}

test('the likely ways to count a loop are told, the likeliest first, and which is present', () => {
	const { tracks } = heard();
	expect(tracks.readings[0]).toEqual({ bars: 4, bpm: 150, isPresent: true });
	expect(tracks.readings.length).toBeGreaterThan(2);
	expect(tracks.readings.length).toBeLessThanOrEqual(6);
	expect(tracks.readings.filter(({ isPresent }) => isPresent)).toHaveLength(1);
	const bars = tracks.readings.map((reading) => reading.bars);
	expect(bars).toContain(2);
	expect(bars).toContain(3);
	for (const { bars: count, bpm } of tracks.readings) expect(bpm).toBeCloseTo(count * 37.5, 6);
});

test('choosing one recounts loop, notes and chords, and another undoes it', () => {
	const rig = heard();
	const music = rig.jam.heard;
	const { origin, length } = rig.looper.base!;
	rig.pass(700);
	for (const bars of [3, 2]) {
		rig.tracks.chooseReading(bars);
		expect(rig.tracks.guess).toMatchObject({ bars, bpm: bars * 37.5 });
		// Each reading has its own bar line, some ms from the pedal.
		const line = rig.transport.frameOf(ticks(0));
		expect(Math.abs(line - origin)).toBeLessThan(0.03 * RATE);
		expect(rig.looper.base!.origin).toBe(line);
		expect((rig.looper.grid!.origin - line) % rig.looper.grid!.barFrames).toBe(0);
		expect(rig.transport.frameOf(ticks(bars * BAR))).toBe(line + length);
		expect(rig.looper.grid!.barFrames * bars).toBe(length);
		expect(rig.jam.heard?.region.length).toBe(bars * BAR);
		const fourth = rig.jam.heard!.layers[0]!.notes.find(({ pitch }) => pitch === 43)!.start;
		expect(Math.abs(fourth - (bars * BAR) / 4)).toBeLessThan(30);
		expect(rig.jam.chords.length).toBe(bars * BAR);
		expect(rig.tracks.readings.find(({ isPresent }) => isPresent)?.bars).toBe(bars);
		expect(rig.jam.notice).toContain(`${bars} bars at ${Math.round(bars * 37.5)} BPM`);
	}
	rig.tracks.chooseReading(4);
	expect(rig.jam.heard).toEqual(music);
	expect(rig.transport.frameOf(ticks(0))).toBe(origin);
});

test('one key goes round all of them', () => {
	const rig = heard();
	const bars = rig.tracks.readings.map((reading) => reading.bars);
	const met = bars.map(() => {
		rig.tracks.nextReading();
		return rig.tracks.guess!.bars;
	});
	expect(met).toEqual([...bars.slice(1), bars[0]]);
});

test('what the player chose, no ear counts anew', () => {
	const rig = heard();
	rig.tracks.chooseReading(2);
	const [layer] = rig.looper.tracks[0]!.record.content.layers;
	rig.tracks.hear({ track: 0, layer: layer!, seconds: SECONDS, notes: line() });
	expect(rig.tracks.guess).toMatchObject({ bars: 2 });
});

test('without heard notes there is the present count alone, and without a first loop none', () => {
	const rig = new TracksRig();
	expect(rig.tracks.readings).toEqual([]);
	rig.tracks.nextReading();
	expect(rig.jam.notice).toContain('Only a first loop');
	rig.recordFirst(4 * RATE);
	expect(rig.tracks.readings).toEqual([{ bars: 2, bpm: 120, isPresent: true }]);
	rig.tracks.nextReading();
	expect(rig.jam.notice).toContain('only one way');
	expect(rig.tracks.guess?.bars).toBe(2);
});

test('under a loop of the keys the count stands, and a sentence says why', () => {
	const rig = heard();
	rig.jam.change({ loopBars: 1 });
	rig.keys('record');
	rig.tracks.chooseReading(2);
	expect(rig.tracks.guess?.bars).toBe(4);
	expect(rig.jam.notice).toContain('keys');
});

test('a loop that was counted otherwise than its strokes say still shows its count', () => {
	const rig = heard();
	rig.tracks.halveBars();
	rig.tracks.halveBars();
	rig.tracks.halveBars();
	const present = rig.tracks.readings.filter(({ isPresent }) => isPresent);
	expect(present).toMatchObject([{ bars: rig.tracks.guess!.bars }]);
});
