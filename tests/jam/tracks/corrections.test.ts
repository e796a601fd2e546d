import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EarNote } from '../../../src/music/ears/heard';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const SECONDS = 6.4;

const note = (onset: number, pitch: number): EarNote => ({
	onset,
	end: onset + 0.4,
	pitch,
	strength: 1,
	likelihood: 0.9
});

/** Two bars of a C chord, broken, and a wrong note in it. */
const HEARD = [
	note(0, 60),
	note(0.8, 64),
	note(1.6, 67),
	note(2.4, 61),
	note(3.2, 60),
	note(4, 64),
	note(4.8, 67),
	note(5.6, 72)
];

/** A free loop on track 0 in which these notes were heard. */
function heard(notes: readonly EarNote[] = HEARD) {
	const rig = new TracksRig();
	rig.recordFirst(Math.round(SECONDS * RATE));
	const hear = (what = notes) => {
		const [layer] = rig.looper.tracks[0]!.record.content.layers;
		rig.tracks.hear({ track: 0, layer: layer!, seconds: SECONDS, notes: what });
	};
	hear();
	const { corrections } = rig.tracks;
	const pitches = () => rig.jam.heard?.layers[0]?.notes.map(({ pitch }) => Number(pitch)) ?? [];
	return { rig, corrections, pitches, hear };
}

test('notes are selected one after the other in time, round, from either end', () => {
	const { corrections } = heard();
	expect(corrections.selected).toBeNull();
	expect(corrections.isOpen).toBe(false);
	corrections.step(1);
	expect(corrections.selected).toMatchObject({ name: 'C4', start: 0, place: 1, count: 8 });
	corrections.step(1);
	expect(corrections.selected).toMatchObject({ name: 'E4', place: 2, track: 0 });
	corrections.step(-1);
	corrections.step(-1);
	expect(corrections.selected).toMatchObject({ name: 'C5', place: 8 });
	corrections.step(1);
	expect(corrections.selected).toMatchObject({ name: 'C4', place: 1 });
	corrections.close();
	expect(corrections.selected).toBeNull();
	corrections.step(-1);
	expect(corrections.selected).toMatchObject({ name: 'C5', place: 8 });
});

test('a deleted note is gone, the next one is selected, and one sentence says so; undo brings it back', () => {
	const { rig, corrections, pitches } = heard();
	for (let step = 0; step < 4; step++) corrections.step(1);
	expect(corrections.selected?.name).toBe('Db4');
	const told: unknown[] = [];
	rig.jam.changed.on(() => told.push(rig.jam.heard));
	corrections.remove();
	expect(pitches()).toEqual([60, 64, 67, 60, 64, 67, 72]);
	expect(told).toContain(rig.jam.heard);
	expect(rig.jam.notice).toBe('Db4 in bar 1 is deleted.');
	expect(corrections.selected).toMatchObject({ name: 'C4', place: 4, count: 7 });
	corrections.undo();
	expect(pitches()).toEqual([60, 64, 67, 61, 60, 64, 67, 72]);
	expect(rig.jam.notice).toBe('Db4 in bar 1 is back.');
	expect(corrections.selected).toMatchObject({ name: 'Db4', place: 4, count: 8 });
	expect(corrections.canUndo).toBe(false);
});

test('the chords are found anew without a deleted note', () => {
	const { rig, corrections } = heard([note(0, 48), note(0.1, 51), note(0.2, 55), note(3.2, 48)]);
	expect(rig.jam.chords.spans[0]?.chord?.symbol).toBe('Cm');
	corrections.step(1);
	corrections.step(1);
	corrections.remove();
	expect(rig.jam.chords.spans[0]?.chord?.symbol).not.toBe('Cm');
	corrections.undo();
	expect(rig.jam.chords.spans[0]?.chord?.symbol).toBe('Cm');
});

test('it stays deleted when the layer is heard again', () => {
	const { corrections, pitches, hear } = heard();
	corrections.select(-1, 3);
	corrections.remove();
	hear(HEARD.map((one) => ({ ...one, onset: one.onset + 0.01 })));
	expect(pitches()).not.toContain(61);
	expect(pitches()).toHaveLength(7);
});

test('the last note goes too, and comes back', () => {
	const { corrections, pitches } = heard([note(0, 60)]);
	corrections.step(1);
	corrections.remove();
	expect(pitches()).toEqual([]);
	expect(corrections.selected).toBeNull();
	expect(corrections.isOpen).toBe(true);
	corrections.undo();
	expect(pitches()).toEqual([60]);
	expect(corrections.selected).toMatchObject({ name: 'C4', place: 1, count: 1 });
});

