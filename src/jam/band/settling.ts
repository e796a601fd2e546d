import { forgetOldest } from '../../lib/forgetOldest';
import type { ChordSpan } from '../../music/harmony/chord';
import { textOf, type Note } from '../../music/note';
import type { Ticks } from '../../music/units';
import type { BarPlan } from './barBook';
import { beneath, settled, type Beside } from './settle';

/** A bar that was settled, and beside what. */
interface SettledBar {
	readonly notes: readonly Note[];
	readonly beside: Beside;
	readonly isUnder: boolean;
	readonly result: readonly Note[];
}

/** The same of a part; the chords are others when their spans are. */
interface SettledPart {
	readonly key: string;
	readonly spans: readonly ChordSpan[];
	readonly result: readonly Note[];
}

/** Bars that are remembered. */
const REMEMBERED = 64;

/** One chair's bars, settled anew only when they or what sounds beside them have changed. */
export class Settling {
	readonly #bars = new Map<number, SettledBar>();
	#part: SettledPart | null = null;

	/** The bar that begins at `at`, beside the same object for the same music; `isUnder` keeps it under the melody. */
	bar(at: Ticks, plan: BarPlan, beside: Beside | null, isUnder: boolean): BarPlan {
		if (beside === null || plan.notes.length === 0) return plan;
		const { notes } = plan;
		const known = this.#bars.get(at);
		if (known?.notes === notes && known.beside === beside && known.isUnder === isUnder) {
			return { ...plan, notes: known.result };
		}
		const result = settledUnder(notes, beside, isUnder);
		this.#bars.set(at, { notes, beside, isUnder, result });
		forgetOldest(this.#bars, REMEMBERED);
		return { ...plan, notes: result };
	}

	/** A part over the whole loop. */
	part(notes: readonly Note[], beside: Beside, isUnder: boolean): readonly Note[] {
		const key = `${textOf(notes)} | ${keyOf(beside)} ${isUnder}`;
		const { spans } = beside;
		if (this.#part?.key !== key || this.#part.spans !== spans) {
			this.#part = { key, spans, result: settledUnder(notes, beside, isUnder) };
		}
		return this.#part.result;
	}
}

/** Under the melody where asked, and without clashes. */
const settledUnder = (notes: readonly Note[], beside: Beside, isUnder: boolean) =>
	settled(isUnder ? beneath(notes, beside) : notes, beside);

/** The same for what sounds the same. */
const keyOf = ({ melody, others }: Beside) => `${textOf(melody)} | ${textOf(others)}`;
