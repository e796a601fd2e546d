import { barLineFrom } from '../../music/metre';
import type { Chord } from '../../music/harmony/chord';
import type { Score, ScoreEvent } from '../../music/score';
import { seconds, ticks, type Ticks } from '../../music/units';
import type { AnswerWishes } from '../answer';
import type { SectionName } from '../face';
import type { Outlook } from '../outlook';
import { tickAfter } from '../ports';
import { Announcing } from './announcing';
import type { BandSurroundings } from './bandSurroundings';
import { BandTime } from './bandTime';
import { Chair } from './chair';
import { Ensemble } from './ensemble';
import {
	CHAIRS,
	type BandFace,
	type BandLevel,
	type BandPreset,
	type ChairCommand,
	type ChairName,
	type ChairSettings,
	type ChairView,
	type PartSource
} from './face';
import { LeadChair } from './leadChair';
import { leadHarmony, leadWishes } from './leadWishes';
import { BandLevels } from './levels';
import { Materials } from './materials';
import { NO_LOOP_TO_KEEP_IN, NOTHING_TO_KEEP } from './refusals';
import { withRoom } from './withRoom';
import { DEFAULT_CHAIR, PRESETS, SOUNDS_AT_FIRST, STYLES } from './presets';

/** Nearer to its bar line a bar does not change: the scheduler and a busy page need as much. */
export const DECIDED_AHEAD = seconds(0.08);
/** How full the band plays in a bar is settled so long before it. */
const LEVEL_AHEAD = seconds(0.3);
/** The band listens to so much of what was just played, in bars. */
const HEARD_BARS = 2;

/** Five chairs that play to one loop, bar by bar. */
export class Band implements BandFace {
	readonly presets: readonly BandPreset[] = PRESETS;
	readonly styles: readonly string[] = STYLES;
	readonly #around: BandSurroundings;
	readonly #time: BandTime;
	readonly #chairs: readonly Chair[];
	readonly #lead: LeadChair;
	readonly #levels = new BandLevels();
	readonly #ensemble: Ensemble;
	#commanded: ChairName = 'lead';
	#preset: string | null = null;
	#style: string | null = null;
	readonly #materials: Materials;
	readonly #announcing = new Announcing();
	/** What was played before went into the loop, and is not played over it. */
	#listensFrom = ticks(-Infinity);
	/** All bars before this line are decided. */
	#undecided = ticks(-Infinity);

