import { offsetIn } from '../../music/loopRegion';
import { beatLength } from '../../music/metre';
import type { Note } from '../../music/note';
import { ticks, velocity, type Ticks } from '../../music/units';
import type { BarPlan } from './barBook';
import type { Draft } from './draft';
import type { BandLevel, ChairCommand, ChairName, PartView } from './face';
import { withFill } from './fill';
import { Following } from './following';
import type { Material } from './material';
import { PartInPlay } from './partInPlay';
import {
	isShaped,
	shapedPart,
	shapesAfter,
	thinnedTo,
	thinnerThan,
	UNSHAPED,
	WHOLE,
	type Shape,
	type Thinness
} from './shape';
import { roundingOf, thinned } from './thin';
import { firstDifference } from './variation';

/** What a bar is made of. */
interface Take {
	readonly draft: Draft | null;
	readonly shape: Shape;
	/** How simple the player wants whatever is played. */
	readonly simple: Thinness;
}

/** Where things stand when a command comes. */
export interface Standing {
	readonly material: Material;
	/** The first bar that is not decided. */
	readonly nextBar: Ticks;
	/** The bars to come in which the chair is heard, from `nextBar` on; all of them for one that listens. */
	readonly bars: readonly Ticks[];
}

/** A command for another part. */
export type Turning = Extract<ChairCommand, 'swap' | 'less' | 'more'>;

/** What a command came to: the part is another; or it waits for the model; `nothing` where it cannot change. */
export type Outcome = 'turned' | 'shaped' | 'nothing';

interface Wish {
	readonly command: Turning;
	/** What played when it was commanded. */
	readonly base: Draft | null;
}

/** A change that lets itself be heard so soon counts as at once. */
const SOON_BEATS = 1;

/**
 * The part of one chair: which draft plays, and what the player's commands made of it. A command turns
 * to a draft that is heard to be another in the next bar; where there is none the part itself is changed
 * by rules until the model has made one.
 */
export class ChairPart {
	readonly following = new Following();
	readonly inPlay: PartInPlay;
	readonly #chair: Exclude<ChairName, 'lead'>;
	readonly #levelOf: (at: Ticks) => BandLevel;
	/** The shape is that of this draft, and ends with it; null is the rules' part. */
	#base: Draft | null = null;
	#shape = UNSHAPED;
	#simple = WHOLE;
	#wish: Wish | null = null;
	#made: { readonly key: string; readonly draft: Draft | null; notes: readonly Note[] } | null =
		null;

	constructor(chair: Exclude<ChairName, 'lead'>, levelOf: (at: Ticks) => BandLevel) {
		this.#chair = chair;
		this.inPlay = new PartInPlay(chair);
		this.#levelOf = levelOf;
	}