test('how much counts is judged anew, without hearing it again, and deleted notes stay deleted', () => {
	const likely = [0.95, 0.75, 0.6, 0.4, 0.2].map((likelihood, index) => ({
		...note(index, 60 + index),
		likelihood
	}));
	const { rig, corrections, pitches } = heard(likely);
	expect(corrections.sensitivity).toBe('usual');
	expect(pitches()).toEqual([60, 61, 62]);
	corrections.step(1);
	corrections.step(1);
	corrections.remove();
	for (const [sensitivity, counting] of [
		['most', [60, 62, 63, 64]],
		['more', [60, 62, 63]],
		['fewer', [60]],
		['fewest', [60]],
		['usual', [60, 62]]
	] as const) {
		corrections.setSensitivity(sensitivity);
		expect(pitches()).toEqual(counting);
	}
	const chords = rig.jam.chords.length;
	expect(chords).toBeGreaterThan(0);
	corrections.undo();
	expect(pitches()).toEqual([60, 61, 62]);
});

test('without heard notes, and without deleted ones, one sentence says so', () => {
	const rig = new TracksRig();
	rig.tracks.corrections.step(1);
	expect(rig.jam.notice).toContain('No notes were heard');
	expect(rig.tracks.corrections.isOpen).toBe(false);
	rig.tracks.corrections.undo();
	expect(rig.jam.notice).toBe('No heard note was deleted here.');
	rig.tracks.corrections.remove();
	expect(rig.jam.heard).toBeNull();
});

test('a loop that goes takes its selection with it', () => {
	const { rig, corrections } = heard();
	corrections.step(1);
	corrections.remove();
	rig.press('clear');
	expect(corrections.isOpen).toBe(false);
	expect(corrections.selected).toBeNull();
	rig.press('undo');
	// Nobody asked for it: keys and pedals are for the music again.
	expect(corrections.isOpen).toBe(false);
	expect(corrections.canUndo).toBe(true);
	corrections.step(1);
	expect(corrections.isOpen).toBe(true);
});

test('the next recording is not met by corrections of the last one', () => {
	const { rig, corrections, hear } = heard();
	corrections.step(1);
	rig.press('clear');
	// The run goes on: the next one begins and ends on its bar lines.
	rig.press('record');
	rig.pass(8000);
	rig.press('close');
	rig.pass(4000);
	hear();
	expect(rig.jam.heard).not.toBeNull();
	expect(corrections.isOpen).toBe(false);
	expect(corrections.selected).toBeNull();
});

test('where nothing is selected, or nothing is left to select, a sentence says so', () => {
	const { rig, corrections } = heard();
	corrections.step(1);
	corrections.close();
	corrections.remove();
	expect(rig.jam.notice).toBe('No heard note is selected: touch one on the roll first.');
	const unsure = heard(HEARD.map((one) => ({ ...one, likelihood: 0.6 })));
	const { id } = unsure.rig.jam.heard!.layers[0]!;
	unsure.corrections.setSensitivity('fewest');
	unsure.corrections.select(id, 0);
	expect(unsure.corrections.isOpen).toBe(false);
	expect(unsure.rig.jam.notice).toContain('No notes were heard');
});

test('whatever is selected, deleted and undone, what counts is what was heard but for the deleted', () => {
	const commands = fc.array(fc.constantFrom('next', 'previous', 'remove', 'undo', 'close'));
	fc.assert(
		fc.property(commands, (steps) => {
			const { corrections, pitches } = heard();
			let deleted = 0;
			for (const step of steps) {
				const { selected, canUndo } = corrections;
				if (step === 'next') corrections.step(1);
				else if (step === 'previous') corrections.step(-1);
				else if (step === 'close') corrections.close();
				else if (step === 'undo') {
					corrections.undo();
					if (canUndo) deleted--;
				} else {
					corrections.remove();
					if (selected !== null) deleted++;
				}
				expect(pitches()).toHaveLength(HEARD.length - deleted);
				expect(corrections.canUndo).toBe(deleted > 0);
				const now = corrections.selected;
				if (now !== null) expect(now.count).toBe(HEARD.length - deleted);
			}
		}),
		{ numRuns: 50 }
	);
});
