import type { Random } from '../../lib/random';
import { barLineFrom } from '../../music/metre';
import type { Harmony } from '../../music/harmony/findChords';
import type { Note } from '../../music/note';
import type { Score, ScoreEvent, Sound } from '../../music/score';
import { seconds, ticks, velocity, type Ticks } from '../../music/units';
import type { AnswerWishes } from '../answer';
import type { PlanView } from '../face';
import type { Composer, Transport } from '../ports';
import { BandTime, isSamePlace, type BandTimeParts } from './bandTime';
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
import { LeadChair, type LeadHands } from './leadChair';
import { leadHarmony, leadWishes } from './leadWishes';
import { BandLevels } from './levels';
import { materialOf, notesOf, type Material } from './material';
import { roundingOf, thinned } from './thin';
import { DEFAULT_CHAIR, PRESETS, SOUNDS_AT_FIRST, STYLES } from './presets';

/** What the band listens to. */
export interface BandSurroundings extends BandTimeParts {
	readonly transport: Transport;
	readonly composer: Composer;
	readonly random: Random;
	/** Any clock, in seconds. */
	readonly now: () => number;
	readonly harmony: () => Harmony;
	readonly lead: LeadHands;
	/** What the lead plays. */
	readonly leadLine: Pick<Score, 'eventsBetween'>;
	readonly plan: () => PlanView | null;
	/** Makes a layer of the part. */
	readonly keep: (part: KeptPart) => void;
	/** Says to the player why a command could not be carried out; empty when it was. */
	readonly notify: (sentence: string) => void;
	/** Something that sounds or is seen changed. */
	readonly changed: () => void;
}

/** What becomes a layer of the loop. */
export interface KeptPart {
	readonly notes: readonly Note[];
	readonly sound: Sound;
	readonly chair: ChairName;
	/** It sounds from this bar line on. */
	readonly from: Ticks;
}

export const NO_LOOP_TO_KEEP_IN = 'Record a loop first: what is kept becomes a layer of it.';
export const NOTHING_TO_KEEP = 'There is no plan to keep.';

/** Nearer to its bar line a bar does not change: the scheduler and a busy page need as much. */
const DECIDED_AHEAD = seconds(0.08);
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
	#material: Material | null = null;
	#materialKey: readonly unknown[] = [];
	/** What was played before went into the loop, and is not played over it. */
	#listensFrom = ticks(-Infinity);
	/** All bars before this line are decided. */
	#undecided = ticks(-Infinity);

	constructor(around: BandSurroundings) {
		this.#around = around;
		this.#time = new BandTime(around);
		this.#lead = new LeadChair(around.lead, around.settings, around.plan);
		const surroundings = {
			composer: around.composer,
			random: around.random,
			now: around.now,
			material: () => this.#material,
			isPlaying: (at: Ticks) => this.#time.isPlaying(at),
			liveScene: (at: Ticks) => this.#time.liveScene(at, this.#style),
			levelOf: (at: Ticks) => this.#levelOf(at),
			nextBar: () => this.nextBar,
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
			material: () => this.#material,
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
		const { harmony, settings } = this.#around;
		// Alone, the lead goes by the key; among others, by the chords that they play.
		const isAlone = this.#chairs.every((chair) => chair.settings.mode === 'out');
		const { spans, key } = harmony();
		const heard = isAlone ? spans.filter(({ isPinned }) => isPinned) : spans;
		const { grid } = this.#time;
		const span = { start, length };
		const harmonies = leadHarmony({ spans: heard, key }, settings().metre, grid, span);
		return leadWishes(this.#lead.settings, this.#style, harmonies);
	}

	/** Whether the lead has a plan and keeps it to itself. */
	get isLeadSilent(): boolean {
		return this.#lead.settings.mode === 'listen';
	}

	/** Call often. Returns whether something that is seen changed. */
	advance(): boolean {
		const { isRecording } = this.#time;
		if (isRecording) this.#listensFrom = this.#time.from ?? this.#listensFrom;
		const isNew = this.#renewMaterial();
		const isDecided = this.#settle();
		for (const chair of this.#chairs) chair.drive(isRecording);
		if (isRecording && this.#around.transport.isRunning) this.#driveLive();
		return isNew || isDecided;
	}

	/** The transport stopped or began anew. */
	reset(): void {
		this.#undecided = ticks(-Infinity);
		this.#listensFrom = ticks(-Infinity);
		this.#levels.forget();
		for (const chair of this.#chairs) chair.reset();
		this.#materialKey = [];
	}

	*eventsBetween(from: Ticks, to: Ticks): Generator<ScoreEvent> {
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
	*yielding(lead: Pick<Score, 'eventsBetween'>, from: Ticks, to: Ticks): Generator<ScoreEvent> {
		const { metre } = this.#around.settings();
		const { bar } = this.#time;
		for (let at = Math.floor(from / bar) * bar; at < to; at += bar) {
			const { share, gain } = this.#levelOf(ticks(at));
			const events = [...lead.eventsBetween(ticks(at), ticks(at + bar))].map((event) => ({
				...event,
				start: ticks(event.start - at),
				velocity: velocity(event.velocity * gain)
			}));
			for (const event of thinned(events, share, metre, roundingOf(ticks(at), bar))) {
				const start = ticks(event.start + at);
				if (start >= from && start < to) yield { ...event, start };
			}
		}
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
	#renewMaterial(): boolean {
		const { loop, ear, settings, harmony } = this.#around;
		const { grid, bar } = this.#time;
		const { metre, quantiseGrid, quantiseStrength } = settings();
		const { spans, key } = harmony();
		const place = [grid?.start, grid?.length, metre, this.#style, loop.view.state];
		const sources = [loop.revision, ear.version, spans, key, quantiseGrid, quantiseStrength];
		const materialKey = [...place, ...sources];
		if (materialKey.every((part, index) => part === this.#materialKey[index])) return false;
		this.#settle();
		const before = this.#material;
		this.#materialKey = materialKey;
		const music = { metre, bar, harmony: { spans, key }, style: this.#style };
		this.#material = grid === null ? null : materialOf({ grid, ...music, ...notesOf(loop.layers) });
		const isOther = !isSamePlace(before?.grid ?? null, grid);
		for (const chair of this.#chairs) {
			if (isOther) chair.drop();
			else chair.refresh();
		}
		return true;
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
		for (const chair of this.#chairs) chair.refresh();
		return true;
	}
}
