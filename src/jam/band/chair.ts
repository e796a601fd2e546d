import type { Random } from '../../lib/random';
import { cycleAt, cycleStart, offsetIn } from '../../music/loopRegion';
import { beatLength } from '../../music/metre';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { seconds, ticks, velocity, type Seconds, type Ticks } from '../../music/units';
import type { Composer } from '../ports';
import { BarBook, SILENT_BAR, type BarPlan } from './barBook';
import { chairRequest, wishSignature } from './chairRequest';
import type { Draft } from './draft';
import { Drafts } from './drafts';
import type {
	BandLevel,
	ChairCommand,
	ChairName,
	ChairSettings,
	ChairView,
	PartSource
} from './face';
import { chordsSignature, signatureOf, type Material } from './material';
import { pitchLocks } from './pitchLocks';
import { adaptToChords } from './rules/adaptToChords';
import { drumFill } from './rules/drumRule';
import { rulePart } from './rules/rulePart';
import { thinned } from './thin';

/** What a chair asks of the band around it. */
export interface ChairSurroundings {
	readonly composer: Composer;
	readonly random: Random;
	/** Any clock, in seconds. */
	readonly now: () => number;
	/** Null while there is nothing to play to. */
	readonly material: () => Material | null;
	/** Whether the band plays in the bar that begins at `at`. */
	readonly isPlaying: (at: Ticks) => boolean;
	readonly levelOf: (at: Ticks) => BandLevel;
	/** The bar line from which on nothing is decided. */
	readonly nextBar: () => Ticks;
	readonly secondsUntil: (position: Ticks) => Seconds;
	/** Decides what is due: call it before anything changes. */
	readonly settle: () => void;
	readonly changed: () => void;
}

/** When a new draft takes over: at the next bar line; or where the loop begins again. */
type Moment = 'bar' | 'cycle';

/** What is to be played next. */
type Next =
	| { readonly kind: 'request'; readonly request: number; readonly when: Moment }
	| { readonly kind: 'draft'; readonly draft: Draft; readonly when: Moment };

/** A part is varied after so many bars, at the end of a cycle. */
const VARY_AFTER_BARS = 16;
/** `simpler` leaves so much of the onsets, each time. */
const SIMPLER = 0.65;
const SIMPLEST = 0.25;
/** Requests of one chair follow each other at this distance, unless the player wishes something. */
const PATIENCE = seconds(0.8);
/** While the loop is recorded its parts are begun so long before it closes, or half a cycle. */
const HEAD_START = seconds(3);
/** Nothing is asked for a bar that is so near. */
const TOO_LATE = seconds(0.1);
const MOST_FAILURES = 3;
const LONG_PERIOD_BARS = 8;
/** How dense and loud a fill of one beat is. */
const SHORT_FILL = 0.6;

/** An accompanist: asks for its part, decides bar by bar, and is told what to do. */
export class Chair {
	readonly name: Exclude<ChairName, 'lead'>;
	readonly #around: ChairSurroundings;
	readonly #drafts = new Drafts();
	readonly #book: BarBook;
	#settings: ChairSettings;
	#playing: Draft | null = null;
	#next: Next | null = null;
	/** The bar line since which `#playing` plays. */
	#playingSince = ticks(0);
	/** The chords that each request obeys. */
	readonly #locks = new Map<number, string>();
	#share = 1;
	#open: { cancel: () => void; readonly askedAt: number } | null = null;
	#asked: { readonly music: string; readonly wish: string } | null = null;
	#askedAt = -Infinity;
	#requests = 0;
	#failures = 0;
	#wantsOther: Moment | null = null;
	#likeness: 'more' | 'less' | null = null;
	#isChanging = false;
	#rules: { readonly key: string; readonly notes: readonly Note[] } | null = null;
	#adapted: { readonly key: string; readonly notes: readonly Note[] } | null = null;
	#bars = { model: 0, 'last bars': 0, rules: 0 };

	constructor(
		name: Exclude<ChairName, 'lead'>,
		settings: ChairSettings,
		around: ChairSurroundings
	) {
		this.name = name;
		this.#settings = settings;
		this.#around = around;
		this.#book = new BarBook((at) => this.#planned(at));
	}

	get settings(): ChairSettings {
		return this.#settings;
	}

	/** Bars that sounded, by where their notes came from. */
	get bars(): Readonly<Record<PartSource, number>> {
		return this.#bars;
	}

