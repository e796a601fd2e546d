import type { Random } from '../../lib/random';
import type { ChordSpan } from '../../music/harmony/chord';
import type { Note } from '../../music/note';
import { seconds, ticks, type Seconds, type Ticks } from '../../music/units';
import type { Composer } from '../ports';
import { chairRequest, wishSignature } from './chairRequest';
import type { ChairName, ChairSettings } from './face';
import { cycleFrom, type Moment } from './following';
import { isBound, type Material } from './material';

/** What asking needs of the band. */
export interface AskingSurroundings {
	readonly composer: Composer;
	readonly random: Random;
	/** Any clock, in seconds. */
	readonly now: () => number;
	readonly nextBar: () => Ticks;
	readonly secondsUntil: (position: Ticks) => Seconds;
}

/** Hears parts while they are made. */
export interface PartListener {
	/** A candidate's notes up to `to`. */
	bar(request: PartRequest, candidate: number, notes: readonly Note[], to: Ticks): void;
	ranked(request: PartRequest, order: readonly number[]): void;
	/** It is over: with what there is, or with nothing that was not heard before. */
	ended(request: PartRequest, isDone: boolean): void;
}

/**
 * What is asked for: the part to play; another one than those there are, because the player wishes it;
 * or some to be there when the player does.
 */
export type PartPurpose = 'plan' | 'other' | 'spare';

/** What was asked, and for when. */
export interface PartRequest {
	/** Of the plan; others and spares are further candidates of it. */
	readonly number: number;
	/** Its candidates count from here. */
	readonly first: number;
	readonly purpose: PartPurpose;
	/** When the part is to take over. */
	readonly when: Moment;
	/** How long the loop was. */
	readonly length: Ticks;
	/** The chords that it obeys. */
	readonly spans: readonly ChordSpan[];
}

/** What a chair is and how things stand, when it considers to ask. */
export interface AskingState {
	readonly settings: ChairSettings;
	readonly material: Material;
	/** It has nothing of the model's to play yet. */
	readonly isEmpty: boolean;
	/** What it plays was made over other chords, and does not fit these. */
	readonly isUnfit: () => boolean;
	readonly isRecording: boolean;
	/** How many candidates the player could turn to. */
	readonly others: number;
	/** Where further candidates of a plan begin to count. */
	readonly countOf: (request: number) => number;
}

/** Requests of one chair follow each other at this distance, unless the player wishes something. */
const PATIENCE = seconds(0.4);
/** While the loop is recorded its parts are begun so long before it closes, or half a cycle. */
const HEAD_START = seconds(3);
/** Nothing is asked for a bar that is so near. */
const TOO_LATE = seconds(0.1);
const MOST_FAILURES = 3;
/** So many candidates to turn to are to be there. */
const ENOUGH_OTHERS = 2;
/** Spares are due so late that everything else goes first. */
const SPARE_DUE = seconds(30);
/** A model that keeps saying the same is not asked for spares again and again. */
const MOST_SPARE_REQUESTS = 3;

/** Asks the composer for one chair's part: when the music, the chords or the dials are others. */
export class ChairAsking {
	readonly #chair: Exclude<ChairName, 'lead'>;
	readonly #around: AskingSurroundings;
	readonly #listener: PartListener;
	/** `isServed`: its first candidate is whole. */
	#open: { readonly purpose: PartPurpose; cancel: () => void; isServed: boolean } | null = null;
	#asked: { readonly music: string; readonly chords: string; readonly wish: string } | null = null;
	#askedAt = -Infinity;
	#plans = 0;
	#spares = 0;
	#failures = 0;
	#wantsOther = false;

	constructor(
		chair: Exclude<ChairName, 'lead'>,
		around: AskingSurroundings,
		listener: PartListener
	) {
		this.#chair = chair;
		this.#around = around;
		this.#listener = listener;
	}

	/** Something is made that the player waits for. */
	get isOpen(): boolean {
		return this.#open !== null && this.#open.purpose !== 'spare';
	}

	/** More candidates are wanted than there are. */
	wantOther(): void {
		this.#wantsOther = true;
		this.#failures = 0;
	}

	/** The player chose: there may be too few to choose from the next time. */
	allowSpares(): void {
		this.#spares = 0;
	}

