import { expect, test } from 'vitest';
import { HeldSessions, WebSessionLocks } from '../../../src/store/sessions/sessionLocks';
import { FakeLocks } from './storeRig';

test('a session can be taken again as soon as it was given back', async () => {
	const held = new HeldSessions(new FakeLocks());
	for (let time = 0; time < 3; time++) {
		expect(await held.take('a')).toBe(true);
		held.give('a');
	}
});

test('a page holds a session once, however often it takes it, and others cannot', async () => {
	const locks = new FakeLocks();
	const [mine, theirs] = [new HeldSessions(locks), new HeldSessions(locks)];
	expect(await Promise.all([mine.take('a'), mine.take('a'), theirs.take('a')])).toEqual([
		true,
		true,
		false
	]);
	mine.give('a');
	theirs.give('a');
	await new Promise((resolve) => setTimeout(resolve));
	expect(await theirs.take('a')).toBe(true);
});

test('where the browser has no locks, every session is free', async () => {
	const locks = new WebSessionLocks(undefined);
	const giveBack = await locks.take('a');
	expect(await locks.take('a')).not.toBeNull();
	await giveBack?.();
});