	/** What plays is changed by rules, as the player commanded. */
	get isShaped(): boolean {
		return isShaped(this.#takeOf(this.following.playing).shape);
	}

	/** The bar that begins at `at`, as things stand. */
	barAt(at: Ticks, material: Material, nextBar: Ticks): BarPlan {
		return this.#bar(at, this.#takeAt(at, material, nextBar), material);
	}

	/** All that is played from the next bar on, in the room of a player who leaves all of it. */
	view(material: Material, nextBar: Ticks): PartView {
		const { grid, bar } = material;
		const draft = this.following.coming(material, nextBar);
		const take = this.#takeOf(draft);
		const known = this.following.drafts.wholeOnes(bar);
		const place = draft === null ? -1 : known.indexOf(draft);
		const whole = this.#notes(take, material, ticks(0), grid.length);
		const notes: Note[] = [];
		for (let at = 0; at < grid.length; at += bar) {
			const own = whole.notes.filter(({ start }) => start >= at && start < at + bar);
			const inBar = this.#left(own.map(movedBy(-at)), take, material);
			notes.push(...inBar.map(movedBy(at)));
		}
		return {
			notes,
			source: whole.source,
			candidate: Math.max(1, place + 1),
			candidates: Math.max(1, known.length)
		};
	}

	/** Other candidates that the player could turn to. */
	others(material: Material, nextBar: Ticks): number {
		const current = this.following.coming(material, nextBar);
		return this.following.drafts.others(current, material.bar).length;
	}

	/** Fewer onsets in the next bar. Returns whether there was anything to leave out. */
	simplify(standing: Standing): boolean {
		const takes = thinnerThan(this.#simple).map((simple) => ({ simple }));
		const found = this.#firstHeard(takes, standing);
		if (found !== null) this.#simple = found.simple;
		return found !== null;
	}

	/** A wish about how much is played is another measure of it. */
	forgetSimple(): void {
		this.#simple = WHOLE;
	}

	/** Another part from the next bar on. */
	turn(command: Turning, standing: Standing): Outcome {
		const { material, nextBar } = standing;
		const base = this.following.coming(material, nextBar);
		this.#wish = null;
		if (command === 'less' && base !== null) this.following.drafts.refuse(base);
		const isTurned = this.#turnFrom(base, command, standing);
		if (isTurned) return 'turned';
		const shapes = shapesAfter(command, this.#takeOf(base).shape).map((shape) => ({ shape }));
		const found = this.#firstHeard(shapes, standing);
		this.#wish = { command, base };
		if (found === null) return 'nothing';
		this.following.holdByHand();
		this.#base = base;
		this.#shape = found.shape;
		return 'shaped';
	}

	/** There may be drafts that a command waits for. */
	fulfil(standing: Standing): void {
		const wish = this.#wish;
		if (wish === null) return;
		const current = this.following.coming(standing.material, standing.nextBar);
		const isOther = current !== wish.base;
		if (isOther || this.#turnFrom(current, wish.command, standing)) this.#wish = null;
	}

	/** What was made for another loop is of no use. */
	forget(): void {
		this.following.forget();
		this.#base = null;
		this.#shape = UNSHAPED;
		this.#simple = WHOLE;
		this.#wish = null;
		this.#made = null;
	}

	/** To a draft that is heard to be another in the next bar, rather than to one that is later. */
	#turnFrom(base: Draft | null, command: Turning, standing: Standing): boolean {
		const { bar } = standing.material;
		const likeness = command === 'swap' ? null : command;
		const drafts = this.following.choices(base, likeness, bar).filter((one) => one !== base);
		const found = this.#firstHeard(
			drafts.map((draft) => ({ draft, shape: UNSHAPED })),
			standing
		);
		if (found === null) return false;
		this.following.holdByHand();
		this.following.followDraft(found.draft, 'bar');
		this.#base = found.draft;
		this.#shape = UNSHAPED;
		return true;
	}

	/** Of these changes, the first that is heard at once in the next bar, else in it, else after it; null for none. */
	#firstHeard<Change extends Partial<Take>>(
		changes: readonly Change[],
		standing: Standing
	): Change | null {
		const { bar, metre, grid } = standing.material;
		const heard = changes.map((change) => ({ change, after: this.#heardAfter(change, standing) }));
		const soon = SOON_BEATS * beatLength(metre);
		const limits = [soon, bar, grid.length + bar];
		for (const limit of limits) {
			const found = heard.find(({ after }) => after < limit);
			if (found !== undefined) return found.change;
		}
		return null;
	}

	/** How long after the next bar line a change is heard, the bars in which the chair rests left out; else Infinity. */
	#heardAfter(change: Partial<Take>, { material, nextBar, bars }: Standing): number {
		for (const [index, at] of bars.entries()) {
			const take = this.#takeAt(at, material, nextBar);
			const before = this.#bar(at, take, material).notes;
			const after = this.#bar(at, { ...take, ...change }, material).notes;
			const first = firstDifference(before, after);
			if (first !== null) return index * material.bar + first;
		}
		return Infinity;
	}

	#takeAt(at: Ticks, material: Material, nextBar: Ticks): Take {
		return this.#takeOf(this.following.at(at, material, nextBar));
	}

	#takeOf(draft: Draft | null): Take {
		const shape = draft === this.#base ? this.#shape : UNSHAPED;
		return { draft, shape, simple: this.#simple };
	}

	#bar(at: Ticks, take: Take, material: Material): BarPlan {
		const { grid, bar, metre } = material;
		const offset = offsetIn(grid, at);
		const { notes, source } = this.#notes(take, material, offset, ticks(offset + bar));
		const { share, gain, isFill } = this.#levelOf(at);
		const inBar = notes.map((note) => ({
			...movedBy(-1 * offset)(note),
			velocity: velocity(note.velocity * gain)
		}));
		const room = thinned(inBar, share, metre, roundingOf(at, bar));
		const left = this.#left(room, take, material);
		const isFilled = this.#chair === 'drums' && isFill;
		return { notes: isFilled ? withFill(left, material, at) : left, source };
	}

	#left(inBar: readonly Note[], { shape, simple }: Take, { metre }: Material): readonly Note[] {
		const shaped = thinnedTo(this.#chair, inBar, shape, metre);
		return thinnedTo(this.#chair, shaped, simple, metre);
	}

	/** The notes that begin in [from, to) of the loop. */
	#notes(
		{ draft, shape }: Take,
		material: Material,
		from: Ticks,
		to: Ticks
	): Pick<PartView, 'notes' | 'source'> {
		if (!isShaped(shape)) return this.inPlay.of(draft, material, from, to);
		const whole = this.inPlay.of(draft, material, ticks(0), material.grid.length);
		const { variant, fullness } = shape;
		const key = `${variant} ${fullness} ${whole.source} ${draft?.knownTo ?? ''} ${material.music} ${material.chords}`;
		if (this.#made?.key !== key || this.#made.draft !== draft) {
			const { harmony, grid, metre } = material;
			const part = { chair: this.#chair, notes: whole.notes, length: grid.length, metre };
			const notes = shapedPart({ ...part, spans: harmony.spans }, shape);
			this.#made = { key, draft, notes };
		}
		return {
			notes: this.#made.notes.filter(({ start }) => start >= from && start < to),
			source: whole.source === 'rules' ? 'rules' : 'variation'
		};
	}
}

const movedBy =
	(distance: number) =>
	(note: Note): Note => ({ ...note, start: ticks(note.start + distance) });
