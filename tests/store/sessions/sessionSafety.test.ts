import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FillingDisk, rampPiece } from './disks';
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

describe('a full disk', () => {
	test('is said before it is full', async () => {
		rig.free = 150e6;
		rig.record(1);
		await rig.pass();
		expect(rig.store.status).toMatchObject({ kind: 'low' });
		expect(rig.store.status.sentence).toMatch(/about 6 minutes/);
		rig.free = 1e12;
		await rig.pass(11_000);
		rig.record(1, 1, 1);
		await rig.pass();
		expect(rig.store.status).toEqual({ kind: 'safe', sentence: '' });
	});

	test('loses nothing: recording goes on in memory, and is written once there is room', async () => {
		rig.record(2);
		await rig.pass();
		rig.disk.room = 0;
		rig.record(20, 1, 2);
		await rig.pass();
		expect(rig.store.status).toMatchObject({ kind: 'full' });
		expect(rig.store.status.sentence).toMatch(/goes on in memory/);
		expect(await rig.store.settle()).toBe(false);
		rig.disk.room = Infinity;
		await rig.pass(3000);
		expect(rig.store.status.kind).toBe('safe');
		expect(await rig.openedTape(rig.store.current!.id)).toEqual([
			...rampPiece(1, 0, 22 * PIECE).left
		]);
	});

	test('beyond the limit of memory it says so, and what is missing is silence in its place', async () => {
		rig.kill({ mostHeldBytes: 3 * PIECE * 8 });
		rig.disk.room = 0;
		rig.record(5);
		await rig.pass();
		expect(rig.store.status.sentence).toMatch(/memory set aside are full/);
		rig.disk.room = Infinity;
		await rig.pass(3000);
		rig.record(1, 1, 5);
		expect(await rig.store.settle()).toBe(true);
		const samples = await rig.openedTape(rig.store.current!.id);
		expect(samples).toHaveLength(6 * PIECE);
		expect(samples[3 * PIECE - 1]).toBe(3 * PIECE - 1);
		expect(samples[3 * PIECE]).toBe(0);
		expect(samples[5 * PIECE]).toBe(5 * PIECE);
	});

	test('makes room first by what was removed', async () => {
		const old = await rig.recorded();
		result(await rig.store.remove(old));
		await rig.recorded(1, 2);
		rig.disk.room = 0;
		rig.record(1, 2, 1);
		await rig.pass();
		expect(rig.store.canUndoRemove).toBe(false);
		expect(await rig.disk.list('sessions')).not.toContain(old);
	});
});

describe('when the worker dies', () => {
	test('a new one gets what the old had not written, and nothing is lost', async () => {
		rig.record(2);
		await rig.pass();
		rig.thread.dieAt = 'append';
		rig.record(5, 1, 2);
		await rig.pass(5000);
		expect(rig.threads).toHaveLength(2);
		expect(rig.store.status.kind).toBe('safe');
		expect(await rig.openedTape(rig.store.current!.id)).toEqual([
			...rampPiece(1, 0, 7 * PIECE).left
		]);
	});

	test('again and again, the status says so, and every call ends', async () => {
		for (let death = 0; death < 4; death++) {
			rig.thread.dieAt = 'list';
			expect(await rig.store.list()).toMatchObject({ kind: 'failed', reason: 'stopped' });
			await rig.pass(10);
		}
		expect(rig.threads).toHaveLength(4);
		expect(rig.store.status).toMatchObject({ kind: 'failed' });
		expect(await rig.store.list()).toMatchObject({ kind: 'failed', reason: 'stopped' });
		rig.record(1);
		expect(await rig.store.settle()).toBe(false);
	});
});

test('without a disk the page says that sessions do not last', async () => {
	rig = new StoreRig(new FillingDisk('memory'));
	await rig.pass();
	expect(rig.store.status).toMatchObject({ kind: 'memory' });
	expect(rig.store.status.sentence).toMatch(/gone when the page closes/);
});

describe('a page that is left', () => {
	test('is at risk while the disk takes nothing, and not once all is on it', async () => {
		rig.record(1);
		await rig.pass();
		expect(rig.store.isAtRisk).toBe(false);
		rig.disk.room = 0;
		rig.record(1, 1, 1);
		await rig.pass();
		expect(rig.store.isAtRisk).toBe(true);
		rig.disk.room = Infinity;
		await rig.pass(3000);
		expect(rig.store.isAtRisk).toBe(false);
	});

	test('is at risk without a disk from the first take on', async () => {
		rig = new StoreRig(new FillingDisk('memory'));
		await rig.pass();
		expect(rig.store.isAtRisk).toBe(false);
		rig.record(1);
		expect(rig.store.isAtRisk).toBe(true);
	});
});
