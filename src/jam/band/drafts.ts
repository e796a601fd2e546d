import { closenessOf } from '../../music/closeness';
import type { Ticks } from '../../music/units';
import { byRequestAndRank, Draft } from './draft';

/** Drafts of so many requests are kept to swap to. */
const REMEMBERED_REQUESTS = 3;
/** A part with fewer notes than one in so many bars is no part. */
const BARS_A_NOTE = 2;

/** The drafts of one chair, the latest request's best first. */
export class Drafts {
	#drafts: Draft[] = [];
	readonly #refused = new Set<Draft>();

	/** The draft with this number, begun if it is new. */
	draft(request: number, index: number, length: Ticks): Draft {
		const known = this.#drafts.find((one) => one.request === request && one.index === index);
		if (known !== undefined) return known;
		const draft = new Draft(request, index, length);
		this.#drafts = [...this.#drafts, draft]
			.filter((one) => one.request > request - REMEMBERED_REQUESTS)
			.sort(byRequestAndRank);
		return draft;
	}

	/** Hears which drafts of a request are the best. */
	rank(request: number, order: readonly number[]): void {
		for (const draft of this.#drafts) {
			if (draft.request !== request) continue;
			const place = order.indexOf(draft.index);
			draft.rank = place < 0 ? null : place;
		}
		this.#drafts.sort(byRequestAndRank);
	}

	/** The player does not want to hear it again. */
	refuse(draft: Draft): void {
		this.#refused.add(draft);
	}

	/** The best of a request that can play the bar at `offset`. */
	bestOf(request: number, offset: Ticks, bar: Ticks): Draft | null {
		const isUsable = (draft: Draft) =>
			draft.request === request && draft.knows(offset, bar) && this.#isPlayable(draft, bar);
		return this.#drafts.find(isUsable) ?? null;
	}

	/** What can be swapped to, in the order of choice: after `current`, and then from the first. */
	others(current: Draft | null, bar: Ticks): Draft[] {
		const whole = this.wholeOnes(bar);
		const at = current === null ? -1 : whole.indexOf(current);
		return [...whole.slice(at + 1), ...whole.slice(0, Math.max(0, at))];
	}

	/** All that could be played from end to end. */
	wholeOnes(bar: Ticks): Draft[] {
		return this.#drafts.filter((draft) => draft.isWhole && this.#isPlayable(draft, bar));
	}

	/** Of the others, the one that is most or least like `current`. */
	byLikeness(current: Draft, most: boolean, bar: Ticks): Draft | null {
		const ranked = this.others(current, bar)
			.map((draft) => ({ draft, likeness: closenessOf(current.notes, draft.notes) }))
			.sort((one, other) => (most ? -1 : 1) * (one.likeness - other.likeness));
		return ranked[0]?.draft ?? null;
	}

	forget(): void {
		this.#drafts = [];
		this.#refused.clear();
	}

	#isPlayable(draft: Draft, bar: Ticks): boolean {
		if (this.#refused.has(draft)) return false;
		return !draft.isWhole || draft.notes.length * BARS_A_NOTE * bar >= draft.knownTo;
	}
}
