import { beatLength } from '../../music/metre';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { ticks, type Ticks } from '../../music/units';
import { BarBook, SILENT_BAR, type BarPlan } from './barBook';
import { ChairAsking, type AskingSurroundings } from './chairAsking';
import type {
	BandLevel,
	ChairCommand,
	ChairName,
	ChairSettings,
	ChairView,
	PartSource,
	PartView
} from './face';
import { ChairPart, type Standing } from './chairPart';
import { LivePart, type LiveScene } from './livePart';
import { pitchedNotes, type Material } from './material';
import { OTHER_IS_COMING, UNCHANGED } from './refusals';
import type { Beside } from './settle';
import { Settling } from './settling';

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
	/** The bar that has begun, and from which of its beats on something can still be left out of it; null for none. */
	readonly presentBeat: () => { readonly at: Ticks; readonly from: Ticks } | null;
	/** Decides what is due: call it before anything changes. */
	readonly settle: () => void;
	readonly changed: () => void;
}

const NO_PLAN = 'This chair has no plan yet.';
/** A command looks no further ahead for bars in which the chair is heard. */
const MOST_BARS_AHEAD = 64;

/** An accompanist: asks for its part, decides bar by bar, and is told what to do. */
export class Chair {
	readonly name: Exclude<ChairName, 'lead'>;
	readonly #around: ChairSurroundings;
	readonly #part: ChairPart;
	readonly #book: BarBook;
	readonly #settling = new Settling();
	readonly #live: LivePart;
	readonly #asking: ChairAsking;
	#settings: ChairSettings;
	#isChanging = false;
	#bars = { model: 0, 'last bars': 0, variation: 0, rules: 0 };

	constructor(
		name: Exclude<ChairName, 'lead'>,
		settings: ChairSettings,
		around: ChairSurroundings
	) {
		this.name = name;
		this.#settings = settings;
		this.#around = around;
		this.#part = new ChairPart(name, around.levelOf);
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
		if (settings.density !== undefined) this.#part.forgetSimple();
		this.#settings = { ...this.#settings, ...settings };
		this.#hasChanged();
	}

	/** Carries out what is not `keep`. Returns why it cannot, in a sentence; empty when it is done. */
	tell(command: ChairCommand): string {
		if (command === 'out') {
			this.change({ mode: 'out' });
			this.#leaveOut();
			return '';
		}
		const material = this.#around.material();
		if (material === null || this.#settings.mode === 'out') return NO_PLAN;
		this.#around.settle();
		const sentence = this.#carryOut(command, material);
		this.#hasChanged();
		return sentence;
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
		const { following, inPlay } = this.#part;
		const { playing } = following;
		this.#asking.drive({
			settings: this.#settings,
			material,
			isEmpty: playing === null,
			isUnfit: () =>
				inPlay.of(playing, material, ticks(0), material.grid.length).source === 'last bars',
			isRecording,
			others: this.#part.others(material, this.#around.nextBar()),
			countOf: (request) => following.drafts.countOf(request)
		});
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
		const draft = this.#part.following.at(at, material, this.#around.nextBar());
		if (this.#part.following.decided(at, draft, material)) this.#book.refresh();
	}

	/** What it plays to has changed, or the level. */
	refresh(): void {
		this.#book.refresh();
	}

	/** Another loop, or none: what was made for the old one is of no use. */
	drop(): void {
		this.#asking.forget();
		this.#part.forget();
		this.#book.refresh();
	}

	/** The transport stopped or began anew: the timeline is another. */
	reset(): void {
		this.#book.forget();
		this.#live.forget();
		this.#part.following.rewind();
		this.#isChanging = false;
	}

