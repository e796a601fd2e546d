import { expect, test } from 'vitest';
import { keysText } from '../../../src/music/solo/practiceEntry';
import { chordsAt, keyWords } from '../../../src/jam/practice/setup';
import { keyCalled } from '../../../src/music/key';
import { formOver } from './practiceRig';

test('a minor key is called minor, a major one by its tonic', () => {
	const words = (key: string, offset: number) =>
		keyWords(formOver(4, { key: keyCalled(key) }), offset);
	expect(words('C minor', 9)).toBe('A minor');
	expect(words('C minor', 6)).toBe('F# minor');
	expect(words('A minor', 5)).toBe('D minor');
	expect(words('C major', 5)).toBe('F');
	expect(keyWords(formOver(4, { key: null }), 5)).toBe('');
});

test('keys of two words are told apart', () => {
	expect(keysText(['C', 'F'])).toBe('C F');
	expect(keysText(['A minor', 'D minor'])).toBe('A minor, D minor');
});

test('the chords of a chorus bring their key along', () => {
	const { spans, key } = chordsAt(formOver(4), 5);
	expect(spans[0]?.chord?.symbol).toBe('Gm7');
	expect(key?.name).toBe('F major');
	expect(chordsAt(formOver(4, { key: null }), 5).key).toBeNull();
});
