import { forgetOldest } from '../../lib/forgetOldest';
import { offsetIn } from '../../music/loopRegion';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { ticks, type Ticks } from '../../music/units';
import type { ChairName } from './face';
import { notesIn, type Material } from './material';
import { topOf, type Beside } from './settle';

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
	/** What is played to in the bar at `at`, or now; null while there is nothing. */
	readonly material: (at: Ticks | null) => Material | null;
	readonly lead: (from: Ticks, to: Ticks) => Iterable<ScoreEvent>;
	readonly chairs: () => readonly Neighbour[];
}

/** What begins so many bars before or after a bar may meet what is played in it. */
const REACH = 2;
const REACHED = [-2, -1, 0, 1] as const;
/** Each gives way to those before it, and all to the player and the lead; drums clash with nobody. */
const PRECEDENCE: readonly ChairName[] = ['bass', 'harmony', 'keys'];
/** What was told of so many bars is remembered. */
const REMEMBERED = 64;

/** What was told of a bar, and what it was made of. */
interface Told {
	readonly sources: readonly unknown[];
	readonly beside: Beside;
}

/** What each chair hears of the others in a bar. */
export class Ensemble {
	readonly #parts: EnsembleParts;
	readonly #told = new Map<string, Told>();
	/** What the lead plays in each bar, and the bars of which that is known to hold now. */
	readonly #lead = new Map<number, readonly ScoreEvent[]>();
	readonly #looked = new Set<number>();

	constructor(parts: EnsembleParts) {
		this.#parts = parts;
	}

	/** The lead may have changed. Call before each look at the band: until then it plays what it did. */
	lookAgain(): void {
		this.#looked.clear();
	}

	/**
	 * What sounds beside a chair in the bar at `at`, is held into it or follows; null for nothing. The same
	 * object as long as it is the same.
	 */
	inBar(chair: ChairName, at: Ticks): Beside | null {
		const material = this.#parts.material(at);
		if (material === null) return null;
		const { bar } = material;
		const line = (bars: number) => ticks(at + bars * bar);
		const lead = REACHED.map((bars) => this.#leadIn(line(bars), bar));
		const chairs = this.#chairsBefore(chair).flatMap((other) =>
			[-1, 0].map((bars) => ({ bars, notes: other.barAt(line(bars)) }))
		);
		const sources = [material, ...lead, ...chairs.map(({ notes }) => notes)];
		const name = `${chair} ${at}`;
		const known = this.#told.get(name);
		if (known !== undefined && areSame(known.sources, sources)) return known.beside;
		const others = [
			...around(notesIn(material, 'bass'), material, at),
			...lead.flat().map((event) => noteFrom(event, at)),
			...chairs.flatMap(({ bars, notes }) =>
				notes.map((note) => ({ ...note, start: ticks(note.start + bars * bar) }))
			)
		];
		const beside = besideAt(material, at, others.filter(isStillSounding));
		this.#told.set(name, { sources, beside });
		forgetOldest(this.#told, REMEMBERED * PRECEDENCE.length);
		return beside;
	}

	/** What sounds beside a chair over the whole loop, but for the lead, which goes on from pass to pass. */
	inLoop(chair: ChairName): Beside | null {
		const material = this.#parts.material(null);
		if (material === null) return null;
		const { grid, metre, harmony } = material;
		const chairs = this.#chairsBefore(chair).flatMap((other) => other.wholePart());
		const melody = notesIn(material, 'melody');
		return {
			melody,
			top: topOf(melody),
			others: [...notesIn(material, 'bass'), ...chairs],
			spans: harmony.spans,
			loop: { start: ticks(0), length: grid.length },
			metre
		};
	}

	/** The same array as long as it is the same. */
	#leadIn(at: Ticks, bar: Ticks): readonly ScoreEvent[] {
		const known = this.#lead.get(at);
		if (known !== undefined && this.#looked.has(at)) return known;
		const events = [...this.#parts.lead(at, ticks(at + bar))];
		this.#looked.add(at);
		if (known !== undefined && areAlike(known, events)) return known;
		this.#lead.set(at, events);
		forgetOldest(this.#lead, REMEMBERED);
		return events;
	}

	#chairsBefore(chair: ChairName): readonly Neighbour[] {
		const earlier = PRECEDENCE.slice(0, PRECEDENCE.indexOf(chair));
		return this.#parts.chairs().filter(({ name }) => earlier.includes(name));
	}
}

const areSame = (one: readonly unknown[], other: readonly unknown[]) =>
	one.length === other.length && one.every((part, index) => part === other[index]);

const areAlike = (one: readonly ScoreEvent[], other: readonly ScoreEvent[]) =>
	one.length === other.length &&
	one.every(({ start, end, pitch }, index) => {
		const same = other[index]!;
		return same.start === start && same.end === end && same.pitch === pitch;
	});

const noteFrom = ({ start, end, pitch, velocity }: ScoreEvent, at: Ticks): Note => ({
	start: ticks(start - at),
	duration: ticks(end - start),
	pitch,
	velocity
});

function besideAt(material: Material, at: Ticks, others: readonly Note[]): Beside {
	const melody = notesIn(material, 'melody');
	return {
		melody: around(melody, material, at),
		top: topOf(melody),
		others,
		spans: material.harmony.spans,
		loop: { start: ticks(0 - offsetIn(material.grid, at)), length: material.grid.length },
		metre: material.metre
	};
}

const isStillSounding = ({ start, duration }: Note) => start + duration > 0;

/** The loop's notes that sound in the bar at `at` or begin in the next one, counted from `at`. */
function around(notes: readonly Note[], { grid, bar }: Material, at: Ticks): readonly Note[] {
	const offset = offsetIn(grid, at);
	const before = Math.ceil((REACH * bar) / grid.length);
	const rounds = Array.from({ length: before + 2 }, (_, index) => index - 1);
	return notes.flatMap((note) =>
		rounds
			.map((round) => ({ ...note, start: ticks(note.start + round * grid.length - offset) }))
			.filter((moved) => isStillSounding(moved) && moved.start < REACH * bar)
	);
}