	*eventsBetween(from: Ticks, to: Ticks, bar: Ticks): Generator<ScoreEvent> {
		const { name } = this;
		const look = { owner: `chair ${name}`, channel: name, sound: this.#settings.sound };
		yield* this.#book.eventsBetween({ from, to }, bar, look);
	}

	#makeAsking(): ChairAsking {
		const { following, inPlay } = this.#part;
		return new ChairAsking(this.name, this.#around, {
			bar: ({ number, length, spans, purpose, when }, candidate, notes, to) => {
				if (length !== this.#around.material()?.grid.length) return;
				this.#around.settle();
				if (purpose === 'plan') inPlay.obeys(number, spans);
				following.drafts.draft(number, candidate, length).take(notes, to);
				if (purpose !== 'plan') return;
				if (candidate === 0) following.followRequest(number, when);
				this.#news();
			},
			ranked: ({ number, first }, order) => {
				this.#around.settle();
				const material = this.#around.material();
				following.drafts.rank(number, this.#byCloseness(number, order, first), first);
				if (material !== null && first === 0) following.preferBest(number, material);
				this.#fulfil();
				this.#news();
			},
			ended: ({ purpose }, isDone) => {
				this.#around.settle();
				if (isDone) this.#fulfil();
				if (purpose !== 'plan') following.drafts.prune(following.playing);
				this.#news();
			}
		});
	}

	/** Returns why it cannot, in a sentence; empty when it is done. */
	#carryOut(command: ChairCommand, material: Material): string {
		const standing = this.#standing(material);
		if (command === 'simpler') {
			if (!this.#part.simplify(standing)) return UNCHANGED.simpler;
			this.#leaveOut();
			return '';
		}
		if (command === 'keep' || command === 'out') return '';
		this.#asking.allowSpares();
		const outcome = this.#part.turn(command, standing);
		if (outcome === 'turned') return '';
		this.#asking.wantOther();
		if (outcome === 'shaped') {
			if (command === 'less') this.#leaveOut();
			return '';
		}
		const { kind, canAccompany } = this.#around.composer.status;
		const isComing = kind === 'ready' && canAccompany;
		return isComing ? `${UNCHANGED[command]} ${OTHER_IS_COMING}` : UNCHANGED[command];
	}

	/** What the player waits for may be there. */
	#fulfil(): void {
		const material = this.#around.material();
		if (material !== null) this.#part.fulfil(this.#standing(material));
	}

	#standing(material: Material): Standing {
		const { bar, grid } = material;
		const nextBar = this.#around.nextBar();
		const ahead = Array.from({ length: MOST_BARS_AHEAD }, (_, index) =>
			ticks(nextBar + index * bar)
		);
		const isHeard = (at: Ticks) =>
			this.#settings.mode === 'listen' || this.#isSounding(material, at);
		const bars = ahead.filter(isHeard).slice(0, Math.ceil(grid.length / bar));
		return { material, nextBar, bars };
	}

	/** The bar that has begun loses what is not planned any more; nothing new comes into it. */
	#leaveOut(): void {
		const beat = this.#around.presentBeat();
		if (beat !== null) this.#book.leaveOut(beat.at, beat.from);
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
	#byCloseness(request: number, order: readonly number[], first: number): readonly number[] {
		const { closeness } = this.#settings;
		const material = this.#around.material();
		if (closeness === null || material === null) return order;
		const { drafts } = this.#part.following;
		return drafts.byCloseness(request, pitchedNotes(material), closeness, first);
	}

	#news(): void {
		this.#book.refresh();
		this.#around.changed();
	}

	#planned(at: Ticks): BarPlan {
		const material = this.#around.material();
		if (material === null || !this.#around.isPlaying(at)) {
			const scene = this.#isLive ? this.#around.liveScene(at) : null;
			return scene === null ? SILENT_BAR : this.#live.plan(scene);
		}
		if (!this.#isSounding(material, at)) return SILENT_BAR;
		return this.#part.barAt(at, material, this.#around.nextBar());
	}

	/** Beside the others; in the first pass nobody knows what they play to. */
	#settled(at: Ticks, plan: BarPlan): BarPlan {
		if (this.name === 'drums' || plan.notes.length === 0) return plan;
		if (!this.#around.isPlaying(at)) return plan;
		return this.#settling.bar(at, plan, this.#around.beside(this.name, at), this.#isUnder);
	}

	/** A second voice keeps under the first, unless the player has set how high it is or had it changed. */
	get #isUnder(): boolean {
		const isFree = this.#settings.register === null && !this.#part.isShaped;
		return this.name === 'harmony' && isFree;
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

	/** All that is played from the next bar on, beside the others. */
	#partView(material: Material): PartView {
		const part = this.#part.view(material, this.#around.nextBar());
		const beside = this.name === 'drums' ? null : this.#around.beside(this.name, null);
		if (beside === null) return part;
		return { ...part, notes: this.#settling.part(part.notes, beside, this.#isUnder) };
	}
}
