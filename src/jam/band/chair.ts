import { offsetIn } from '../../music/loopRegion';
import { beatLength } from '../../music/metre';
import type { Chord } from '../../music/harmony/chord';
import type { Note } from '../../music/note';
import type { ScoreEvent } from '../../music/score';
import { ticks, velocity, type Ticks } from '../../music/units';
import type { SectionName } from '../face';
import { BarBook, SILENT_BAR, type BarPlan } from './barBook';
import { ChairAsking, type AskingSurroundings } from './chairAsking';
import { ChairSection } from './chairSection';
import type {
	BandLevel,
	ChairCommand,
	ChairName,
	ChairSettings,
	ChairView,
	PartSource
} from './face';
import { LivePart, type LiveScene } from './livePart';
import { pitchedNotes, type Material } from './material';
import { PartInPlay } from './partInPlay';
import { announcedFrom, leadingTo, withFill } from './rules/announce';
import { roundingOf, thinned } from './thin';

/** What a chair asks of the band around it. */
export interface ChairSurroundings extends Omit<AskingSurroundings, 'nextBar'> {
	/** The first bar line of a section from which on things can still change. */
	readonly nextBar: (section: SectionName) => Ticks;
	/** What is played to in a section; null while there is nothing. */
	readonly material: (section: SectionName) => Material | null;
	/** The section that sounds, and the one that sounds at `at`. */
	readonly section: () => SectionName;
	readonly sectionAt: (at: Ticks) => SectionName;
	/** Whether the band plays in the bar that begins at `at`. */
	readonly isPlaying: (at: Ticks) => boolean;
	readonly levelOf: (at: Ticks) => BandLevel;
	/** The chord that another section begins with after the bar at `at`; null where none follows. */
	readonly leadsTo: (at: Ticks) => Chord | null;
	/** What precedes a bar of the first pass, while it is played; null for other bars. */
	readonly liveScene: (at: Ticks) => LiveScene | null;
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
const NO_PLAN = 'This chair has no plan yet.';

/** An accompanist: asks for its part, decides bar by bar, and is told what to do. */
export class Chair {
	readonly name: Exclude<ChairName, 'lead'>;
	readonly #around: ChairSurroundings;
	readonly #sections: Readonly<Record<SectionName, ChairSection>>;
	readonly #book: BarBook;
	readonly #live: LivePart;
	#settings: ChairSettings;
	/** Of the bar that was decided last. */
	#decided: SectionName | null = null;
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
		this.#sections = { A: this.#newSection('A'), B: this.#newSection('B') };
		this.#book = new BarBook((at) => this.#planned(at));
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
		if (settings.density !== undefined) for (const section of this.#all) section.share = 1;
		this.#settings = { ...this.#settings, ...settings };
		this.#hasChanged();
	}

