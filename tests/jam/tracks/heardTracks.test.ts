import { expect, test } from 'vitest';
import { savedLoop } from '../../../src/jam/savedLoop';
import type { EarNote } from '../../../src/music/ears/heard';
import type { Note } from '../../../src/music/note';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const BAR = 1920;

/** The strings of a chord one after the other, an eighth each, over a bar. */
const arpeggio = (pitches: readonly number[], from: number, eighth: number): EarNote[] =>
	Array.from({ length: 8 }, (_, index) => ({
		onset: from + index * eighth,
		end: from + (index + 1) * eighth,
		pitch: pitches[index % pitches.length]!,
		strength: index % 4 === 0 ? 1 : 0.6,
		likelihood: 0.9
	}));

/** C, G, Am and F, `eighth` seconds a note. */
const progression = (eighth: number): readonly EarNote[] =>
	[
		[48, 52, 55, 60],
		[43, 50, 55, 59],
		[45, 52, 57, 60],
		[41, 48, 53, 57]
	].flatMap((pitches, bar) => arpeggio(pitches, bar * 8 * eighth, eighth));

/** A free loop of the progression on track 0, at 150 BPM: four bars, which we guess to be two. */
function recorded(): TracksRig {
	const rig = new TracksRig();
	rig.recordFirst(Math.round(6.4 * RATE));
	return rig;
}

const hear = (rig: TracksRig, notes: readonly EarNote[] = progression(0.2)) => {
	const [layer] = rig.looper.tracks[0]!.record.content.layers;
	rig.tracks.hear({ track: 0, layer: layer!, seconds: 6.4, notes });
};

test('what is heard counts a first loop, and is notes and chords from then on', () => {
	const rig = recorded();
	expect(rig.tracks.guess).toMatchObject({ bars: 2 });
	expect(rig.jam.heard).toBeNull();
	const { origin } = rig.looper.base!;
	hear(rig);
	expect(rig.tracks.guess).toMatchObject({ bars: 4, bpm: 150 });
	expect(rig.transport.frameOf(0 as never)).toBe(origin);
	expect(rig.jam.heard?.region).toEqual({ start: 0, length: 4 * BAR });
	const notes = rig.jam.heard!.layers[0]!.notes;
	expect(notes.map(({ start }) => start)).toEqual(
		Array.from({ length: 32 }, (_, index) => index * 240)
	);
	const { spans, length } = rig.jam.chords;
	expect(length).toBe(4 * BAR);
	expect(spans.map(({ chord }) => chord?.symbol)).toEqual(['C', 'G', 'Am', 'F']);
});

/** One more layer stands in the loop, from frame `at` of it on; its id. */
function overdubbed(rig: TracksRig, at: number): number {
	const { tracks } = rig.looper;
	const { record, version } = tracks[0]!;
	const { length, layers } = record.content;
	const layer = { ...layers[0]!, id: 2, tape: 2, at };
	const content = { length, layers: [...layers, layer] };
	tracks[0] = { ...tracks[0]!, version: version + 1, record: { ...record, content } };
	rig.looper.changed.emit();
	rig.tracks.hear({ track: 0, layer, seconds: 6.4, notes: turned(at / RATE) });
	return -layer.id;
}

/** The progression, 80 ms after the pedal, as it is heard from `from` on and once round. */
const late = progression(0.2).map((one) => ({
	...one,
	onset: one.onset + 0.08,
	end: one.end + 0.08
}));
const turned = (from: number) =>
	late.map((one) => {
		const away = one.onset < from ? 6.4 - from : -from;
		return { ...one, onset: one.onset + away, end: one.end + away };
	});

const placesOf = (notes: readonly Note[] | undefined) =>
	notes?.map(({ start, pitch }) => `${start} ${pitch}`).sort();

test.each([0, 1.6, 4.1])(
	'an overdub that doubles the loop from %d s on lies where the loop lies',
	(from) => {
		const rig = recorded();
		hear(rig, late);
		const id = overdubbed(rig, from * RATE);
		const [first, second] = rig.jam.heard!.layers;
		expect(first!.notes[0]!.start).toBe(0);
		expect(second!.id).toBe(id);
		expect(placesOf(second?.notes)).toEqual(placesOf(first?.notes));
	}
);