	constructor(around: BandSurroundings) {
		this.#around = around;
		this.#time = new BandTime(around);
		this.#materials = new Materials({ ...around, time: this.#time });
		this.#lead = new LeadChair(around.lead, around.settings, around.plan);
		const surroundings = {
			composer: around.composer,
			random: around.random,
			now: around.now,
			material: (section: SectionName) => this.#materials.of(section),
			section: () => around.loop.section,
			sectionAt: (at: Ticks) => around.loop.at(at).section,
			leadsTo: (at: Ticks) => this.#leadsTo(at),
			isPlaying: (at: Ticks) => this.#time.isPlaying(at),
			liveScene: (at: Ticks) => this.#time.liveScene(at, this.#style),
			levelOf: (at: Ticks) => this.#levelOf(at),
			nextBar: (section: SectionName) => this.#nextBarOf(section),
			decidedBar: () => this.#decidedBar,
			beside: (chair: ChairName, at: Ticks | null) =>
				at === null ? this.#ensemble.inLoop(chair) : this.#ensemble.inBar(chair, at),
			presentBeat: () => this.#time.presentBeat(around.transport, DECIDED_AHEAD),
			secondsUntil: (position: Ticks) => around.transport.secondsUntil(position),
			settle: () => {
				this.#settle();
			},
			changed: around.changed
		};
		this.#ensemble = new Ensemble({
			material: (at) =>
				this.#materials.of(at === null ? around.loop.section : around.loop.at(at).section),
			lead: (from, to) => this.#leadBetween(from, to),
			chairs: () => this.#chairs
		});
		this.#chairs = (['harmony', 'keys', 'bass', 'drums'] as const).map(
			(name) => new Chair(name, { ...DEFAULT_CHAIR, sound: SOUNDS_AT_FIRST[name] }, surroundings)
		);
	}

	get chairs(): readonly ChairView[] {
		return [this.#lead.view, ...this.#chairs.map(({ view }) => view)];
	}

	/** How all chairs are set, without what they play. */
	get seats(): readonly Pick<ChairView, 'name' | 'settings'>[] {
		return [{ name: 'lead', settings: this.#lead.settings }, ...this.#chairs];
	}

	get commanded(): ChairName {
		return this.#commanded;
	}

	get preset(): string | null {
		return this.#preset;
	}

	get style(): string | null {
		return this.#style;
	}

	get level(): BandLevel {
		return this.#levels.latest;
	}

	/** Bars that the accompanists played, by where their notes came from. */
	get bars(): Readonly<Record<PartSource, number>> {
		const sum = (source: PartSource) =>
			this.#chairs.reduce((total, { bars }) => total + bars[source], 0);
		return {
			model: sum('model'),
			'last bars': sum('last bars'),
			variation: sum('variation'),
			rules: sum('rules')
		};
	}

	/** The first bar line from which on things can still change. */
	get nextBar(): Ticks {
		const now = this.#around.transport.position();
		const from = this.#time.from ?? ticks(-Infinity);
		return ticks(Math.max(this.#undecided, barLineFrom(now, this.#time.bar), from));
	}

	/** The same of a section that is to come. */
	#nextBarOf(section: SectionName): Ticks {
		const { pending } = this.#around.loop;
		if (pending?.section !== section) return this.nextBar;
		return ticks(Math.max(this.nextBar, pending.due));
	}

	/** The bar that is decided and has not begun; null for none. */
	get #decidedBar(): Ticks | null {
		const at = ticks(this.#undecided - this.#time.bar);
		return this.#around.transport.position() < at ? at : null;
	}

	command(chair: ChairName): void {
		this.#commanded = chair;
		this.#around.changed();
	}

	change(chair: ChairName, settings: Partial<ChairSettings>): void {
		this.#settle();
		this.#seat(chair).change(settings);
		this.#preset = null;
		this.#around.changed();
	}

	choosePreset(name: string): void {
		const preset = this.presets.find((one) => one.name === name);
		if (preset === undefined) return;
		this.#settle();
		for (const chair of CHAIRS) {
			const sound = SOUNDS_AT_FIRST[chair];
			this.#seat(chair).change({ ...DEFAULT_CHAIR, sound, ...preset.chairs[chair] });
		}
		this.#style = preset.style;
		this.#preset = name;
		this.#around.changed();
	}

	setStyle(style: string | null): void {
		this.#settle();
		this.#style = style !== null && this.styles.includes(style) ? style : null;
		this.#preset = null;
		this.#around.changed();
	}

	tell(command: ChairCommand): void {
		const seat = this.#seat(this.#commanded);
		const isKept = command === 'keep' && seat instanceof Chair;
		this.#around.notify(isKept ? this.#keep(seat) : seat.tell(command));
		this.#around.changed();
	}

	/** What the lead is asked for in an answer that begins at `start`. */
	leadWishes(start: Ticks, length: Ticks): AnswerWishes {
		const { harmony, loop, settings } = this.#around;
		// Alone, the lead goes by the key; among others, by the chords that they play.
		const isAlone = this.#chairs.every((chair) => chair.settings.mode === 'out');
		const outlook = loop.at(start);
		const { spans, key } = harmony(outlook.section);
		const heard = isAlone ? spans.filter(({ isPinned }) => isPinned) : spans;
		const grid = this.#time.gridOf(outlook);
		const own = { spans: heard, key };
		const harmonies = leadHarmony(own, settings().metre, grid, { start, length });
		return leadWishes(this.#lead.settings, this.#style, harmonies);
	}

	/** Whether the lead has a plan and keeps it to itself. */
	get isLeadSilent(): boolean {
		return this.#lead.settings.mode === 'listen';
	}

	/** Call often. Returns whether something that is seen changed. */
	advance(): boolean {
		this.#ensemble.lookAgain();
		const { loop, transport } = this.#around;
		const { isRecording } = this.#time;
		if (isRecording) this.#listensFrom = this.#time.from ?? this.#listensFrom;
		const outlooks = [loop.now, loop.coming].filter((outlook) => outlook !== null);
		const isNew = outlooks.map((outlook) => this.#renewMaterial(outlook)).includes(true);
		this.#announce();
		const isDecided = this.#settle();
		for (const { section, program } of outlooks) {
			// What is still to be recorded, nobody can play to.
			if (section !== loop.section && program.recordingFrom !== null) continue;
			for (const chair of this.#chairs) chair.drive(section, isRecording);
		}
		if (isRecording && transport.isRunning) this.#driveLive();
		return isNew || isDecided;
	}

	/** The transport stopped or began anew; nothing is decided before `from`. */
	reset(from = ticks(-Infinity)): void {
		this.#undecided = from;
		this.#time.comesIn = ticks(Math.max(0, from));
		this.#listensFrom = ticks(-Infinity);
		this.#levels.forget();
		for (const chair of this.#chairs) chair.reset();
		this.#materials.forget();
		this.#announcing.forget();
	}

	*eventsBetween(from: Ticks, to: Ticks): Generator<ScoreEvent> {
		this.#ensemble.lookAgain();
		const { bar } = this.#time;
		for (const chair of this.#chairs) yield* chair.eventsBetween(from, to, bar);
	}

	/** What the lead is heard to play. */
	#leadBetween(from: Ticks, to: Ticks): Iterable<ScoreEvent> {
		const { leadLine, settings } = this.#around;
		if (this.isLeadSilent) return [];
		return settings().mode === 'along'
			? this.yielding(leadLine, from, to)
			: leadLine.eventsBetween(from, to);
	}

	/** A line that `lead` plays beside the loop, with the room that the player leaves. */
	yielding(lead: Pick<Score, 'eventsBetween'>, from: Ticks, to: Ticks): Iterable<ScoreEvent> {
		const room = {
			metre: this.#around.settings().metre,
			bar: this.#time.bar,
			levelOf: (at: Ticks) => this.#levelOf(at)
		};
		return withRoom(lead, { from, to }, room);
	}

	#seat(name: ChairName): Chair | LeadChair {
		return this.#chairs.find((chair) => chair.name === name) ?? this.#lead;
	}

	#keep(chair: Chair): string {
		if (this.#around.loop.view.region === null) return NO_LOOP_TO_KEEP_IN;
		const { sound } = chair.settings;
		const kept = chair.takeToKeep();
		if (kept === null) return NOTHING_TO_KEEP;
		this.#around.keep({ ...kept, sound, chair: chair.name });
		return '';
	}

	/** What is played to, if it has changed. Returns whether it has. */
	#renewMaterial(outlook: Outlook): boolean {
		const isFirst = this.#materials.of(outlook.section) === null;
		const news = this.#materials.renew(outlook, this.#style, () => void this.#settle());
		if (news === 'same') return false;
		// In the middle of a bar nobody comes in.
		if (isFirst) this.#time.comesIn = ticks(Math.max(0, this.#undecided));
		for (const chair of this.#chairs) {
			if (news === 'other') chair.drop(outlook.section);
			else chair.refresh();
		}
		return true;
	}

	/** The first chord of the section that begins after the bar at `at`; null where none does or it has none. */
	#leadsTo(at: Ticks): Chord | null {
		const section = this.#time.endAfter(at)?.section;
		if (section === undefined) return null;
		const spans = this.#materials.of(section)?.harmony.spans ?? [];
		return spans.find(({ chord }) => chord !== null)?.chord ?? null;
	}

	/** An end or a change that was not known, or is off, shows in its last bar, decided or not. */
	#announce(): void {
		const { transport, loop, settings } = this.#around;
		if (!transport.isRunning) return;
		const ready = tickAfter(transport, DECIDED_AHEAD);
		for (const { at, earliest } of this.#announcing.news(loop.pending, ready, settings().metre)) {
			for (const chair of this.#chairs) chair.announce(at, earliest);
		}
	}

	#levelOf(at: Ticks): BandLevel {
		const level = this.#levels.of(at);
		return { ...level, isFill: level.isFill || this.#time.isEnd(at) };
	}

	#driveLive(): void {
		const { bar } = this.#time;
		const now = this.#around.transport.position();
		const next = ticks(Math.max(this.#undecided, barLineFrom(now, bar)));
		if (!this.#time.isFirstPass(next)) return;
		for (const chair of this.#chairs) chair.driveLive(next);
	}

	/** Decides what is due. Returns whether anything was. */
	#settle(): boolean {
		this.#ensemble.lookAgain();
		const { transport } = this.#around;
		if (!transport.isRunning) return false;
		const { bar } = this.#time;
		const before = this.#undecided;
		const first = Math.max(before, Math.floor(transport.position() / bar) * bar);
		for (let at = ticks(first); ; at = ticks(at + bar)) {
			const left = transport.secondsUntil(at);
			if (left > DECIDED_AHEAD) return this.#settleLevel(at, left) || at > before;
			if (this.#time.isPlaying(at) || this.#time.isFirstPass(at)) {
				for (const chair of this.#chairs) chair.decide(at);
			}
			this.#undecided = ticks(at + bar);
		}
	}

	/** How full the band plays in the bar to come. Returns whether that was settled now. */
	#settleLevel(at: Ticks, left: number): boolean {
		if (left > LEVEL_AHEAD || !this.#time.isPlaying(at)) return false;
		const { bar } = this.#time;
		const from = ticks(Math.max(this.#listensFrom, at - HEARD_BARS * bar));
		const recent = this.#around.ear.notesBetween(from, at);
		if (!this.#levels.decide(at, recent, bar)) return false;
		this.#ensemble.lookAgain();
		for (const chair of this.#chairs) chair.refresh();
		return true;
	}
}
