import type { BarGrid, BaseLoop, Motion, TrackSync } from '../../music/looper';
import { FORGIVEN_SECONDS } from './protocol';

/** Evenly spaced moments, in frames: `origin` and every `spacing` from there, both ways. */
export interface Lines {
	readonly origin: number;
	readonly spacing: number;
	/** A press so little behind a line was meant for it. */
	readonly forgiven: number;
}

/** What decides where an action of a track may take place. */
export interface LineContext {
	readonly sampleRate: number;
	readonly grid: BarGrid | null;
	readonly base: BaseLoop | null;
	/** The track's own loop; length 0 while it has none. */
	readonly motion: Motion;
	readonly length: number;
}

/** The lines of a sync; null where an action takes place at once. Never more than half a beat is forgiven. */
export function linesOf(sync: TrackSync, context: LineContext): Lines | null {
	const { sampleRate, grid, base, motion, length } = context;
	const halfBeat = grid === null ? Infinity : grid.barFrames / grid.beatsPerBar / 2;
	const forgiven = Math.floor(Math.min(FORGIVEN_SECONDS * sampleRate, halfBeat));
	if (sync === 'free') return null;
	if (sync === 'loop' && length > 0) {
		const spacing = length / Math.abs(motion.rate);
		// In reverse the first frame of the loop is the last that sounds.
		const origin = motion.at - motion.position / motion.rate + (motion.rate < 0 ? 1 : 0);
		return { origin, spacing, forgiven };
	}
	if (sync !== 'bar' && base !== null) {
		return { origin: base.origin, spacing: base.length, forgiven };
	}
	if (grid === null) return null;
	return { origin: grid.origin, spacing: grid.barFrames, forgiven };
}

/** Where a press at the frame `at` takes place: on the line it follows closely, or on the next one. */
export function dueOf(at: number, lines: Lines | null): number {
	if (lines === null) return Math.round(at);
	const { origin, spacing, forgiven } = lines;
	const passed = Math.floor((at - origin) / spacing);
	const late = at - (origin + passed * spacing);
	return Math.round(origin + (late <= forgiven ? passed : passed + 1) * spacing);
}

/**
 * The end of a recording that began at `from`: the due line, but later where the loop would be shorter
 * than `minimum`, or neither a whole multiple nor a whole fraction of the base.
 */
export function endOf(
	from: number,
	due: number,
	minimum: number,
	lines: Lines | null,
	base: BaseLoop | null
): number {
	if (lines === null) return Math.max(due, from + minimum);
	const { spacing } = lines;
	let count = Math.max(Math.round((due - from) / spacing), Math.ceil(minimum / spacing), 1);
	for (let more = 0; base !== null && more <= MAX_EXTRA_LINES; more++) {
		if (!fits((count + more) * spacing, base.length)) continue;
		count += more;
		break;
	}
	return Math.round(from + count * spacing);
}

/** So far a fitting length is looked for; a base that is no whole number of lines has none. */
const MAX_EXTRA_LINES = 64;

const fits = (length: number, base: number) => length % base === 0 || base % length === 0;
