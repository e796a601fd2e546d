import { forgetOldest } from '../../lib/forgetOldest';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { ticks, type Ticks } from '../../music/units';
import type { PartSource } from './face';

/** What a chair plays in one bar. Starts count from the bar line; a note may sound beyond the bar. */
export interface BarPlan {
	readonly notes: readonly Note[];
	/** Null where the chair has nothing to play. */
	readonly source: PartSource | null;
}

export const SILENT_BAR: BarPlan = { notes: [], source: null };

/** A note that is held where a bar is amended stays as it is, ends there, or goes on for as long as is planned now. */
type Held = 'stays' | 'ends' | 'goes on';

/** Bars that are over are remembered so long, because notes of theirs may still sound. */
const REMEMBERED = 64;

/**
 * The bars of one chair. Those that were decided stay as they are; those to come are planned anew
 * whenever something has changed.
 */
export class BarBook {
	readonly #plan: (at: Ticks) => BarPlan;
	readonly #settle: (at: Ticks, plan: BarPlan) => BarPlan;
	readonly #decided = new Map<number, BarPlan>();
	readonly #planned = new Map<number, BarPlan>();

	/**
	 * `plan` says what the bar that begins at `at` would be as things stand; `settle` what comes of it
	 * beside the others, who may change while it does not.
	 */
	constructor(
		plan: (at: Ticks) => BarPlan,
		settle: (at: Ticks, plan: BarPlan) => BarPlan = (_, plan) => plan
	) {
		this.#plan = plan;
		this.#settle = settle;
	}

	/** The plan of the bar that begins at `at`. */
	of(at: Ticks): BarPlan {
		const decided = this.#decided.get(at);
		if (decided !== undefined) return decided;
		const plan = this.#planned.get(at) ?? this.#plan(at);
		this.#planned.set(at, plan);
		return this.#settle(at, plan);
	}

	/** From now on the bar stays as it is planned. */
	decide(at: Ticks): BarPlan {
		const plan = this.of(at);
		this.#decided.set(at, plan);
		forgetOldest(this.#decided, REMEMBERED);
		return plan;
	}

	/**
	 * A command came too late for the bar's line: from `from` on, counted from it, the bar is as planned
	 * now. `held` says what becomes of a note that is held there.
	 */
	amend(at: Ticks, from: Ticks, held: Held = 'stays'): void {
		const decided = this.#decided.get(at);
		if (decided === undefined) return;
		const plan = this.#settle(at, this.#plan(at));
		const notes = [
			...decided.notes
				.filter(({ start }) => start < from)
				.map((note) => heldAcross(note, from, held, plan)),
			...plan.notes.filter(({ start }) => start >= from)
		];
		this.#decided.set(at, { ...decided, notes });
	}

	/** From `from` on, counted from its line, the bar keeps only those onsets that are planned now, too. */
	leaveOut(at: Ticks, from: Ticks): void {
		const decided = this.#decided.get(at);
		if (decided === undefined) return;
		const nameOf = ({ start, pitch }: Note) => `${start} ${pitch}`;
		const planned = new Set(this.#settle(at, this.#plan(at)).notes.map(nameOf));
		const notes = decided.notes.filter((note) => note.start < from || planned.has(nameOf(note)));
		this.#decided.set(at, { ...decided, notes });
	}

	/** Something changed: what is not decided is planned anew. */
	refresh(): void {
		this.#planned.clear();
	}

	forget(): void {
		this.#decided.clear();
		this.#planned.clear();
	}

	/** The notes that begin in [from, to), as events that look like `look`. */
	*eventsBetween(
		{ from, to }: { readonly from: Ticks; readonly to: Ticks },
		bar: Ticks,
		look: Pick<ScoreEvent, 'owner' | 'channel' | 'sound'>
	): Generator<ScoreEvent> {
		for (let at = Math.floor(from / bar) * bar; at < to; at += bar) {
			for (const note of this.of(ticks(at)).notes) {
				const start = ticks(at + note.start);
				if (start < from || start >= to) continue;
				yield {
					...look,
					key: `${look.owner}:${start}:${note.pitch}`,
					start,
					end: ticks(start + note.duration),
					pitch: note.pitch,
					velocity: note.velocity
				};
			}
		}
	}
}

function heldAcross(note: Note, from: Ticks, held: Held, plan: BarPlan): Note {
	const { start, pitch, duration } = note;
	if (held === 'stays' || start + duration < from) return note;
	if (held === 'ends') return { ...note, duration: ticks(from - start) };
	const planned = plan.notes.find((other) => other.start === start && other.pitch === pitch);
	return { ...note, duration: ticks(Math.max(duration, planned?.duration ?? 0)) };
}
