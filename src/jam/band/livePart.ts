import type { Random } from '../../lib/random';
import type { Harmony } from '../../music/harmony/findChords';
import type { Note } from '../../music/note';
import type { Metre } from '../../music/metre';
import { seconds, ticks, type Seconds, type Ticks } from '../../music/units';
import type { Composer } from '../ports';
import type { BarPlan } from './barBook';
import { materialOf } from './material';
import { chairRequest } from './chairRequest';
import type { ChairName, ChairSettings } from './face';
import { rulePart } from './rules/rulePart';

/** What was heard before a bar of a phrase that is still being played. */
export interface LiveScene {
	/** The bar to come. */
	readonly at: Ticks;
	readonly bar: Ticks;
	readonly metre: Metre;
	/** The whole bars before it, at most `MOST_HEARD_BARS`; starts count from the first of them. */
	readonly heard: readonly Note[];
	readonly heardBars: number;
	/** Of what was heard; the chord that it ended on is expected to last. */
	readonly harmony: Harmony;
	readonly style: string | null;
}

export const MOST_HEARD_BARS = 4;

/** A bar is asked for so long before it begins: what is played after that, it does not heed. */
const ASKED_AHEAD = seconds(0.5);
/** Nearer to its line a bar cannot be changed, so that it is of no use to ask for it. */
const TOO_LATE = seconds(0.12);

/** The first pass: a bar at a time, by what was heard, because nobody knows how the phrase goes on. */
export class LivePart {
	readonly #chair: Exclude<ChairName, 'lead'>;
	readonly #composer: Composer;
	readonly #random: Random;
	readonly #news: () => void;
	readonly #bars = new Map<number, readonly Note[]>();
	#askedFor = ticks(-Infinity);
	#cancel: (() => void) | null = null;

	/** `news` is called before and after a bar is known. */
	constructor(
		chair: Exclude<ChairName, 'lead'>,
		composer: Composer,
		random: Random,
		news: () => void
	) {
		this.#chair = chair;
		this.#composer = composer;
		this.#random = random;
		this.#news = news;
	}

	/** Call often with the bar to come, which begins in `left` seconds. */
	drive(scene: LiveScene, settings: ChairSettings, left: Seconds): void {
		const { at, bar, metre, heard, heardBars, harmony, style } = scene;
		if (at <= this.#askedFor || left > ASKED_AHEAD || left < TOO_LATE) return;
		if (heard.length === 0) return;
		this.#askedFor = at;
		this.#cancel?.();
		const length = ticks(heardBars * bar);
		const grid = { start: ticks(0), length: ticks(length + bar) };
		const material = materialOf({ grid, metre, bar, notes: heard, parts: [], harmony, style });
		const seed = Math.floor(this.#random() * 2 ** 32);
		const dueIn = seconds(left - TOO_LATE);
		const request = chairRequest(this.#chair, settings, material, { seed, dueIn });
		const made: Note[] = [];
		this.#cancel = this.#composer.ask(
			{ ...request, callLength: length, heardLength: length, candidates: 1 },
			{
				bar: (_candidate, notes, _from, to) => {
					const news = notes.filter(({ start }) => start >= length);
					made.push(...news.map((note) => ({ ...note, start: ticks(note.start - length) })));
					if (to < grid.length) return;
					this.#news();
					this.#bars.set(at, made);
					this.#news();
				},
				ranked: () => undefined,
				done: () => undefined,
				failed: () => undefined
			}
		);
	}

	/** The bar that begins at `scene.at`: the model's, else the rules' over the chord that was heard last. */
	plan({ at, bar, metre, harmony }: Pick<LiveScene, 'at' | 'bar' | 'metre' | 'harmony'>): BarPlan {
		const made = this.#bars.get(at);
		if (made !== undefined && made.length > 0) return { notes: made, source: 'model' };
		const last = harmony.spans.findLast(({ chord }) => chord !== null)?.chord ?? null;
		const spans = [{ from: ticks(0), to: bar, chord: last, isPinned: false }];
		const scene = { spans, length: bar, metre, melody: [], key: harmony.key };
		return { notes: rulePart(this.#chair, scene), source: 'rules' };
	}

	forget(): void {
		this.#cancel?.();
		this.#cancel = null;
		this.#bars.clear();
		this.#askedFor = ticks(-Infinity);
	}
}
