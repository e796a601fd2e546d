import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/lib/random';
import { MemoryDisk } from '../../../src/store/sessions/memoryDisk';
import { reasonOf } from '../../../src/store/sessions/sessionError';
import { brokenDiskLaws } from './diskLaws';

test('a disk in memory does what a model of it does', async () => {
	for (let seed = 1; seed <= 20; seed++) {
		expect(await brokenDiskLaws(new MemoryDisk(), seededRandom(seed), 200)).toEqual([]);
	}
});

test('it is full at its limit, keeps what it had, and takes more once something is removed', async () => {
	const disk = new MemoryDisk(10);
	await disk.write('a', 0, new Uint8Array(6));
	const refused = await disk.write('b', 0, new Uint8Array(5)).catch(reasonOf);
	expect(refused).toBe('full');
	expect(await disk.size('a')).toBe(6);
	expect(await disk.size('b')).toBeNull();
	await disk.remove('a');
	await disk.write('b', 0, new Uint8Array(10));
	await disk.write('b', 0, new Uint8Array(10));
	expect(await disk.size('b')).toBe(10);
});