	/** Call often: asks when there is reason to. */
	drive(state: AskingState): void {
		const { composer, now } = this.#around;
		const { kind, canAccompany } = composer.status;
		if (kind !== 'ready' || !canAccompany || this.#failures >= MOST_FAILURES) return;
		const { settings, material, isEmpty, isUnfit } = state;
		const { music } = material;
		const chords = isBound(this.#chair, material) ? material.chords : '';
		const wish = wishSignature(this.#chair, settings, material);
		const isWish = this.#asked !== null && this.#asked.wish !== wish;
		const areChords = this.#asked !== null && this.#asked.chords !== chords;
		if (!isWish && !areChords && this.#asked?.music === music) {
			this.#driveOthers(state);
			return;
		}
		const open = this.#open;
		const isAwaited = open !== null && open.purpose !== 'spare' && !open.isServed;
		if (!isWish && (isAwaited || now() - this.#askedAt < PATIENCE)) return;
		const isSoon = isEmpty || isWish || areChords || isUnfit();
		const left = this.#timeLeft(state, isEmpty || isWish);
		if (left === null) return;
		this.#asked = { music, chords, wish };
		this.#askedAt = now();
		this.#spares = 0;
		this.#plans++;
		this.#ask(state, { purpose: 'plan', when: isSoon ? 'bar' : 'cycle', dueIn: left });
	}

	/** What was asked is of no use any more. */
	forget(): void {
		this.#open?.cancel();
		this.#open = null;
		this.#asked = null;
		this.#failures = 0;
		this.#wantsOther = false;
	}

	/** The plan is in place: are there enough to turn to? */
	#driveOthers(state: AskingState): void {
		if (this.#wantsOther) {
			const left = this.#timeLeft(state, true);
			// The plan that is still being made has candidates to come.
			if (left === null || this.#open?.purpose === 'plan') return;
			this.#ask(state, { purpose: 'other', when: 'bar', dueIn: left });
			return;
		}
		const { isRecording, isEmpty, others } = state;
		if (this.#open !== null || isRecording || isEmpty || others >= ENOUGH_OTHERS) return;
		if (this.#spares >= MOST_SPARE_REQUESTS) return;
		if (this.#around.now() - this.#askedAt < PATIENCE) return;
		this.#spares++;
		this.#askedAt = this.#around.now();
		this.#ask(state, { purpose: 'spare', when: 'bar', dueIn: SPARE_DUE });
	}

	/** Null where it is too early or too late to ask. */
	#timeLeft({ material, isRecording }: AskingState, isSoon: boolean): Seconds | null {
		const { nextBar, secondsUntil } = this.#around;
		const due = isSoon ? nextBar() : cycleFrom(material, nextBar());
		const left = secondsUntil(due);
		const cycle = secondsUntil(ticks(due + material.grid.length)) - left;
		const isUntimely = left < TOO_LATE || left > Math.max(HEAD_START, cycle / 2);
		return isRecording && isUntimely ? null : seconds(Math.max(left, TOO_LATE));
	}

	#ask(
		{ settings, material, countOf }: AskingState,
		{ purpose, when, dueIn }: Pick<PartRequest, 'purpose' | 'when'> & { readonly dueIn: Seconds }
	): void {
		this.#open?.cancel();
		const request: PartRequest = {
			number: this.#plans,
			first: purpose === 'plan' ? 0 : countOf(this.#plans),
			purpose,
			when,
			length: material.grid.length,
			spans: material.harmony.spans
		};
		// A new plan is another part.
		this.#wantsOther = false;
		const seed = Math.floor(this.#around.random() * 2 ** 32);
		const open = { purpose, cancel: (): void => undefined, isServed: false };
		this.#open = open;
		const asked = chairRequest(this.#chair, settings, material, { seed, dueIn });
		open.cancel = this.#around.composer.ask(asked, {
			bar: (candidate, notes, _from, to) => {
				if (to >= request.length) open.isServed = true;
				this.#listener.bar(request, request.first + candidate, notes, to);
			},
			ranked: (order) => {
				const indices = order.map((candidate) => request.first + candidate);
				this.#listener.ranked(request, indices);
			},
			done: () => {
				this.#failures = 0;
				this.#close(open, request, true);
			},
			failed: (reason) => {
				if (reason !== 'cancelled') {
					this.#failures++;
					if (purpose === 'plan') this.#asked = null;
					this.#wantsOther ||= purpose === 'other';
				}
				this.#close(open, request, false);
			}
		});
	}

	#close(open: object, request: PartRequest, isDone: boolean): void {
		if (this.#open === open) this.#open = null;
		this.#listener.ended(request, isDone);
	}
}
