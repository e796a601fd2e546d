import fc from 'fast-check';
import { test } from 'vitest';
import { BlockPool } from '../../../src/audio/looper/blockPool';
import { BLOCK_FLOATS, BLOCK_FRAMES } from '../../../src/audio/looper/protocol';
import { Tape } from '../../../src/audio/looper/tape';

const LENGTH = 3 * BLOCK_FRAMES + 100;

test('any stretch reads as it was put on the tape, and silent where nothing is', () => {
	const pool = new BlockPool();
	pool.supply(Array.from({ length: 5 }, () => new ArrayBuffer(BLOCK_FLOATS * 4)));
	const tape = new Tape(1, -Infinity);
	const left = Float32Array.from({ length: LENGTH }, (_, frame) => frame + 1);
	tape.append(
		left,
		left.map((sample) => -sample),
		pool
	);
	const from = fc.integer({ min: -5000, max: LENGTH + 5000 });
	fc.assert(
		fc.property(from, fc.integer({ min: 0, max: 10_000 }), (start, count) => {
			const [one, other] = [new Float32Array(count).fill(7), new Float32Array(count).fill(7)];
			tape.read(start, one, other);
			for (let frame = 0; frame < count; frame += 97) {
				const at = start + frame;
				const sample = at >= 0 && at < LENGTH ? at + 1 : 0;
				if (one[frame] !== sample || other[frame] !== 0 - sample) return false;
			}
			return true;
		})
	);
});
