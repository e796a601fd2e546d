import type { Disk, DiskKind } from './disk';
import { IndexedDbDisk } from './indexedDbDisk';
import { MemoryDisk } from './memoryDisk';
import { OpfsDisk } from './opfsDisk';

/** The best disk that this browser has, from `best` on. */
export async function openDisk(best: DiskKind): Promise<Disk> {
	const opfs = best === 'opfs' ? await OpfsDisk.open() : null;
	const indexedDb = opfs === null && best !== 'memory' ? await IndexedDbDisk.open() : null;
	return opfs ?? indexedDb ?? new MemoryDisk();
}
