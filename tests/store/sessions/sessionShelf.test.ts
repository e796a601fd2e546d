import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PIECE, result, StoreRig } from './storeRig';

let rig: StoreRig;

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	rig = new StoreRig();
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe('the shelf', () => {
	test('renames the current session and others', async () => {
		const first = await rig.recorded();
		const second = await rig.recorded(1, 2);
		result(await rig.store.rename(first, 'First'));
		result(await rig.store.rename(second, 'Second'));
		expect(await rig.store.settle()).toBe(true);
		const names = result(await rig.store.list()).map(({ id, name }) => [id, name]);
		expect(new Map(names as [string, string][])).toEqual(
			new Map([
				[first, 'First'],
				[second, 'Second']
			])
		);
	});

	test('a copy is a session of its own', async () => {
		const id = await rig.recorded();
		result(await rig.store.rename(id, 'Tune'));
		const copy = result(await rig.store.duplicate(id));
		expect(result(await rig.store.list()).map(({ name }) => name)).toContain('Tune (copy)');
		result(await rig.store.remove(id));
		expect(await rig.openedTape(copy)).toHaveLength(4 * PIECE);
	});

	test('what was removed is back after undo, and gone after the next visit', async () => {
		const id = await rig.recorded();
		result(await rig.store.remove(id));
		expect(rig.store.current).toBeNull();
		expect(result(await rig.store.list())).toEqual([]);
		expect(result(await rig.store.undoRemove())).toBe(id);
		expect(await rig.openedTape(id)).toHaveLength(4 * PIECE);
		result(await rig.store.remove(id));
		rig.kill();
		await rig.pass();
		expect(result(await rig.store.undoRemove())).toBeNull();
		expect(await rig.disk.list('sessions')).toEqual([]);
	});

	test('ten removals can be undone, the newest first', async () => {
		const ids: string[] = [];
		for (let count = 1; count <= 12; count++) ids.push(await rig.recorded(1, count));
		for (const id of ids) result(await rig.store.remove(id));
		for (const id of ids.slice(2).reverse()) expect(result(await rig.store.undoRemove())).toBe(id);
		expect(result(await rig.store.undoRemove())).toBeNull();
		expect(await rig.disk.list('sessions')).toHaveLength(10);
	});
});

describe('two tabs', () => {
	test('a session that another tab has is not offered, opened, renamed or removed', async () => {
		const id = await rig.recorded();
		const other = rig.visit();
		expect(result(await other.unfinished())).toBeNull();
		for (const outcome of [
			await other.open(id),
			await other.rename(id, 'mine'),
			await other.remove(id)
		]) {
			expect(outcome).toMatchObject({ kind: 'failed', reason: 'busy' });
			expect(outcome).toHaveProperty('sentence', expect.stringMatching(/another tab/));
		}
		rig.store.begin(48_000);
		await rig.pass();
		expect(result(await other.open(id)).manifest.id).toBe(id);
	});

	test('what one tab removed is not purged by another that starts', async () => {
		const id = await rig.recorded();
		result(await rig.store.remove(id));
		rig.visit();
		await rig.pass();
		expect(result(await rig.store.undoRemove())).toBe(id);
	});
});
