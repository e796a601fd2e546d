import { closenessOf } from '../../music/closeness';
import type { Note } from '../../music/note';
import type { Ticks } from '../../music/units';
import { byRequestAndRank } from '../ranked';
import { Draft } from './draft';

/** Drafts of so many requests are kept to swap to. */
const REMEMBERED_REQUESTS = 3;
/** A part with fewer notes than one in so many bars is no part. */
const BARS_A_NOTE = 2;

/** The drafts of one chair, the latest request's best first. */
export class Drafts {
	#drafts: Draft[] = [];
	readonly #refused = new Set<Draft>();
	/** What refused ones sound like, for the model may say the same again. */
	readonly #refusedSounds = new Set<string>();

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

	/** Where the next drafts of a request begin to count. */
	countOf(request: number): number {
		const indices = this.#drafts.filter((one) => one.request === request).map(({ index }) => index);
		return Math.max(-1, ...indices) + 1;
	}

	/** Hears which drafts of a request are the best; those before the index `first` keep their ranks. */
	rank(request: number, order: readonly number[], first = 0): void {
		for (const draft of this.#drafts) {
			if (draft.request !== request || draft.index < first) continue;
			const place = order.indexOf(draft.index);
			draft.rank = place < 0 ? null : first + place;
		}
		this.#drafts.sort(byRequestAndRank);
	}

	/** What is refused and not played is forgotten. */
	prune(playing: Draft | null): void {
		this.#drafts = this.#drafts.filter((draft) => draft === playing || !this.#refused.has(draft));
	}

	/** A request's whole drafts, that one first that is as close to the call as asked: 1 is the closest. */
	byCloseness(request: number, call: readonly Note[], asked: number, first = 0): number[] {
		const sorted = this.#drafts
			.filter((draft) => draft.request === request && draft.index >= first && draft.isWhole)
			.map(({ index, notes }) => ({ index, closeness: closenessOf(call, notes) }))
			.sort((one, other) => one.closeness - other.closeness);
		const wanted = asked * (sorted.length - 1);
		return sorted
			.map(({ index }, place) => ({ index, distance: Math.abs(place - wanted) }))
			.sort((one, other) => one.distance - other.distance)
			.map(({ index }) => index);
	}

	/** The player does not want to hear it again. */
	refuse(draft: Draft): void {
		this.#refused.add(draft);
		if (draft.sound !== null) this.#refusedSounds.add(draft.sound);
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

	/** All that could be played from end to end, each sound once. */
	wholeOnes(bar: Ticks): Draft[] {
		const whole = this.#drafts.filter((draft) => draft.isWhole && this.#isPlayable(draft, bar));
		const sounds = new Set<string | null>();
		return whole.filter(({ sound }) => !sounds.has(sound) && sounds.add(sound));
	}

	/** The others, those first that are most or least like `current`. */
	byLikeness(current: Draft, most: boolean, bar: Ticks): Draft[] {
		return this.others(current, bar)
			.map((draft) => ({ draft, likeness: closenessOf(current.notes, draft.notes) }))
			.sort((one, other) => (most ? -1 : 1) * (one.likeness - other.likeness))
			.map(({ draft }) => draft);
	}

	forget(): void {
		this.#drafts = [];
		this.#refused.clear();
		this.#refusedSounds.clear();
	}

	#isPlayable(draft: Draft, bar: Ticks): boolean {
		if (this.#refused.has(draft)) return false;
		if (draft.sound !== null && this.#refusedSounds.has(draft.sound)) return false;
		return !draft.isWhole || draft.notes.length * BARS_A_NOTE * bar >= draft.knownTo;
	}
}
