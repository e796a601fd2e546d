import type { RowsEngine } from '../engines/engine';
import type { Candidate } from './candidate';
import type { Errand } from './errand';
import { RowReader } from './rowReader';
import { writeAlone } from './writeAlone';

/**
 * Writes candidates, at most as many as the engine reads rows, a note of each in one step, and tells
 * them as they are made; they are what each would be alone. Null for one that was cancelled.
 */
export async function writeInStep(
	engine: RowsEngine,
	errand: Errand,
	candidates: readonly number[]
): Promise<readonly (Candidate | null)[]> {
	const reader = new RowReader(engine, candidates.length);
	const { first } = errand;
	const shared = { ...errand, first: { ...first, reading: reader.share(first.reading) } };
	const written = await Promise.allSettled(
		candidates.map((index) =>
			writeAlone(shared, index).finally(() => {
				reader.leave();
			})
		)
	);
	return written.map((result) => {
		if (result.status === 'rejected') throw result.reason;
		return result.value;
	});
}
