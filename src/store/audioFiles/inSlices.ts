/** Does the work over [0, count) slice by slice, and lets the page draw in between. */
export async function inSlices(
	count: number,
	size: number,
	work: (from: number, to: number) => void
): Promise<void> {
	for (let from = 0; from < count; from += size) {
		if (from > 0) await new Promise((resume) => setTimeout(resume, 0));
		work(from, Math.min(count, from + size));
	}
}
