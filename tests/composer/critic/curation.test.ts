import { beforeEach, expect, test, vi } from 'vitest';
import { briefOf, curate, Curation } from '../../../src/composer/critic/curation';
import type { AnswerRequest } from '../../../src/composer/protocol';
import { seconds } from '../../../src/music/units';
import { note, requestOf } from '../calls';

let now: number;
let made: number;
let rankings: (readonly number[])[];

beforeEach(() => {
	now = 0;
	made = 0;
	rankings = [];
	vi.spyOn(performance, 'now').mockImplementation(() => now);
});

/** Candidates that take so many milliseconds each. */
async function curated(difference: Partial<AnswerRequest>, cost: number, cancelledAt = Infinity) {
	const request = requestOf({ candidates: 16, ...difference });
	await curate(new Curation(request, briefOf(request), now), request.candidates, {
		atOnce: 1,
		make: ([candidate = 0]) => {
			now += cost;
			made++;
			return Promise.resolve([candidate >= cancelledAt ? null : [note(0, 480, 60 + candidate)]]);
		},
		ranked: (order) => {
			rankings.push(order);
		}
	});
}

test('without a deadline all are made and ranked once, at the end', async () => {
	await curated({}, 1000);
	expect(made).toBe(16);
	expect(rankings).toHaveLength(1);
	expect([...rankings[0]!].sort((one, other) => one - other)).toEqual([...Array(16).keys()]);
});

test('as many are made as are whole before the deadline, and ranked before it', async () => {
	let toldAt = Infinity;
	const request = requestOf({ candidates: 16, dueIn: seconds(1) });
	await curate(new Curation(request, briefOf(request), now), 16, {
		atOnce: 1,
		make: () => {
			now += 100;
			made++;
			return Promise.resolve([[note(0, 480, 60)]]);
		},
		ranked: () => {
			toldAt = Math.min(toldAt, now);
		}
	});
	expect(made).toBe(9);
	expect(toldAt).toBeLessThanOrEqual(940);
});

test('where there is no time at all, three are made: to be swapped to', async () => {
	await curated({ dueIn: seconds(0) }, 500);
	expect(made).toBe(3);
	expect(rankings.at(-1)).toHaveLength(3);
});

test('one that is cancelled ends it, and nothing is ranked', async () => {
	await curated({}, 10, 2);
	expect(made).toBe(3);
	expect(rankings).toEqual([]);
});

/** How many candidates were made at once, where four could be, each in so many milliseconds. */
async function groupsOf(difference: Partial<AnswerRequest>, cost: number): Promise<number[]> {
	const groups: number[] = [];
	const request = requestOf({ candidates: 16, ...difference });
	await curate(new Curation(request, briefOf(request), now), request.candidates, {
		atOnce: 4,
		make: (candidates) => {
			now += cost * candidates.length;
			groups.push(candidates.length);
			return Promise.resolve(candidates.map((candidate) => [note(0, 480, 60 + candidate)]));
		},
		ranked: (order) => {
			rankings.push(order);
		}
	});
	return groups;
}

test('without a deadline as many are made at once as can be', async () => {
	expect(await groupsOf({}, 1000)).toEqual([4, 4, 4, 4]);
	expect(await groupsOf({ candidates: 6 }, 1000)).toEqual([4, 2]);
});

test('before a deadline the first is made alone, and no more at once than are whole by then', async () => {
	expect(await groupsOf({ dueIn: seconds(1) }, 100)).toEqual([1, 4, 4]);
	expect(rankings[0]).toHaveLength(9);
	expect(await groupsOf({ dueIn: seconds(1) }, 150)).toEqual([1, 4, 1]);
	expect(await groupsOf({ dueIn: seconds(0) }, 500)).toEqual([1, 1, 1]);
});

test('a single candidate needs no ranking', async () => {
	await curated({ candidates: 1 }, 10);
	expect(rankings).toEqual([]);
});

test('candidates keep their numbers, whole in whatever order', () => {
	const request = requestOf({ candidates: 3 });
	const curation = new Curation(request, briefOf(request), 0);
	const inKey = [67, 65, 64, 60].map((pitch, beat) => note(1920 + beat * 480, 480, pitch));
	const offKey = inKey.map((one) => note(one.start, one.duration, one.pitch + 1));
	curation.add(2, offKey, 1);
	expect(curation.order()).toEqual([2]);
	curation.add(1, inKey, 2);
	expect(curation.order()).toEqual([1, 2]);
	curation.add(0, offKey, 3);
	expect(curation.order()).toEqual([1, 0, 2]);
});
