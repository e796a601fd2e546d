import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ListenError } from '../../src/ears/loop/offlineEar';
import type { HeardLoop } from '../../src/music/ears/heard';
import { patientEar } from '../../src/wiring/patientEar';
import { NOTES } from './earRig';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** An ear that answers after so long, and what was said by then. */
function earThatTakes(ms: number, answer: HeardLoop | ListenError) {
	const said: string[] = [];
	const calls: unknown[][] = [];
	const ear = patientEar(
		{
			listen: (...sound) => void calls.push(['listen', ...sound]),
			forget: (tape) => void calls.push(['forget', tape]),
			hear: async (...window) => {
				calls.push(['hear', ...window]);
				await new Promise((resolve) => setTimeout(resolve, ms));
				if (answer instanceof ListenError) throw answer;
				return answer;
			}
		},
		{ isLate: () => void said.push('late'), isThere: () => void said.push('there') }
	);
	return { ear, said, calls };
}

test('an answer that comes soon is no matter for words', async () => {
	const { ear, said, calls } = earThatTakes(500, NOTES);
	const answer = ear.hear(1, 0, 1000);
	await vi.advanceTimersByTimeAsync(20_000);
	expect(await answer).toBe(NOTES);
	expect(said).toEqual([]);
	ear.forget(1);
	expect(calls).toEqual([
		['hear', 1, 0, 1000],
		['forget', 1]
	]);
});

test('one that takes long is said to, once, and when it came', async () => {
	const { ear, said } = earThatTakes(15_000, NOTES);
	const answer = ear.hear(1, 0, 1000);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(said).toEqual(['late']);
	await vi.advanceTimersByTimeAsync(10_000);
	expect(await answer).toBe(NOTES);
	expect(said).toEqual(['late', 'there']);
});

test('a refusal that takes long ends the wait as well', async () => {
	const { ear, said } = earThatTakes(15_000, new ListenError('network-missing'));
	const answer = ear.hear(1, 0, 1000).catch((error: unknown) => error);
	await vi.advanceTimersByTimeAsync(20_000);
	expect(await answer).toBeInstanceOf(ListenError);
	expect(said).toEqual(['late', 'there']);
});
