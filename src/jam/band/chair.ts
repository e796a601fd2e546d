import { offsetIn } from '../../music/loopRegion';
import { beatLength } from '../../music/metre';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { ticks, velocity, type Ticks } from '../../music/units';
import { BarBook, SILENT_BAR, type BarPlan } from './barBook';
import { ChairAsking, type AskingSurroundings } from './chairAsking';
import type {
	BandLevel,
	ChairCommand,
	ChairName,
	ChairSettings,
	ChairView,
	PartSource
} from './face';
import { Following } from './following';
import { LivePart, type LiveScene } from './livePart';
import { pitchedNotes, type Material } from './material';
import { PartInPlay } from './partInPlay';
import type { Beside } from './settle';
import { Settling } from './settling';
import { drumFill } from './rules/drumRule';
import { roundingOf, thinned } from './thin';

/** What a chair asks of the band around it. */
export interface ChairSurroundings extends AskingSurroundings {
	/** Null while there is nothing to play to. */
	readonly material: () => Material | null;
	/** Whether the band plays in the bar that begins at `at`. */
	readonly isPlaying: (at: Ticks) => boolean;
	readonly levelOf: (at: Ticks) => BandLevel;
	/** What precedes a bar of the first pass, while it is played; null for other bars. */
	readonly liveScene: (at: Ticks) => LiveScene | null;
	/** What a chair gives way to in the bar that begins at `at`, and over the whole loop. */
	readonly beside: (chair: ChairName, at: Ticks | null) => Beside | null;
	/** The bar that is decided and has not begun; null for none. */
	readonly decidedBar: () => Ticks | null;
	/** Decides what is due: call it before anything changes. */
	readonly settle: () => void;
	readonly changed: () => void;
}

/** `simpler` leaves so much of the onsets, each time. */
const SIMPLER = 0.65;
const SIMPLEST = 0.25;
const LONG_PERIOD_BARS = 8;
/** How dense and loud a fill of one beat is. */
const SHORT_FILL = 0.6;
const NO_PLAN = 'This chair has no plan yet.';

/** An accompanist: asks for its part, decides bar by bar, and is told what to do. */
export class Chair {
	readonly name: Exclude<ChairName, 'lead'>;
	readonly #around: ChairSurroundings;
	readonly #following = new Following();
	readonly #part: PartInPlay;
	readonly #book: BarBook;
	readonly #settling = new Settling();
	readonly #live: LivePart;
	readonly #asking: ChairAsking;
	#settings: ChairSettings;
	/** Share of the part's onsets that the player wants to hear. */
	#share = 1;
	#likeness: 'more' | 'less' | null = null;
	#isChanging = false;
	#bars = { model: 0, 'last bars': 0, rules: 0 };