test('what is played to a counted loop on another track has its bar line', () => {
	const rig = recorded();
	hear(rig, late);
	const { tracks } = rig.looper;
	const [layer] = tracks[0]!.record.content.layers;
	const beside = { ...layer!, id: 3, tape: 3 };
	const content = { length: tracks[0]!.record.content.length, layers: [beside] };
	tracks[1] = { ...tracks[0]!, version: 1, record: { content, past: [], future: [] } };
	rig.looper.changed.emit();
	rig.tracks.hear({ track: 1, layer: beside, seconds: 6.4, notes: late });
	const [one, other] = rig.jam.heard!.layers;
	expect(other!.track).toBe(1);
	expect(other!.notes).toEqual(one!.notes);
});

test('nobody plays the heard notes, and they are not saved as the player’s', () => {
	const rig = recorded();
	hear(rig);
	const score = [...rig.jam.eventsBetween(0 as never, (16 * BAR) as never)];
	expect(score).toEqual([]);
	expect(rig.jam.loop.layers).toEqual([]);
	expect(savedLoop(rig.jam)).toBeNull();
});

test('the player’s count and what is recorded beside it stand', () => {
	const recounted = recorded();
	recounted.tracks.doubleBars();
	recounted.tracks.halveBars();
	hear(recounted);
	expect(recounted.tracks.guess).toMatchObject({ bars: 2 });
	expect(recounted.jam.heard?.region.length).toBe(2 * BAR);
	const besides = recorded();
	besides.press('record', 1);
	hear(besides);
	expect(besides.tracks.guess).toMatchObject({ bars: 2 });
	const wished = new TracksRig();
	wished.tracks.change({ bars: 2 });
	wished.recordFirst(Math.round(6.4 * RATE));
	hear(wished);
	expect(wished.tracks.guess).toMatchObject({ bars: 2 });
});

test('what has no pulse leaves the guess', () => {
	const rig = recorded();
	const strays = [0.13, 0.71, 1.02, 1.93, 2.21, 2.88, 3.67, 3.91, 4.83, 5.11, 5.77];
	hear(
		rig,
		strays.map((onset) => ({ onset, end: onset + 0.2, pitch: 60, strength: 1, likelihood: 1 }))
	);
	expect(rig.tracks.guess).toMatchObject({ bars: 2 });
	expect(rig.jam.heard?.layers[0]!.notes).toHaveLength(strays.length);
});

test('what is heard goes and comes back with its recording', () => {
	const rig = recorded();
	hear(rig);
	const music = rig.jam.heard;
	rig.press('mute');
	rig.pass(7000);
	expect(rig.state()).toBe('muted');
	expect(rig.jam.heard).toBeNull();
	expect(rig.jam.chords.length).toBe(0);
	rig.press('unmute');
	rig.pass(7000);
	expect(rig.jam.heard).toEqual(music);
	rig.press('clear');
	expect(rig.jam.heard).toBeNull();
	rig.press('undo');
	expect(rig.jam.heard).toEqual(music);
});

test('a stopped recording is played to from the next start on', () => {
	const rig = recorded();
	hear(rig);
	rig.jam.startStop();
	rig.pass(100);
	expect(rig.jam.isRunning).toBe(false);
	expect(rig.jam.heard?.region).toEqual({ start: 0, length: 4 * BAR });
	rig.jam.startStop();
	rig.pass(500);
	expect(rig.jam.heard?.region).toEqual({ start: 0, length: 4 * BAR });
});

test('the player may double the bars; the notes go with them', () => {
	const rig = recorded();
	hear(rig);
	rig.tracks.halveBars();
	expect(rig.jam.heard?.region.length).toBe(2 * BAR);
	expect(rig.jam.heard?.layers[0]!.notes[1]!.start).toBe(120);
});

test('a correction of the chords holds for the recording that it was made for', () => {
	const rig = recorded();
	hear(rig);
	expect(rig.jam.chords.retype(0 as never, BAR as never, 'Em')).toBe(true);
	expect(rig.jam.chords.spans[0]).toMatchObject({ chord: { symbol: 'Em' }, isPinned: true });
	rig.press('clear');
	expect(rig.jam.chords.spans).toEqual([]);
});