	get view(): ChairView {
		const material = this.#around.material();
		const { nextBar } = this.#around;
		return {
			name: this.name,
			settings: this.#settings,
			part: material === null || this.#settings.mode === 'out' ? null : this.#partView(material),
			changesAt: this.#isChanging && material !== null ? nextBar() : null,
			isThinking: this.#open !== null
		};
	}

	change(settings: Partial<ChairSettings>): void {
		this.#around.settle();
		if (settings.density !== undefined) this.#share = 1;
		this.#settings = { ...this.#settings, ...settings };
		this.#isChanging = true;
		this.#book.refresh();
	}

	/** Returns why it cannot be done, in a sentence; empty when it is done. */
	tell(command: ChairCommand): string {
		const material = this.#around.material();
		if (command === 'keep') return '';
		if (command !== 'out' && (material === null || this.#settings.mode === 'out')) {
			return 'This chair has no plan yet.';
		}
		this.#around.settle();
		this.#isChanging = true;
		if (command === 'out') this.change({ mode: 'out' });
		else if (command === 'simpler') this.#share = Math.max(SIMPLEST, this.#share * SIMPLER);
		else this.#turnToOther(command === 'swap' ? null : command, material!);
		this.#book.refresh();
		return '';
	}

	/** The part to keep as a layer, from the next bar line on; the chair listens from there. */
	takeToKeep(): { readonly notes: readonly Note[]; readonly from: Ticks } | null {
		const material = this.#around.material();
		if (material === null || this.#settings.mode === 'out') return null;
		this.#around.settle();
		const { notes } = this.#partView(material);
		if (notes.length === 0) return null;
		const from = this.#around.nextBar();
		this.change({ mode: 'listen' });
		return { notes, from };
	}

	/** Call often while the transport runs: asks for what is missing. */
	drive(isRecording: boolean): void {
		const { composer, nextBar, secondsUntil } = this.#around;
		const material = this.#around.material();
		const { kind, canAccompany } = composer.status;
		if (material === null || this.#settings.mode === 'out') return;
		if (kind !== 'ready' || !canAccompany) return;
		const music = `${signatureOf(material)} ${this.#lockSignature(material)}`;
		const wish = wishSignature(this.name, this.#settings, material);
		const isWish = this.#asked !== null && this.#asked.wish !== wish;
		const isNews = isWish || this.#asked?.music !== music || this.#wantsOther !== null;
		if (!isNews || this.#failures >= MOST_FAILURES) return;
		const now = this.#around.now();
		if (!isWish && this.#wantsOther === null && now - this.#askedAt < PATIENCE) return;
		if (this.#open !== null && !isWish) return;
		const due = this.#playing === null ? nextBar() : this.#nextCycle(material, nextBar());
		const left = secondsUntil(due);
		const cycle = secondsUntil(ticks(due + material.grid.length)) - left;
		if (isRecording && (left < TOO_LATE || left > Math.max(HEAD_START, cycle / 2))) return;
		const when = this.#playing === null || isWish || this.#wantsOther !== null ? 'bar' : 'cycle';
		this.#asked = { music, wish };
		this.#askedAt = now;
		this.#ask(material, when, seconds(Math.max(left, TOO_LATE)));
	}

	/** The bar that begins at `at` stays from now on as it is planned. */
	decide(at: Ticks): void {
		const draft = this.#draftAt(at);
		if (draft !== null && draft !== this.#playing) {
			this.#playing = draft;
			this.#playingSince = at;
		}
		if (this.#isTaken(draft)) this.#next = null;
		this.#isChanging = false;
		const { source } = this.#book.decide(at);
		if (source !== null) this.#bars = { ...this.#bars, [source]: this.#bars[source] + 1 };
		this.#vary(at);
	}

	isDecided(at: Ticks): boolean {
		return this.#book.isDecided(at);
	}

	/** What it plays to has changed, or the level. */
	refresh(): void {
		this.#book.refresh();
	}

	/** Another loop, or none: what was made for the old one is of no use. */
	drop(): void {
		this.#open?.cancel();
		this.#open = null;
		this.#drafts.forget();
		this.#playing = null;
		this.#next = null;
		this.#asked = null;
		this.#failures = 0;
		this.#wantsOther = null;
		this.#share = 1;
		this.#book.refresh();
	}

	/** The transport stopped or began anew: the timeline is another. */
	reset(): void {
		this.#book.forget();
		this.#playingSince = ticks(0);
		this.#isChanging = false;
	}

	*eventsBetween(from: Ticks, to: Ticks, bar: Ticks): Generator<ScoreEvent> {
		const { name } = this;
		const look = { owner: `chair ${name}`, channel: name, sound: this.#settings.sound };
		yield* this.#book.eventsBetween({ from, to }, bar, look);
	}

	#ask(material: Material, when: Moment, dueIn: Seconds): void {
		this.#open?.cancel();
		const request = ++this.#requests;
		this.#locks.set(request, this.#lockSignature(material));
		const { length } = material.grid;
		const seed = Math.floor(this.#around.random() * 2 ** 32);
		const open = { cancel: () => undefined as void, askedAt: this.#askedAt };
		this.#open = open;
		const wantsOther = this.#wantsOther;
		this.#wantsOther = null;
		const asked = chairRequest(this.name, this.#settings, material, { seed, dueIn });
		open.cancel = this.#around.composer.ask(asked, {
			bar: (candidate, notes, _from, to) => {
				if (length !== this.#around.material()?.grid.length) return;
				this.#around.settle();
				this.#drafts.draft(request, candidate, length).take(notes, to);
				if (candidate === 0) this.#next = { kind: 'request', request, when };
				this.#news();
			},
			ranked: (order) => {
				this.#around.settle();
				this.#drafts.rank(request, order);
				if (wantsOther !== null && this.#likeness !== null) this.#chooseByLikeness(wantsOther);
				this.#news();
			},
			done: () => {
				this.#failures = 0;
				this.#close(open);
			},
			failed: (reason) => {
				this.#close(open);
				if (reason === 'cancelled') return;
				this.#failures++;
				this.#asked = null;
			}
		});
	}

	#close(open: object): void {
		if (this.#open === open) this.#open = null;
		this.#around.changed();
	}

	#news(): void {
		this.#book.refresh();
		this.#around.changed();
	}

	#lockSignature({ harmony, metre }: Material): string {
		if (this.name === 'drums') return '';
		const locked = pitchLocks(this.name, harmony, metre);
		return locked.length === 0 ? '' : chordsSignature(harmony.spans);
	}

	#nextCycle({ grid }: Material, from: Ticks): Ticks {
		return offsetIn(grid, from) === 0 ? from : cycleStart(grid, cycleAt(grid, from) + 1);
	}

	/** What is played in the bar that begins at `at`, if nothing else happens; null for the rules. */
	#draftAt(at: Ticks): Draft | null {
		const material = this.#around.material();
		if (material === null) return null;
		const { grid, bar } = material;
		const offset = offsetIn(grid, at);
		const next = this.#next;
		const isTime =
			next?.when === 'bar' ||
			(next !== null && at >= this.#nextCycle(material, this.#around.nextBar()));
		if (next !== null && isTime) {
			const draft =
				next.kind === 'draft' ? next.draft : this.#drafts.bestOf(next.request, offset, bar);
			if (draft?.knows(offset, bar) === true) return draft;
		}
		return this.#playing?.knows(offset, bar) === true ? this.#playing : null;
	}

	#isTaken(draft: Draft | null): boolean {
		const next = this.#next;
		if (next === null || draft === null) return false;
		// A request is followed until its best is known.
		return next.kind === 'draft'
			? draft === next.draft
			: draft.request === next.request && draft.isWhole;
	}

	#planned(at: Ticks): BarPlan {
		const material = this.#around.material();
		if (material === null || !this.#around.isPlaying(at) || !this.#isSounding(material, at)) {
			return SILENT_BAR;
		}
		const { grid, bar, metre } = material;
		const offset = offsetIn(grid, at);
		const { notes: all, source } = this.#soundingPart(material, this.#draftAt(at));
		const level = this.#around.levelOf(at);
		const inBar = all
			.filter(({ start }) => start >= offset && start < offset + bar)
			.map((note) => ({
				...note,
				start: ticks(note.start - offset),
				velocity: velocity(note.velocity * level.gain)
			}));
		const notes = thinned(inBar, level.share * this.#share, metre);
		const isFilled = this.name === 'drums' && level.isFill;
		return { notes: isFilled ? withFill(notes, material, at) : notes, source };
	}

	/** Whether it is this chair's stretch. */
	#isSounding({ grid, bar }: Material, at: Ticks): boolean {
		const { mode, tradeBars } = this.#settings;
		if (mode !== 'trade') return mode === 'along';
		const stretch = tradeBars === 'cycle' ? grid.length : tradeBars * bar;
		return Math.floor((at - grid.start) / stretch) % 2 !== 0;
	}

	/** The draft, moved into the chords if they are others than those it was made for; or the rules' part. */
	#soundingPart(
		material: Material,
		draft: Draft | null
	): { readonly notes: readonly Note[]; readonly source: PartSource } {
		if (draft === null) return { notes: this.#ruledPart(material), source: 'rules' };
		const locks = this.#lockSignature(material);
		if (this.name === 'drums' || this.#locks.get(draft.request) === locks) {
			return { notes: draft.notes, source: 'model' };
		}
		const key = `${draft.request} ${draft.index} ${draft.knownTo} ${locks}`;
		if (this.#adapted?.key !== key) {
			this.#adapted = {
				key,
				notes: adaptToChords(draft.notes, material.harmony.spans, material.metre)
			};
		}
		return { notes: this.#adapted.notes, source: 'last bars' };
	}

	#ruledPart(material: Material): readonly Note[] {
		const { harmony, grid, metre } = material;
		const key = `${signatureOf(material)} ${chordsSignature(harmony.spans)}`;
		if (this.#rules?.key !== key) {
			const { spans } = harmony;
			const melody = material.notes.filter((_, index) => material.parts[index] === 'melody');
			const notes = rulePart(this.name, {
				spans,
				length: grid.length,
				metre,
				melody,
				key: harmony.key
			});
			this.#rules = { key, notes };
		}
		return this.#rules.notes;
	}

	#partView(material: Material): NonNullable<ChairView['part']> {
		const { bar } = material;
		const draft = this.#draftAt(this.#around.nextBar()) ?? this.#playing;
		const known = this.#drafts.wholeOnes(bar);
		const place = draft === null ? -1 : known.indexOf(draft);
		const part = this.#soundingPart(material, draft);
		return {
			...part,
			candidate: Math.max(1, place + 1),
			candidates: Math.max(1, known.length)
		};
	}

	#turnToOther(likeness: 'more' | 'less' | null, { bar }: Material): void {
		this.#likeness = likeness;
		const current = this.#draftAt(this.#around.nextBar()) ?? this.#playing;
		if (likeness === 'less' && current !== null) this.#drafts.refuse(current);
		const other =
			current === null || likeness === null
				? this.#drafts.others(current, bar)[0]
				: this.#drafts.byLikeness(current, current.notes, likeness === 'more', bar);
		if (other == null) this.#wantsOther = 'bar';
		else this.#next = { kind: 'draft', draft: other, when: 'bar' };
	}

	#chooseByLikeness(when: Moment): void {
		const material = this.#around.material();
		if (material === null || this.#playing === null || this.#likeness === null) return;
		const { notes } = this.#playing;
		const other = this.#drafts.byLikeness(
			this.#playing,
			notes,
			this.#likeness === 'more',
			material.bar
		);
		if (other !== null) this.#next = { kind: 'draft', draft: other, when };
	}

	/** What has been played for long gives way to the next draft. */
	#vary(at: Ticks): void {
		const material = this.#around.material();
		if (material === null || this.#playing === null || this.#next !== null) return;
		const { bar } = material;
		if (at - this.#playingSince < VARY_AFTER_BARS * bar) return;
		const other = this.#drafts
			.others(this.#playing, bar)
			.find(({ request }) => request === this.#playing?.request);
		if (other === undefined) return;
		this.#next = { kind: 'draft', draft: other, when: 'cycle' };
		this.#playingSince = at;
		this.#book.refresh();
	}
}

/** The bar's last beat gives way to a fill; two beats where a longer period ends. */
function withFill(notes: readonly Note[], { grid, bar, metre }: Material, at: Ticks): Note[] {
	const place = Math.round((at - grid.start) / bar);
	const isLong = (place + 1) % LONG_PERIOD_BARS === 0;
	const length = ticks(Math.min(bar / 2, (isLong ? 2 : 1) * beatLength(metre)));
	const from = bar - length;
	const fill = drumFill(metre, length, isLong ? 1 : SHORT_FILL);
	return [
		...notes.filter(({ start }) => start < from),
		...fill.map((note) => ({ ...note, start: ticks(from + note.start) }))
	];
}