	/** Carries out what is not `keep`. Returns why it cannot, in a sentence; empty when it is done. */
	tell(command: ChairCommand): string {
		if (command === 'out') {
			this.change({ mode: 'out' });
			return '';
		}
		const material = this.#material;
		if (material === null || this.#settings.mode === 'out') return NO_PLAN;
		this.#around.settle();
		const here = this.#here;
		if (command === 'simpler') here.share = Math.max(SIMPLEST, here.share * SIMPLER);
		else if (command !== 'keep') this.#turn(command === 'swap' ? null : command, material);
		this.#hasChanged();
		return '';
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
		const { following, asking } = this.#sections[section];
		const isEmpty = following.playing === null;
		asking.drive({ settings: this.#settings, material, isEmpty, isRecording });
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
		const section = this.#around.sectionAt(at);
		if (this.#decided !== null && this.#decided !== section) this.#sections[section].enter(at);
		this.#decided = section;
		const material = this.#around.material(section);
		const { source } = this.#book.decide(at);
		if (source !== null) this.#bars = { ...this.#bars, [source]: this.#bars[source] + 1 };
		this.#isChanging = false;
		if (material === null) return;
		const { following } = this.#sections[section];
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
		if (from < material.bar) this.#book.amend(at, ticks(from), this.name === 'bass');
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
		const { name } = this;
		const look = { owner: `chair ${name}`, channel: name, sound: this.#settings.sound };
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
		return new ChairSection(section, new PartInPlay(this.name), (own) => this.#makeAsking(own));
	}

	#makeAsking(own: ChairSection): ChairAsking {
		const { composer, random, now, secondsUntil } = this.#around;
		const nextBar = () => this.#around.nextBar(own.name);
		const around = { composer, random, now, secondsUntil, nextBar };
		return new ChairAsking(this.name, around, {
			bar: ({ number, length, spans, when }, candidate, notes, to) => {
				if (length !== this.#around.material(own.name)?.grid.length) return;
				this.#around.settle();
				own.part.obeys(number, spans);
				own.following.drafts.draft(number, candidate, length).take(notes, to);
				if (candidate === 0) own.following.followRequest(number, when);
				this.#news();
			},
			ranked: ({ number, isForOther }, order) => {
				const material = this.#around.material(own.name);
				this.#around.settle();
				own.following.drafts.rank(number, this.#byCloseness(own, number, order));
				if (isForOther && material !== null) {
					own.following.turn(this.#likeness, material, nextBar());
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
		const metre = this.#material?.metre;
		if (late !== null && metre !== undefined) this.#book.amend(late, beatLength(metre));
	}

	/** Where closeness is asked for, it alone decides which candidate is the best. */
	#byCloseness(own: ChairSection, request: number, order: readonly number[]): readonly number[] {
		const { closeness } = this.#settings;
		const material = this.#around.material(own.name);
		if (closeness === null || material === null) return order;
		return own.following.drafts.byCloseness(request, pitchedNotes(material), closeness);
	}

	#news(): void {
		this.#book.refresh();
		this.#around.changed();
	}

	#turn(likeness: 'more' | 'less' | null, material: Material): void {
		this.#likeness = likeness;
		const { following, asking } = this.#here;
		const isDone = following.turn(likeness, material, this.#nextBar);
		if (!isDone) asking.wantOther();
	}

	#planned(at: Ticks): BarPlan {
		const {
			name: section,
			following,
			part: playing,
			share
		} = this.#sections[this.#around.sectionAt(at)];
		const material = this.#around.material(section);
		if (material === null || !this.#around.isPlaying(at)) {
			const scene = this.#isLive ? this.#around.liveScene(at) : null;
			return scene === null ? SILENT_BAR : this.#live.plan(scene);
		}
		if (!this.#isSounding(material, at)) return SILENT_BAR;
		const { grid, bar, metre } = material;
		const offset = offsetIn(grid, at);
		const draft = following.at(at, material, this.#around.nextBar(section));
		const part = playing.of(draft, material, offset, ticks(offset + bar));
		const { source } = part;
		const level = this.#around.levelOf(at);
		const inBar = part.notes.map((note) => ({
			...note,
			start: ticks(note.start - offset),
			velocity: velocity(note.velocity * level.gain)
		}));
		const room = thinned(inBar, level.share, metre, roundingOf(at, bar));
		// Cut down and not rounded, so that each bar of two onsets or more is simpler.
		const notes = thinned(room, share, metre, 0);
		return { notes: this.#announced(notes, material, at), source };
	}

	/** Fills lead on where a period ends, and the bass to another section. */
	#announced(notes: readonly Note[], material: Material, at: Ticks): readonly Note[] {
		const { isFill } = this.#around.levelOf(at);
		const chord = this.#around.leadsTo(at);
		if (this.name === 'drums' && isFill) {
			const place = Math.round((at - material.grid.start) / material.bar);
			const isLong = chord !== null || (place + 1) % LONG_PERIOD_BARS === 0;
			return withFill(notes, material, isLong);
		}
		const isLeading = this.name === 'bass' && chord !== null;
		return isLeading ? leadingTo(notes, material, chord, material.harmony.key) : notes;
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
		const { following, part } = this.#here;
		const draft = following.coming(material, this.#nextBar);
		const known = following.drafts.wholeOnes(material.bar);
		const place = draft === null ? -1 : known.indexOf(draft);
		return {
			...part.of(draft, material, ticks(0), material.grid.length),
			candidate: Math.max(1, place + 1),
			candidates: Math.max(1, known.length)
		};
	}
}
