import { pitch, type Pitch } from '../units';
import { fits, offerOf, type Harmony, type Offer } from './harmony';

/** How many buttons there are: 0 is the lowest. */
export const EASY_BUTTONS = 8;
const LAST = EASY_BUTTONS - 1;
const HIGHEST_PITCH = 127;

/** Semitones from button to button where the window rests. */
const HOME_STEP = 2.4;
/** Semitones from white key to white key, on average. */
const WHITE_STEP = 12 / 7;
/** Room that each button leaves for those beyond it, in semitones: no usual chord has a wider gap. */
const RESERVE = 6;
/** The lowest note of the resting window may be no lower and no higher, so that it keeps its room. */
const LOWEST_HOME = 24;
const HIGHEST_HOME = 84;
/** How far a neighbour may lie, in semitones, where nothing is nearer. */
const REACH = 9;

/** What a choice costs, in semitones of leap. */
const PASSING_NOTE_ON_BEAT = 12;
const CROSSING_A_HELD_NOTE = 5;
/** Times the squared distance from home: beyond 6 semitones a leap home is cheap. */
const PULL = 0.08;

interface Press {
	readonly button: number;
	readonly pitch: number;
}

const clamp = (number: number, lowest: number, highest: number) =>
	Math.min(highest, Math.max(lowest, number));

/**
 * Eight buttons that play the whole range and nothing wrong, in the manner of Piano Genie (Donahue,
 * Simon and Dieleman, 2019), by rule: they are a window on the ladder of the notes that fit now, which
 * hangs on the note played last. A higher button is a higher note, the same one the same note while it
 * fits; far from home the window's steps grow towards it.
 */
export class EasyKeys {
	readonly #held = new Map<object, Press>();
	#lowest: Pitch;
	/** How many buttons beyond its first place the hand is. */
	#slid = 0;
	#last: Press | null = null;

	/** `lowest` is what button 0 plays where the window rests, or near it. */
	constructor(lowest: Pitch) {
		this.#lowest = lowest;
	}

	/** The buttons that are down. */
	get buttons(): ReadonlySet<number> {
		return new Set([...this.#held.values()].map(({ button }) => button));
	}

	/** The holder, a finger or a key, presses a button and holds its note until it is released. */
	press(holder: object, button: number, harmony: Harmony): Pitch {
		if (!Number.isInteger(button) || button < 0 || button > LAST) {
			throw new RangeError(`no button: ${String(button)}`);
		}
		const chosen = this.window(harmony)[button]!;
		this.#last = { button, pitch: chosen };
		this.#held.set(holder, this.#last);
		return chosen;
	}

	/** Does nothing for who holds none. */
	release(holder: object): void {
		this.#held.delete(holder);
	}

	/** What each button would sound now. */
	window(harmony: Harmony): readonly Pitch[] {
		const offer = offerOf(harmony);
		const { button, pitch: before } = this.#last ?? { button: 0, pitch: Math.round(this.#home) };
		const doesStay = this.#last !== null && fits(before, harmony) && !this.#isTaken(before, button);
		const pitches = new Array<number>(EASY_BUTTONS);
		pitches[button] = doesStay ? before : this.#nearest(button, before, offer);
		const asked = harmony.isStrong ? offer : plain(offer);
		for (let up = button + 1; up <= LAST; up++) {
			pitches[up] = this.#beside(up, pitches[up - 1]!, 1, asked);
		}
		for (let down = button - 1; down >= 0; down--) {
			pitches[down] = this.#beside(down, pitches[down + 1]!, -1, asked);
		}
		return pitches.map(pitch);
	}

	/** The window's rest moves, and the window with it; what is held goes on. */
	moveHome(lowest: Pitch): void {
		const before = this.#home;
		this.#lowest = lowest;
		this.#slid = 0;
		if (this.#last === null) return;
		const { button, pitch: last } = this.#last;
		const moved = Math.round(last + this.#home - before);
		this.#last = { button, pitch: clamp(moved, floorOf(button), ceilingOf(button)) };
	}

	/**
	 * The notes stay where they are, and the buttons go up by so many (or down), and their rest with
	 * them: for a hand that goes beyond the last one.
	 */
	slide(buttons: number): void {
		this.#slid += buttons;
		if (this.#last !== null) {
			this.#last = { ...this.#last, button: clamp(this.#last.button - buttons, 0, LAST) };
		}
		for (const [holder, press] of this.#held) {
			this.#held.set(holder, { ...press, button: press.button - buttons });
		}
	}

	/** Of two, that towards home. */
	#nearest(button: number, before: number, { has }: Offer): number {
		const homewards = before > this.#homeOf(button) ? -1 : 1;
		for (let distance = 0; distance <= HIGHEST_PITCH; distance++) {
			for (const candidate of [before + homewards * distance, before - homewards * distance]) {
				if (candidate < floorOf(button) || candidate > ceilingOf(button)) continue;
				if (has[candidate % 12]! && !this.#isTaken(candidate, button)) return candidate;
			}
		}
		return before;
	}

	/** The best pitch for a button whose neighbour plays `from`. */
	#beside(button: number, from: number, direction: 1 | -1, offer: Offer): number {
		let best: number | null = null;
		let bestCost = Infinity;
		const [floor, ceiling] = [floorOf(button), ceilingOf(button)];
		for (let step = 1; step <= HIGHEST_PITCH; step++) {
			const candidate = from + direction * step;
			if (best !== null && step > REACH) break;
			if (candidate < 0 || candidate > HIGHEST_PITCH) break;
			if (!offer.has[candidate % 12]! || this.#isTaken(candidate, button)) continue;
			const isOutside = candidate < floor || candidate > ceiling;
			const cost = isOutside ? Number.MAX_VALUE : step + this.#cost(candidate, button, offer);
			if (cost < bestCost) [best, bestCost] = [candidate, cost];
		}
		return best ?? from;
	}

	#cost(candidate: number, button: number, { isChordTone }: Offer): number {
		const isPassing = isChordTone.includes(true) && !isChordTone[candidate % 12]!;
		const crosses = [...this.#held.values()].some(
			(held) => (held.button - button) * (held.pitch - candidate) < 0
		);
		const away = candidate - this.#homeOf(button);
		return (
			(isPassing ? PASSING_NOTE_ON_BEAT : 0) +
			(crosses ? CROSSING_A_HELD_NOTE : 0) +
			PULL * away * away
		);
	}

	/** Another button holds it. */
	#isTaken(candidate: number, button: number): boolean {
		for (const held of this.#held.values()) {
			if (held.pitch === candidate && held.button !== button) return true;
		}
		return false;
	}

	get #home(): number {
		return clamp(this.#lowest + this.#slid * WHITE_STEP, LOWEST_HOME, HIGHEST_HOME);
	}

	#homeOf(button: number): number {
		return this.#home + button * HOME_STEP;
	}
}

const floorOf = (button: number) => button * RESERVE;
const ceilingOf = (button: number) => HIGHEST_PITCH - (LAST - button) * RESERVE;
/** Where no chord tone is better than another note. */
const plain = ({ has }: Offer): Offer => ({ has, isChordTone: has.map(() => false) });
