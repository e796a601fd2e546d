import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePhrase } from '../../src/store/phraseFile';

const whole = {
	name: 'call',
	credit: 'Written for a test',
	style: 'folk',
	metre: [3, 4],
	bars: 2,
	notes: [
		[480, 240, 62, 0.5],
		[-240, 240, 60, 1]
	]
};

test('a phrase is read, its notes in order, its length in ticks', () => {
	expect(parsePhrase(whole)).toEqual({
		kind: 'read',
		phrase: {
			name: 'call',
			credit: 'Written for a test',
			style: 'folk',
			metre: { beats: 3, unit: 4 },
			length: 2880,
			notes: [
				{ start: -240, duration: 240, pitch: 60, velocity: 1 },
				{ start: 480, duration: 240, pitch: 62, velocity: 0.5 }
			]
		}
	});
});

test('silence is a phrase', () => {
	expect(parsePhrase({ ...whole, notes: [] }).kind).toBe('read');
});

const folders = ['../../public/phrases/', '../fixtures/phrases/'];

describe.each(folders)('the phrases of %s', (folder) => {
	const url = new URL(folder, import.meta.url);
	const files = readdirSync(url).filter((name) => name !== 'index.json' && /\.json$/.test(name));
	test.each(files)('%s can be read', (name) => {
		const reading = parsePhrase(JSON.parse(readFileSync(new URL(name, url), 'utf8')));
		expect(reading.kind === 'damaged' ? reading.sentence : '').toBe('');
	});
});

const withNote = (...note: unknown[]) => ({ ...whole, notes: [[0, 1, 60, 0.5], note] });

test.each([
	['not a phrase file', null],
	['not a phrase file', 'phrase'],
	['not a phrase file', [1, 2]],
	['name is missing', { ...whole, name: undefined }],
	['credit is missing', { ...whole, credit: 7 }],
	['style is missing', { ...whole, style: null }],
	['one of 2/4, 3/4, 4/4, 5/4, 6/8, 7/8', { ...whole, metre: [9, 8] }],
	['one of 2/4, 3/4, 4/4, 5/4, 6/8, 7/8', { ...whole, metre: '4/4' }],
	['1 to 64 whole bars', { ...whole, bars: 0 }],
	['1 to 64 whole bars', { ...whole, bars: 1.5 }],
	['1 to 64 whole bars', { ...whole, bars: 65 }],
	['no list of notes', { ...whole, notes: {} }],
	['more than 20000 notes', { ...whole, notes: Array.from({ length: 20_001 }, () => 0) }],
	['note 2 must be a start', withNote(0, 1, 60)],
	['note 2 must be a start', { ...whole, notes: [[0, 1, 60, 0.5], 'C4'] }],
	['note 2 begins outside', withNote(-1441, 1, 60, 0.5)],
	['note 2 begins outside', withNote(2880, 1, 60, 0.5)],
	['note 2 begins outside', withNote(0.5, 1, 60, 0.5)],
	['note 2 has no duration', withNote(0, 0, 60, 0.5)],
	['note 2 has no pitch', withNote(0, 1, 128, 0.5)],
	['note 2 has no pitch', withNote(0, 1, '60', 0.5)],
	['note 2 has no velocity', withNote(0, 1, 60, 0)],
	['note 2 has no velocity', withNote(0, 1, 60, 1.01)],
	['note 2 has no velocity', withNote(0, 1, 60, NaN)]
])('a damaged file is told in a sentence: %s', (complaint, json) => {
	const reading = parsePhrase(json);
	expect(reading.kind).toBe('damaged');
	if (reading.kind !== 'damaged') return;
	expect(reading.sentence).toContain(complaint);
	expect(reading.sentence).toMatch(/^This phrase cannot be read: .*[^.]\.$/);
});

test('no JSON makes it throw', () => {
	const notes = fc.array(fc.array(fc.jsonValue(), { maxLength: 5 }));
	const almost = fc.record({ bars: fc.jsonValue(), notes, metre: fc.constant([4, 4]) });
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), almost), (json) => {
			expect(['read', 'damaged']).toContain(parsePhrase(json).kind);
		})
	);
});
