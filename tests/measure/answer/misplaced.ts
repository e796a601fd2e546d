/** How found impulses compare with where notes should have begun. */
export interface Placement {
	readonly notes: number;
	/** Notes that did not begin within the tolerance of their place, and sounds that belong to no note. */
	readonly misplaced: number;
	/** Where they are, in frames: notes that are missing, sounds that are in excess. */
	readonly missing: readonly number[];
	readonly extra: readonly number[];
	/** The largest distance of a matched pair, in frames. */
	readonly worstFrames: number;
}

/**
 * Matches each expected frame with one found impulse at most `tolerance` frames away, in order of
 * time. What is left over on the fuller side is misplaced.
 */
export function placement(
	expected: readonly number[],
	found: readonly number[],
	tolerance: number
): Placement {
	const wanted = [...expected].sort((left, right) => left - right);
	const heard = [...found].sort((left, right) => left - right);
	const missing: number[] = [];
	const extra: number[] = [];
	let [worstFrames, index] = [0, 0];
	for (const frame of wanted) {
		while (index < heard.length && heard[index]! < frame - tolerance) {
			extra.push(heard[index++]!);
		}
		if (index < heard.length && heard[index]! <= frame + tolerance) {
			worstFrames = Math.max(worstFrames, Math.abs(heard[index]! - frame));
			index++;
		} else missing.push(frame);
	}
	extra.push(...heard.slice(index));
	return {
		notes: wanted.length,
		misplaced: Math.max(missing.length, extra.length),
		missing,
		extra,
		worstFrames
	};
}
