import type { Course } from '../../lib/course';

/**
 * Does the work over [0, count) slice by slice, and lets the page draw in between. Rejects with the
 * reason of the course's signal once that is aborted.
 */
export async function inSlices(
	count: number,
	size: number,
	work: (from: number, to: number) => void,
	course?: Course
): Promise<void> {
	for (let from = 0; from < count; from += size) {
		if (from > 0) await new Promise((resume) => setTimeout(resume, 0));
		course?.signal.throwIfAborted();
		const to = Math.min(count, from + size);
		work(from, to);
		course?.tell(to / count);
	}
}
