import { beatLength } from '../../music/metre';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { ticks, type Ticks } from '../../music/units';
import type { SectionName } from '../face';
import { BarBook, SILENT_BAR, type BarPlan } from './barBook';
import { ChairAsking } from './chairAsking';
import type {
	ChairCommand,
	ChairName,
	ChairSettings,
	ChairView,
	PartSource,
	PartView
} from './face';
import { ChairPart, type Standing } from './chairPart';
import { ChairSection } from './chairSection';
import type { ChairSurroundings } from './chairSurroundings';
import { LivePart } from './livePart';
import { pitchedNotes, type Material } from './material';
import { OTHER_IS_COMING, UNCHANGED } from './refusals';
import { announcedFrom, leadingTo } from './rules/announce';
import { Settling } from './settling';
import { isStretchOf, playsLive, standingOf } from './stretch';

const NO_PLAN = 'This chair has no plan yet.';

/** An accompanist: asks for its part, decides bar by bar, and is told what to do. */
export class Chair {
	readonly name: Exclude<ChairName, 'lead'>;
	readonly #around: ChairSurroundings;
	readonly #sections: Readonly<Record<SectionName, ChairSection>>;
	readonly #book: BarBook;
	readonly #settling = new Settling();
	readonly #live: LivePart;
	#settings: ChairSettings;
	/** Of the bar that was decided last. */
	#decided: SectionName | null = null;
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
		this.#sections = { A: this.#newSection('A'), B: this.#newSection('B') };
		this.#book = new BarBook(
			(at) => this.#planned(at),
			(at, plan) => this.#settled(at, plan)
		);
		this.#live = new LivePart(name, around.composer, around.random, () => {
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
		const material = this.#material;
		return {
			name: this.name,
			settings: this.#settings,
			part: material === null || this.#settings.mode === 'out' ? null : this.#partView(material),
			changesAt: this.#isChanging && material !== null ? this.#nextBar : null,
			isThinking: this.#here.asking.isOpen
		};
	}

	change(settings: Partial<ChairSettings>): void {
		this.#around.settle();
		if (settings.density !== undefined) for (const { part } of this.#all) part.forgetSimple();
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
		const material = this.#material;
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
		const material = this.#material;
		if (material === null || this.#settings.mode === 'out') return null;
		this.#around.settle();
		const { notes } = this.#partView(material);
		if (notes.length === 0) return null;
		const from = this.#nextBar;
		this.change({ mode: 'listen' });
		return { notes, from };
	}

	/** Call often, for each section that sounds or will: asks for what is missing. */
	drive(section: SectionName, isRecording: boolean): void {
		const material = this.#around.material(section);
		if (material === null || this.#settings.mode === 'out') return;
		const { part, asking } = this.#sections[section];
		const { following, inPlay } = part;
		const { playing } = following;
		asking.drive({
			settings: this.#settings,
			material,
			isEmpty: playing === null,
			isUnfit: () =>
				inPlay.of(playing, material, ticks(0), material.grid.length).source === 'last bars',
			isRecording,
			others: part.others(material, this.#around.nextBar(section)),
			countOf: (request) => following.drafts.countOf(request)
		});
	}

	/** Call often in the first pass, with the next bar: it is asked for as soon as enough is heard. */
	driveLive(at: Ticks): void {
		const scene = playsLive(this.#settings) ? this.#around.liveScene(at) : null;
		if (scene === null || !this.#canAsk) return;
		this.#live.drive(scene, this.#settings, this.#around.secondsUntil(at));
	}

	/** The bar that begins at `at` stays from now on as it is planned. */
	decide(at: Ticks): void {
		const section = this.#around.sectionAt(at);
		const own = this.#sections[section];
		if (this.#decided !== null && this.#decided !== section) own.enter(at);
		this.#decided = section;
		const material = this.#around.material(section);
		const { source } = this.#book.decide(at);
		if (source !== null) this.#bars = { ...this.#bars, [source]: this.#bars[source] + 1 };
		this.#isChanging = false;
		if (material === null) return;
		const { following } = own.part;
		const draft = following.at(at, material, this.#around.nextBar(section));
		if (following.decided(at, draft, material)) this.#book.refresh();
	}

	/** What it plays to has changed, or the level. */
	refresh(): void {
		this.#book.refresh();
	}

	/** What follows on the bar at `at` is another than was known: it shows from `earliest` on, counted from its line. */
	announce(at: Ticks, earliest: Ticks): void {
		this.#book.refresh();
		const material = this.#around.material(this.#around.sectionAt(at));
		if (material === null || (this.name !== 'drums' && this.name !== 'bass')) return;
		const from = Math.max(earliest, announcedFrom(material, this.name === 'drums'));
		const isLed = this.name === 'bass' && this.#around.leadsTo(at) !== null;
		if (from < material.bar) this.#book.amend(at, ticks(from), isLed ? 'ends' : 'goes on');
	}

	/** Another loop in a section, or none: what was made for the old one is of no use. */
	drop(section: SectionName): void {
		this.#sections[section].drop();
		this.#book.refresh();
	}

	/** The transport stopped or began anew: the timeline is another. */
	reset(): void {
		this.#book.forget();
		this.#live.forget();
		for (const section of this.#all) section.enter(ticks(0));
		this.#decided = null;
		this.#isChanging = false;
	}

	*eventsBetween(from: Ticks, to: Ticks, bar: Ticks): Generator<ScoreEvent> {
		const look = { owner: `chair ${this.name}`, channel: this.name, sound: this.#settings.sound };
		yield* this.#book.eventsBetween({ from, to }, bar, look);
	}

	get #here(): ChairSection {
		return this.#sections[this.#around.section()];
	}

	get #all(): readonly ChairSection[] {
		return Object.values(this.#sections);
	}

	get #material(): Material | null {
		return this.#around.material(this.#around.section());
	}

	get #nextBar(): Ticks {
		return this.#around.nextBar(this.#around.section());
	}

	#newSection(section: SectionName): ChairSection {
		const part = new ChairPart(this.name, this.#around.levelOf);
		return new ChairSection(section, part, (own) => this.#makeAsking(own));
	}

	#makeAsking(own: ChairSection): ChairAsking {
		const { composer, random, now, secondsUntil } = this.#around;
		const nextBar = () => this.#around.nextBar(own.name);
		const { following, inPlay } = own.part;
		const around = { composer, random, now, secondsUntil, nextBar };
		return new ChairAsking(this.name, around, {
			bar: ({ number, length, spans, purpose, when }, candidate, notes, to) => {
				if (length !== this.#around.material(own.name)?.grid.length) return;
				this.#around.settle();
				if (purpose === 'plan') inPlay.obeys(number, spans);
				following.drafts.draft(number, candidate, length).take(notes, to);
				if (purpose !== 'plan') return;
				if (candidate === 0) following.followRequest(number, when);
				this.#news();
			},
			ranked: ({ number, first }, order) => {
				this.#around.settle();
				const material = this.#around.material(own.name);
				following.drafts.rank(number, this.#byCloseness(own, number, order, first), first);
				if (material !== null && first === 0) following.preferBest(number, material);
				this.#fulfil(own);
				this.#news();
			},
			ended: ({ purpose }, isDone) => {
				this.#around.settle();
				if (isDone) this.#fulfil(own);
				if (purpose !== 'plan') following.drafts.prune(following.playing);
				this.#news();
			}
		});
	}

	/** Returns why it cannot, in a sentence; empty when it is done. */
	#carryOut(command: ChairCommand, material: Material): string {
		const { name, part, asking } = this.#here;
		const standing = this.#standing(name, material);
		if (command === 'simpler') {
			if (!part.simplify(standing)) return UNCHANGED.simpler;
			this.#leaveOut();
			return '';
		}
		if (command === 'keep' || command === 'out') return '';
		asking.allowSpares();
		const outcome = part.turn(command, standing);
		if (outcome === 'turned') return '';
		asking.wantOther();
		if (outcome === 'shaped' && command === 'less') this.#leaveOut();
		if (outcome === 'shaped') return '';
		return this.#canAsk ? `${UNCHANGED[command]} ${OTHER_IS_COMING}` : UNCHANGED[command];
	}

	/** What the player waits for may be there. */
	#fulfil({ name, part }: ChairSection): void {
		const material = this.#around.material(name);
		if (material !== null) part.fulfil(this.#standing(name, material));
	}

	#standing(section: SectionName, material: Material): Standing {
		return standingOf(this.#settings, material, this.#around.nextBar(section));
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
		const metre = this.#material?.metre;
		if (late !== null && metre !== undefined) this.#book.amend(late, beatLength(metre));
	}

	/** Where closeness is asked for, it alone decides which candidate is the best. */
	#byCloseness(
		own: ChairSection,
		request: number,
		order: readonly number[],
		first: number
	): readonly number[] {
		const { closeness } = this.#settings;
		const material = this.#around.material(own.name);
		if (closeness === null || material === null) return order;
		const { drafts } = own.part.following;
		return drafts.byCloseness(request, pitchedNotes(material), closeness, first);
	}

	#news(): void {
		this.#book.refresh();
		this.#around.changed();
	}

	#planned(at: Ticks): BarPlan {
		const { name: section, part } = this.#sections[this.#around.sectionAt(at)];
		const material = this.#around.material(section);
		if (material === null || !this.#around.isPlaying(at)) {
			const scene = playsLive(this.#settings) ? this.#around.liveScene(at) : null;
			return scene === null ? SILENT_BAR : this.#live.plan(scene);
		}
		if (!isStretchOf(this.#settings, material, at)) return SILENT_BAR;
		const plan = part.barAt(at, material, this.#around.nextBar(section));
		const chord = this.name === 'bass' ? this.#around.leadsTo(at) : null;
		if (chord === null) return plan;
		return { ...plan, notes: leadingTo(plan.notes, material, chord, material.harmony.key) };
	}

	/** Beside the others; in the first pass nobody knows what they play to. */
	#settled(at: Ticks, plan: BarPlan): BarPlan {
		if (this.name === 'drums' || plan.notes.length === 0) return plan;
		if (!this.#around.isPlaying(at)) return plan;
		const { part } = this.#sections[this.#around.sectionAt(at)];
		return this.#settling.bar(at, plan, this.#around.beside(this.name, at), this.#isUnder(part));
	}

	/** A second voice keeps under the first, unless the player has set how high it is or had it changed. */
	#isUnder({ isShaped }: ChairPart): boolean {
		const isFree = this.#settings.register === null && !isShaped;
		return this.name === 'harmony' && isFree;
	}

	get #canAsk(): boolean {
		const { kind, canAccompany } = this.#around.composer.status;
		return kind === 'ready' && canAccompany;
	}

	/** All that is played from the next bar on, beside the others. */
	#partView(material: Material): PartView {
		const { part: own } = this.#here;
		const part = own.view(material, this.#nextBar);
		const beside = this.name === 'drums' ? null : this.#around.beside(this.name, null);
		if (beside === null) return part;
		return { ...part, notes: this.#settling.part(part.notes, beside, this.#isUnder(own)) };
	}
}
