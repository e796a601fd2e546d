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
	/** It is over, one way or the other. */
	ended(): void;
}

/** What was asked, and for when. */
export interface PartRequest {
	readonly number: number;
	/** When the part is to take over. */
	readonly when: Moment;
	/** How long the loop was. */
	readonly length: Ticks;
	/** The chords that it obeys. */
	readonly spans: readonly ChordSpan[];
	/** The player asked for another part than those that there were. */
	readonly isForOther: boolean;
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
}

/** Requests of one chair follow each other at this distance, unless the player wishes something. */
const PATIENCE = seconds(0.4);
/** While the loop is recorded its parts are begun so long before it closes, or half a cycle. */
const HEAD_START = seconds(3);
/** Nothing is asked for a bar that is so near. */
const TOO_LATE = seconds(0.1);
const MOST_FAILURES = 3;

/** Asks the composer for one chair's part: when the music, the chords or the dials are others. */
export class ChairAsking {
	readonly #chair: Exclude<ChairName, 'lead'>;
	readonly #around: AskingSurroundings;
	readonly #listener: PartListener;
	/** `isServed`: its first candidate is whole. */
	#open: { cancel: () => void; isServed: boolean } | null = null;
	#asked: { readonly music: string; readonly chords: string; readonly wish: string } | null = null;
	#askedAt = -Infinity;
	#requests = 0;
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

	get isOpen(): boolean {
		return this.#open !== null;
	}

	/** More candidates are wanted than there are. */
	wantOther(): void {
		this.#wantsOther = true;
		this.#failures = 0;
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
		const isWish = this.#wantsOther || (this.#asked !== null && this.#asked.wish !== wish);
		const areChords = this.#asked !== null && this.#asked.chords !== chords;
		if (!isWish && !areChords && this.#asked?.music === music) return;
		const isWaiting = this.#open !== null && !this.#open.isServed;
		if (!isWish && (isWaiting || now() - this.#askedAt < PATIENCE)) return;
		const left = this.#timeLeft(state);
		if (left === null) return;
		this.#asked = { music, chords, wish };
		this.#askedAt = now();
		this.#ask(state, isEmpty || isWish || areChords || isUnfit() ? 'bar' : 'cycle', left);
	}

	/** What was asked is of no use any more. */
	forget(): void {
		this.#open?.cancel();
		this.#open = null;
		this.#asked = null;
		this.#failures = 0;
		this.#wantsOther = false;
	}

	/** Null where it is too early or too late to ask. */
	#timeLeft({ material, isEmpty, isRecording }: AskingState): Seconds | null {
		const { nextBar, secondsUntil } = this.#around;
		const due = isEmpty ? nextBar() : cycleFrom(material, nextBar());
		const left = secondsUntil(due);
		const cycle = secondsUntil(ticks(due + material.grid.length)) - left;
		const isUntimely = left < TOO_LATE || left > Math.max(HEAD_START, cycle / 2);
		return isRecording && isUntimely ? null : seconds(Math.max(left, TOO_LATE));
	}

	#ask({ settings, material }: AskingState, when: Moment, dueIn: Seconds): void {
		this.#open?.cancel();
		const request: PartRequest = {
			number: ++this.#requests,
			when,
			length: material.grid.length,
			spans: material.harmony.spans,
			isForOther: this.#wantsOther
		};
		this.#wantsOther = false;
		const seed = Math.floor(this.#around.random() * 2 ** 32);
		const open = { cancel: (): void => undefined, isServed: false };
		this.#open = open;
		const asked = chairRequest(this.#chair, settings, material, { seed, dueIn });
		open.cancel = this.#around.composer.ask(asked, {
			bar: (candidate, notes, _from, to) => {
				if (to >= request.length) open.isServed = true;
				this.#listener.bar(request, candidate, notes, to);
			},
			ranked: (order) => {
				this.#listener.ranked(request, order);
			},
			done: () => {
				this.#failures = 0;
				this.#close(open);
			},
			failed: (reason) => {
				if (reason !== 'cancelled') {
					this.#failures++;
					this.#asked = null;
				}
				this.#close(open);
			}
		});
	}

	#close(open: object): void {
		if (this.#open === open) this.#open = null;
		this.#listener.ended();
	}
}
