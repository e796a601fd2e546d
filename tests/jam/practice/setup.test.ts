import { expect, test } from 'vitest';
import { keyWords } from '../../../src/jam/practice/setup';
import { formOver } from './practiceRig';

test('a minor key is called minor, a major one by its tonic', () => {
	const words = (tonic: number | null, mode: 'major' | 'minor', offset: number) =>
		keyWords(formOver(4, { tonic, mode }), offset);
	expect(words(0, 'minor', 9)).toBe('A minor');
	expect(words(0, 'minor', 6)).toBe('F# minor');
	expect(words(9, 'minor', 5)).toBe('D minor');
	expect(words(0, 'major', 5)).toBe('F');
	expect(words(null, 'minor', 5)).toBe('');
});
