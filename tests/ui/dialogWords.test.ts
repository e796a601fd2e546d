import { expect, test } from 'vitest';
import { confidenceWords, roundTripWords } from '../../src/ui/dialogs/dialogWords';

test.each([
	[0.97, 'very sure (97 %)'],
	[0.8, 'fairly sure (80 %)'],
	[0.3, 'not sure (30 %)']
])('a confidence of %d is "%s"', (confidence, words) => {
	expect(confidenceWords(confidence)).toBe(words);
});

test('what was measured says how sure it is, what is estimated says about', () => {
	const sentence = '';
	expect(roundTripWords({ kind: 'none', sentence })).toBe('');
	expect(roundTripWords({ kind: 'estimated', ms: 53.44, sentence })).toBe('about 53.4 ms');
	expect(roundTripWords({ kind: 'found', ms: 61.25, confidence: 0.97, sentence })).toBe(
		'61.3 ms, very sure (97 %)'
	);
});