	constructor(
		name: Exclude<ChairName, 'lead'>,
		settings: ChairSettings,
		around: ChairSurroundings
	) {
		this.name = name;
		this.#settings = settings;
		this.#around = around;
		this.#part = new PartInPlay(name);
		this.#book = new BarBook(
			(at) => this.#planned(at),
			(at, plan) => this.#settled(at, plan)
		);
		this.#asking = this.#makeAsking();
		const { composer, random } = around;
		this.#live = new LivePart(name, composer, random, () => {
			around.settle();
			this.#news();
		});
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
		return {
			name: this.name,
			settings: this.#settings,
			part: material === null || this.#settings.mode === 'out' ? null : this.#partView(material),
			changesAt: this.#isChanging && material !== null ? this.#around.nextBar() : null,
			isThinking: this.#asking.isOpen
		};
	}

	change(settings: Partial<ChairSettings>): void {
		this.#around.settle();
		if (settings.density !== undefined) this.#share = 1;
		this.#settings = { ...this.#settings, ...settings };
		this.#hasChanged();
	}

	/** Carries out what is not `keep`. Returns why it cannot, in a sentence; empty when it is done. */
	tell(command: ChairCommand): string {
		if (command === 'out') {
			this.change({ mode: 'out' });
			return '';
		}
		const material = this.#around.material();
		if (material === null || this.#settings.mode === 'out') return NO_PLAN;
		this.#around.settle();
		if (command === 'simpler') this.#share = Math.max(SIMPLEST, this.#share * SIMPLER);
		else if (command !== 'keep') this.#turn(command === 'swap' ? null : command, material);
		this.#hasChanged();
		return '';
	}

	/** What it plays in the bar that begins at `at`; starts count from there. */
	barAt(at: Ticks): readonly Note[] {
		return this.#book.of(at).notes;
	}

	/** What it plays over the whole loop, silent or not. */
	wholePart(): readonly Note[] {
		return this.view.part?.notes ?? [];
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

	/** Call often: asks for what is missing. */
	drive(isRecording: boolean): void {
		const material = this.#around.material();
		if (material === null || this.#settings.mode === 'out') return;
		const { playing } = this.#following;
		const isUnfit = () =>
			this.#part.of(playing, material, ticks(0), material.grid.length).source === 'last bars';
		const isEmpty = playing === null;
		this.#asking.drive({ settings: this.#settings, material, isEmpty, isUnfit, isRecording });
	}

	/** Call often in the first pass, with the next bar: it is asked for as soon as enough is heard. */
	driveLive(at: Ticks): void {
		const scene = this.#isLive ? this.#around.liveScene(at) : null;
		const { kind, canAccompany } = this.#around.composer.status;
		if (scene === null || kind !== 'ready' || !canAccompany) return;
		this.#live.drive(scene, this.#settings, this.#around.secondsUntil(at));
	}

	/** The bar that begins at `at` stays from now on as it is planned. */
	decide(at: Ticks): void {
		const material = this.#around.material();
		const { source } = this.#book.decide(at);
		if (source !== null) this.#bars = { ...this.#bars, [source]: this.#bars[source] + 1 };
		this.#isChanging = false;
		if (material === null) return;
		const draft = this.#following.at(at, material, this.#around.nextBar());
		if (this.#following.decided(at, draft, material)) this.#book.refresh();
	}

	/** What it plays to has changed, or the level. */
	refresh(): void {
		this.#book.refresh();
	}

	/** Another loop, or none: what was made for the old one is of no use. */
	drop(): void {
		this.#asking.forget();
		this.#following.forget();
		this.#share = 1;
		this.#book.refresh();
	}

	/** The transport stopped or began anew: the timeline is another. */
	reset(): void {
		this.#book.forget();
		this.#live.forget();
		this.#following.rewind();
		this.#isChanging = false;
	}

	*eventsBetween(from: Ticks, to: Ticks, bar: Ticks): Generator<ScoreEvent> {
		const { name } = this;
		const look = { owner: `chair ${name}`, channel: name, sound: this.#settings.sound };
		yield* this.#book.eventsBetween({ from, to }, bar, look);
	}

	#makeAsking(): ChairAsking {
		return new ChairAsking(this.name, this.#around, {
			bar: ({ number, length, spans, when }, candidate, notes, to) => {
				if (length !== this.#around.material()?.grid.length) return;
				this.#around.settle();
				this.#part.obeys(number, spans);
				this.#following.drafts.draft(number, candidate, length).take(notes, to);
				if (candidate === 0) this.#following.followRequest(number, when);
				this.#news();
			},
			ranked: ({ number, isForOther }, order) => {
				const material = this.#around.material();
				this.#around.settle();
				this.#following.drafts.rank(number, this.#byCloseness(number, order));
				if (material !== null) this.#following.preferBest(number, material);
				if (isForOther && material !== null) {
					this.#following.turn(this.#likeness, material, this.#around.nextBar());
				}
				this.#news();
			},
			ended: () => {
				this.#around.changed();
			}
		});
	}

	/** What comes is planned anew; the bar that is decided already, from its second beat on. */
	#hasChanged(): void {
		this.#isChanging = true;
		this.#book.refresh();
		const late = this.#around.decidedBar();
		const metre = this.#around.material()?.metre;
		if (late !== null && metre !== undefined) this.#book.amend(late, beatLength(metre));
	}

	/** Where closeness is asked for, it alone decides which candidate is the best. */
	#byCloseness(request: number, order: readonly number[]): readonly number[] {
		const { closeness } = this.#settings;
		const material = this.#around.material();
		if (closeness === null || material === null) return order;
		return this.#following.drafts.byCloseness(request, pitchedNotes(material), closeness);
	}

	#news(): void {
		this.#book.refresh();
		this.#around.changed();
	}

	#turn(likeness: 'more' | 'less' | null, material: Material): void {
		this.#likeness = likeness;
		const isDone = this.#following.turn(likeness, material, this.#around.nextBar());
		if (!isDone) this.#asking.wantOther();
	}

	#planned(at: Ticks): BarPlan {
		const material = this.#around.material();
		if (material === null || !this.#around.isPlaying(at)) {
			const scene = this.#isLive ? this.#around.liveScene(at) : null;
			return scene === null ? SILENT_BAR : this.#live.plan(scene);
		}
		if (!this.#isSounding(material, at)) return SILENT_BAR;
		const { grid, bar, metre } = material;
		const offset = offsetIn(grid, at);
		const draft = this.#following.at(at, material, this.#around.nextBar());
		const part = this.#part.of(draft, material, offset, ticks(offset + bar));
		const { source } = part;
		const level = this.#around.levelOf(at);
		const inBar = part.notes.map((note) => ({
			...note,
			start: ticks(note.start - offset),
			velocity: velocity(note.velocity * level.gain)
		}));
		const room = thinned(inBar, level.share, metre, roundingOf(at, bar));
		// Cut down and not rounded, so that each bar of two onsets or more is simpler.
		const notes = thinned(room, this.#share, metre, 0);
		const isFilled = this.name === 'drums' && level.isFill;
		return { notes: isFilled ? withFill(notes, material, at) : notes, source };
	}

	/** Beside the others; in the first pass nobody knows what they play to. */
	#settled(at: Ticks, plan: BarPlan): BarPlan {
		if (this.name === 'drums' || plan.notes.length === 0) return plan;
		if (!this.#around.isPlaying(at)) return plan;
		return this.#settling.bar(at, plan, this.#around.beside(this.name, at), this.#isUnder);
	}

	/** A second voice keeps under the first, unless the player has set how high it is. */
	get #isUnder(): boolean {
		return this.name === 'harmony' && this.#settings.register === null;
	}

	get #isLive(): boolean {
		const { isLive, mode } = this.#settings;
		return isLive && (mode === 'along' || mode === 'trade');
	}

	/** Whether it is this chair's stretch. */
	#isSounding({ grid, bar }: Material, at: Ticks): boolean {
		const { mode, tradeBars } = this.#settings;
		if (mode !== 'trade') return mode === 'along';
		const stretch = tradeBars === 'cycle' ? grid.length : tradeBars * bar;
		return Math.floor((at - grid.start) / stretch) % 2 !== 0;
	}

	#partView(material: Material): NonNullable<ChairView['part']> {
		const draft = this.#following.coming(material, this.#around.nextBar());
		const known = this.#following.drafts.wholeOnes(material.bar);
		const place = draft === null ? -1 : known.indexOf(draft);
		const part = this.#part.of(draft, material, ticks(0), material.grid.length);
		const beside = this.name === 'drums' ? null : this.#around.beside(this.name, null);
		return {
			...part,
			notes: beside === null ? part.notes : this.#settling.part(part.notes, beside, this.#isUnder),
			candidate: Math.max(1, place + 1),
			candidates: Math.max(1, known.length)
		};
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
