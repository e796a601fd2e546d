import { seededRandom } from '../../../src/lib/random';
import type { DiskKind } from '../../../src/store/sessions/disk';
import { openDisk } from '../../../src/store/sessions/openDisk';
import { brokenDiskLaws } from '../../store/sessions/diskLaws';

const STEPS = 150;

/** Answers with the kind of the disk and the laws that it breaks; an error breaks one. */
self.onmessage = async ({ data }: MessageEvent<{ best: DiskKind; seed: number }>) => {
	const disk = await openDisk(data.best);
	const broken = await brokenDiskLaws(disk, seededRandom(data.seed), STEPS).catch(
		(cause: unknown) => [String(cause)]
	);
	self.postMessage({ kind: disk.kind, broken });
};
