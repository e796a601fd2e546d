import { offsetIn } from '../../music/loopRegion';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { ticks, type Ticks } from '../../music/units';
import type { ChairName } from './face';
import { pitchedNotes, type Material } from './material';
import type { Beside } from './settle';

/** A chair, as the others hear it. */
export interface Neighbour {
	readonly name: ChairName;
	/** What it plays in the bar that begins at `at`; starts count from there. */
	barAt(at: Ticks): readonly Note[];
	/** What it plays over the whole loop, silent or not. */
	wholePart(): readonly Note[];
}

/** Who is heard. */
export interface EnsembleParts {
	/** Null while there is nothing to play to. */
	readonly material: () => Material | null;
	readonly lead: (from: Ticks, to: Ticks) => Iterable<ScoreEvent>;
	readonly chairs: () => readonly Neighbour[];
}

/** What begins so many bars before or after a bar may meet what is played in it. */
const REACH = 2;
/** Each gives way to those before it, and all to the player and the lead; drums clash with nobody. */
const PRECEDENCE: readonly ChairName[] = ['bass', 'harmony', 'keys'];

/** What each chair hears of the others in a bar. */
export class Ensemble {
	readonly #parts: EnsembleParts;

	constructor(parts: EnsembleParts) {
		this.#parts = parts;
	}

	/** What sounds beside a chair in the bar at `at`, is held into it or follows; null for nothing. */
	inBar(chair: ChairName, at: Ticks): Beside | null {
		const material = this.#parts.material();
		if (material === null) return null;
		const { grid, metre, bar, harmony } = material;
		const loop = { start: ticks(0 - offsetIn(grid, at)), length: grid.length };
		const lead = [...this.#parts.lead(ticks(at - REACH * bar), ticks(at + REACH * bar))].map(
			({ start, end, ...note }) => ({
				...note,
				start: ticks(start - at),
				duration: ticks(end - start)
			})
		);
		const chairs = this.#chairsBefore(chair).flatMap((other) =>
			[-1, 0].flatMap((bars) =>
				other
					.barAt(ticks(at + bars * bar))
					.map((note) => ({ ...note, start: ticks(note.start + bars * bar) }))
			)
		);
		return {
			melody: melodyAround(material, at),
			others: [...lead, ...chairs].filter(isStillSounding),
			spans: harmony.spans,
			loop,
			metre
		};
	}

	/** What sounds beside a chair over the whole loop, but for the lead, which goes on from pass to pass. */
	inLoop(chair: ChairName): Beside | null {
		const material = this.#parts.material();
		if (material === null) return null;
		const { grid, metre, harmony } = material;
		return {
			melody: pitchedNotes(material),
			others: this.#chairsBefore(chair).flatMap((other) => other.wholePart()),
			spans: harmony.spans,
			loop: { start: ticks(0), length: grid.length },
			metre
		};
	}

	#chairsBefore(chair: ChairName): readonly Neighbour[] {
		const earlier = PRECEDENCE.slice(0, PRECEDENCE.indexOf(chair));
		return this.#parts.chairs().filter(({ name }) => earlier.includes(name));
	}
}

const isStillSounding = ({ start, duration }: Note) => start + duration > 0;

/** The loop's pitched notes that sound in the bar at `at` or begin in the next one. */
function melodyAround(material: Material, at: Ticks): readonly Note[] {
	const { grid, bar } = material;
	const offset = offsetIn(grid, at);
	const before = Math.ceil((REACH * bar) / grid.length);
	const rounds = Array.from({ length: before + 2 }, (_, index) => index - 1);
	return pitchedNotes(material).flatMap((note) =>
		rounds
			.map((round) => ({ ...note, start: ticks(note.start + round * grid.length - offset) }))
			.filter((moved) => isStillSounding(moved) && moved.start < REACH * bar)
	);
}
