import { describe, expect, test, vi } from 'vitest';
import type { PracticeEntry } from '../../../src/music/solo/practiceEntry';
import { practicesAsCsv, practicesAsJson } from '../../../src/store/practice/practiceFiles';
import { PracticeLog } from '../../../src/store/practice/practiceLog';
import type { PracticeShelf } from '../../../src/store/practice/practiceShelf';
import { readEntry } from '../../../src/store/practice/readEntry';
import { figuresOf, note } from '../../music/solo/soloNotes';

const FIGURES = figuresOf(
	[0, 240, 480, 960, 1920, 2160, 2400, 2880].map((start, index) =>
		note(start, 60 + (index % 4) * 3)
	),
	2,
	'Dm7 G7'
);

const entry = (when: number, change: Partial<PracticeEntry> = {}): PracticeEntry => ({
	when,
	minutes: 1.5,
	choruses: 2,
	tempoFrom: 100,
	tempoTo: 108,
	keys: ['C', 'F'],
	form: 'Two five one',
	figures: [FIGURES],
	...change
});

/** Keeps what a database would: copies. */
class FakeShelf implements PracticeShelf {
	readonly records = new Map<number, unknown>();
	failure: Error | null = null;

	all(): Promise<readonly unknown[]> {
		return Promise.resolve([...this.records.values()]);
	}
	put(kept: PracticeEntry): Promise<void> {
		if (this.failure !== null) return Promise.reject(this.failure);
		this.records.set(kept.when, structuredClone(kept));
		return Promise.resolve();
	}
	remove(when: number): Promise<void> {
		this.records.delete(when);
		return Promise.resolve();
	}
}

const logOn = (shelf: PracticeShelf | null) => new PracticeLog(() => Promise.resolve(shelf));
const whens = (log: PracticeLog) => log.entries.map(({ when }) => when);

test('what is kept is there in the next visit, the newest first', async () => {
	const shelf = new FakeShelf();
	const first = logOn(shelf);
	for (const when of [20, 10, 30]) first.keep(entry(when));
	await first.settle();
	const next = logOn(shelf);
	await next.look();
	expect(whens(next)).toEqual([30, 20, 10]);
	expect(next.entries[0]).toEqual(entry(30));
	expect(next.sentence).toBe('');
});

test('a practice that goes on replaces what was kept of it', async () => {
	const shelf = new FakeShelf();
	const log = logOn(shelf);
	log.keep(entry(10));
	log.keep(entry(10, { choruses: 3 }));
	await log.settle();
	expect(log.entries).toHaveLength(1);
	expect(shelf.records.get(10)).toMatchObject({ choruses: 3 });
});

test('what is deleted can be brought back, once', async () => {
	const shelf = new FakeShelf();
	const log = logOn(shelf);
	for (const when of [10, 20]) log.keep(entry(when));
	log.remove(10);
	log.remove(999);
	await log.settle();
	expect([whens(log), log.removed?.when, shelf.records.size]).toEqual([[20], 10, 1]);
	log.undoRemove();
	log.undoRemove();
	await log.settle();
	expect([whens(log), log.removed, shelf.records.size]).toEqual([[20, 10], null, 2]);
});

test('damaged records are left out, and that is said', async () => {
	const shelf = new FakeShelf();
	shelf.records.set(1, entry(1));
	shelf.records.set(2, { ...entry(2), figures: [{}] });
	const log = logOn(shelf);
	await log.look();
	expect(whens(log)).toEqual([1]);
	expect(log.sentence).toBe('One entry of the log could not be read and was left out.');
	shelf.records.set(3, 'nothing');
	await log.look();
	expect(log.sentence).toMatch(/^2 entries/);
});

test('every field of a record can be damaged in many ways, and none of them throws', () => {
	expect(readEntry(entry(1))).toEqual(entry(1));
	const damage = [undefined, null, 'x', -1, NaN, Infinity, [], {}, [null], { a: 1 }, 1e300];
	const spoiled = (value: unknown, path: readonly string[], by: unknown): unknown => {
		const [field, ...rest] = path;
		if (field === undefined) return by;
		const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
		copy[field] = spoiled(copy[field], rest, by);
		return copy;
	};
	const paths = [
		...Object.keys(entry(1)).map((field) => [field]),
		...Object.keys(FIGURES).map((field) => ['figures', '0', field])
	];
	for (const path of paths) {
		for (const by of damage) {
			const record = spoiled(entry(1), path, by);
			expect(() => readEntry(record)).not.toThrow();
		}
	}
	for (const record of damage) expect(readEntry(record)).toBeNull();
});

test('the oldest go when there are too many', async () => {
	const shelf = new FakeShelf();
	for (let when = 1; when <= 1000; when++) shelf.records.set(when, entry(when, { figures: [] }));
	const log = logOn(shelf);
	await log.look();
	log.keep(entry(2000));
	await log.settle();
	expect([log.entries.length, shelf.records.size]).toEqual([1000, 1000]);
	expect([shelf.records.has(1), shelf.records.has(2), shelf.records.has(2000)]).toEqual([
		false,
		true,
		true
	]);
});

describe('where nothing can be kept', () => {
	test.each([
		['no database', () => Promise.resolve(null), /leave private mode/],
		['a database that fails', () => Promise.reject(new Error('no')), /leave private mode/]
	])('%s: the log holds for this visit, and that is said', async (_, open, sentence) => {
		const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
		const log = new PracticeLog(open);
		log.keep(entry(5));
		await log.settle();
		expect(whens(log)).toEqual([5]);
		expect(log.sentence).toMatch(sentence);
		await log.look();
		expect(whens(log)).toEqual([5]);
		warn.mockRestore();
	});

	test('a full disk is said, and no more once there is room', async () => {
		const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
		const shelf = new FakeShelf();
		shelf.failure = new DOMException('full', 'QuotaExceededError');
		const log = logOn(shelf);
		log.keep(entry(5));
		await log.settle();
		expect(log.sentence).toMatch(/no room for the practice log/);
		shelf.failure = null;
		log.keep(entry(6));
		await log.settle();
		expect([log.sentence, whens(log)]).toEqual(['', [6, 5]]);
		warn.mockRestore();
	});
});

describe('files', () => {
	test('CSV has a row a practice, the oldest first, and quotes what needs it', () => {
		const text = practicesAsCsv([
			entry(86_400_000, { form: '=Blues, "fast"' }),
			entry(0, { figures: [] })
		]);
		const [head, first, second, rest] = text.split('\r\n');
		expect(head).toMatch(/^began,form,minutes,/);
		expect(first).toBe('1970-01-01T00:00:00.000Z,Two five one,1.50,2,100,108,C F,0,,,');
		expect(second).toContain(`1970-01-02T00:00:00.000Z,"'=Blues, ""fast""",1.50`);
		expect(rest).toBe('');
	});

	test('a mean that is early stays a number', () => {
		const timing = { grid: 'sixteenths' as const, meanMs: -12.5, spreadMs: 3 };
		const text = practicesAsCsv([entry(0, { figures: [{ ...FIGURES, timing }] })]);
		expect(text.split('\r\n')[1]).toMatch(/,-12\.5$/);
	});

	test('JSON has all of it, and can be read again', () => {
		const { entries } = JSON.parse(practicesAsJson([entry(1)])) as { entries: unknown[] };
		expect(entries.map(readEntry)).toEqual([entry(1)]);
	});
});
