import { expect, test } from 'vitest';
import { readMutant } from '../../measure/looper/readMutant';

const SEED = 20_260;
const COUNT = 500;

test(`${COUNT} mutated sound and MIDI files are read or refused in words (seed ${SEED})`, async () => {
	const ends = { read: 0, refused: 0 };
	for (let index = 0; index < COUNT; index++) ends[await readMutant(SEED, index)]++;
	expect(ends.read + ends.refused).toBe(COUNT);
	// The changes must neither spare nor kill everything, or nothing has been tried.
	expect(ends.read).toBeGreaterThan(COUNT / 10);
	expect(ends.refused).toBeGreaterThan(COUNT / 10);
});
