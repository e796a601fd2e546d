import { cycleAt, cycleStart, offsetIn } from '../../music/loopRegion';
import { ticks, type Ticks } from '../../music/units';
import type { Draft } from './draft';
import { Drafts } from './drafts';
import type { Material } from './material';

/** When a new draft takes over: at the next bar line; or where the loop begins again. */
export type Moment = 'bar' | 'cycle';

/** What is to be played next: the best of a request, or the very draft. */
type Next =
	| { readonly kind: 'request'; readonly request: number; readonly when: Moment }
	| { readonly kind: 'draft'; readonly draft: Draft; readonly when: Moment };

/** A part is varied after so many bars, at the end of a cycle. */
const VARY_AFTER_BARS = 16;

/** The first beginning of the loop at or after `from`. */
export const cycleFrom = ({ grid }: Material, from: Ticks): Ticks =>
	offsetIn(grid, from) === 0 ? from : cycleStart(grid, cycleAt(grid, from) + 1);

/** Which draft a chair plays, bar by bar, and which one takes over where. */
export class Following {
	readonly drafts = new Drafts();
	#playing: Draft | null = null;
	#next: Next | null = null;
	/** The bar line since which `#playing` plays. */
	#since = ticks(0);
	/** The player chose what plays, or comes. */
	#isByHand = false;

	get playing(): Draft | null {
		return this.#playing;
	}

	/** The best of a request takes over; another one while its drafts are still ranked. */
	followRequest(request: number, when: Moment): void {
		this.#isByHand = false;
		this.#next = { kind: 'request', request, when };
	}

	followDraft(draft: Draft, when: Moment): void {
		this.#next = { kind: 'draft', draft, when };
	}

	/** What plays in the bar that begins at `at`, if nothing else happens; null while there is nothing. */
	at(at: Ticks, material: Material, nextBar: Ticks): Draft | null {
		const { grid, bar } = material;
		const offset = offsetIn(grid, at);
		const next = this.#next;
		const isTime = next?.when === 'bar' || (next !== null && at >= cycleFrom(material, nextBar));
		if (next !== null && isTime) {
			const draft =
				next.kind === 'draft' ? next.draft : this.drafts.bestOf(next.request, offset, bar);
			if (draft?.knows(offset, bar) === true) return draft;
		}
		return this.#playing?.knows(offset, bar) === true ? this.#playing : null;
	}

	/** What plays from the next bar on, or would. */
	coming(material: Material, nextBar: Ticks): Draft | null {
		return this.at(nextBar, material, nextBar) ?? this.#playing;
	}

	/** The bar at `at` plays `draft`, and that is settled. Returns whether what follows changed. */
	decided(at: Ticks, draft: Draft | null, material: Material): boolean {
		if (draft !== null && draft !== this.#playing) {
			this.#playing = draft;
			this.#since = at;
		}
		if (this.#isTaken(draft)) this.#next = null;
		return this.#vary(at, material);
	}

	/** What the player can turn to from `current`, in the order of choice, by likeness to it if asked. */
	choices(current: Draft | null, likeness: 'more' | 'less' | null, bar: Ticks): readonly Draft[] {
		return current === null || likeness === null
			? this.drafts.others(current, bar)
			: this.drafts.byLikeness(current, likeness === 'more', bar);
	}

	/** The player chose what plays, or comes: no ranking changes it. */
	holdByHand(): void {
		this.#isByHand = true;
	}

	/** The drafts of a request are ranked: if its first one plays, the best follows where the loop begins again. */
	preferBest(request: number, { bar }: Material): void {
		const playing = this.#playing;
		if (playing?.request !== request || this.#next !== null || this.#isByHand) return;
		const best = this.drafts.bestOf(request, ticks(0), bar);
		if (best?.isWhole === true && best !== playing) this.followDraft(best, 'cycle');
	}

	/** The timeline is another. */
	rewind(): void {
		this.#since = ticks(0);
	}

	forget(): void {
		this.drafts.forget();
		this.#playing = null;
		this.#next = null;
	}

	/** A request is followed until its best is known. */
	#isTaken(draft: Draft | null): boolean {
		const next = this.#next;
		if (next === null || draft === null) return false;
		if (next.kind === 'draft') return draft === next.draft;
		return draft.request === next.request && draft.isWhole;
	}

	/** What has been played for long gives way to the next draft of its request. */
	#vary(at: Ticks, { bar }: Material): boolean {
		const playing = this.#playing;
		if (playing === null || this.#next !== null) return false;
		if (at - this.#since < VARY_AFTER_BARS * bar) return false;
		this.#since = at;
		const other = this.drafts
			.others(playing, bar)
			.find(({ request }) => request === playing.request);
		if (other === undefined) return false;
		this.followDraft(other, 'cycle');
		return true;
	}
}
