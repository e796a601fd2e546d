import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seconds } from '../../../src/music/units';
import { readHeardPart, writtenHeard, type HeardPart } from '../../../src/store/sessions/heardPart';

const PART: HeardPart = {
	sensitivity: 'fewer',
	downbeat: seconds(0.0425),
	layers: [
		{
			layer: 3,
			notes: [
				{ onset: 0, end: 0.5, pitch: 60, strength: 1, likelihood: 0.993 },
				{ onset: 0.512, end: 1.02, pitch: 64, strength: 0.41, likelihood: 0.3 }
			]
		},
		{ layer: 4, notes: [] }
	],
	removed: [{ layer: 3, onset: 0.512, pitch: 64 }]
};

const written = (part: HeardPart): Record<string, unknown> => ({
	...(JSON.parse(JSON.stringify(writtenHeard(part))) as object)
});

test('what is written is read', () => {
	expect(readHeardPart({ heard: written(PART) })).toEqual({ heard: PART, sentence: '' });
});

test.each([null, undefined, {}, { layers: [] }, { heard: null }])(
	'a session from before heard notes were kept has none, and nothing is said: %j',
	(jam) => {
		expect(readHeardPart(jam)).toEqual({ heard: null, sentence: '' });
	}
);

test.each([
	['no object', 'heard'],
	['no sensitivity', { ...written(PART), sensitivity: 'much' }],
	['no downbeat', { ...written(PART), downbeat: 'one' }],
	['no layers', { ...written(PART), layers: undefined }],
	['a layer without a number', { ...written(PART), layers: [{ layer: -1, notes: [] }] }],
	['a short note', { ...written(PART), layers: [{ layer: 1, notes: [[0, 1, 60]] }] }],
	['a pitch between', { ...written(PART), layers: [{ layer: 1, notes: [[0, 1, 60.5, 1, 1]] }] }],
	['a likelihood above 1', { ...written(PART), layers: [{ layer: 1, notes: [[0, 1, 60, 1, 2]] }] }],
	[
		'an onset that is null',
		{ ...written(PART), layers: [{ layer: 1, notes: [[null, 1, 60, 1, 1]] }] }
	],
	['what was deleted is no list', { ...written(PART), removed: 7 }]
])('damage is one sentence, and nothing is read: %s', (_, heard) => {
	const reading = readHeardPart({ heard });
	expect(reading.heard).toBeNull();
	expect(reading.sentence).toMatch(/^[A-Z].*heard anew.*\.$/);
});

test('whatever JSON says, it is read or it is damage', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.jsonValue(), (heard, notes) => {
			for (const jam of [
				{ heard },
				{ heard: { ...written(PART), layers: [{ layer: 1, notes }] } }
			]) {
				const { heard: read, sentence } = readHeardPart(jam);
				if (read === null && sentence === '') expect(jam.heard).toBeNull();
			}
		})
	);
});

test('notes are kept to a tenth of a millisecond', () => {
	const share = fc.double({ min: 0, max: 1, noNaN: true });
	fc.assert(
		fc.property(fc.array(fc.tuple(share, share, fc.nat({ max: 127 }), share, share)), (rows) => {
			const notes = rows.map(([onset, long, pitch, strength, likelihood]) => ({
				onset: onset * 60,
				end: onset * 60 + long,
				pitch,
				strength,
				likelihood
			}));
			const { heard } = readHeardPart({
				heard: written({
					sensitivity: 'usual',
					downbeat: null,
					layers: [{ layer: 1, notes }],
					removed: []
				})
			});
			const read = heard!.layers[0]!.notes;
			for (const [index, note] of notes.entries()) {
				expect(Math.abs(read[index]!.onset - note.onset)).toBeLessThan(1e-4);
				expect(Math.abs(read[index]!.end - note.end)).toBeLessThan(1e-4);
				expect(read[index]!.pitch).toBe(note.pitch);
			}
		})
	);
});
