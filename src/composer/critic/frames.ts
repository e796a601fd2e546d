import type { Note } from '../../music/note';
import { PPQ } from '../../music/units';

/** A 16th. */
const FRAME_TICKS = PPQ / 4;

/** The pitches that sound in each 16th of [0, length) ticks. */
export function soundingIn(notes: readonly Note[], length: number): number[][] {
	const frames = Array.from({ length: Math.ceil(length / FRAME_TICKS) }, (): number[] => []);
	for (const { start, duration, pitch } of notes) {
		const first = Math.max(0, Math.round(start / FRAME_TICKS));
		const end = Math.max(first + 1, Math.round((start + duration) / FRAME_TICKS));
		for (let frame = first; frame < Math.min(end, frames.length); frame++) {
			frames[frame]!.push(pitch);
		}
	}
	return frames;
}

/** Of the frames in which both sound, the share for which `holds`; 1 where there is none. */
export function shareOfFrames(
	call: readonly number[][],
	answer: readonly number[][],
	holds: (call: readonly number[], answer: readonly number[]) => boolean
): number {
	let [both, held] = [0, 0];
	for (const [frame, below] of call.entries()) {
		const above = answer[frame] ?? [];
		if (below.length === 0 || above.length === 0) continue;
		both++;
		if (holds(below, above)) held++;
	}
	return both === 0 ? 1 : held / both;
}
