import type { Random } from '../../lib/random';
import { offsetIn, type LoopRegion } from '../../music/loopRegion';
import { barLength, barLineFrom } from '../../music/metre';
import type { Note } from '../../music/note';
import type { ScoreEvent, Sound } from '../../music/score';
import { seconds, ticks, type Ticks } from '../../music/units';
import type { AnswerWishes } from '../answer';
import type { Ear } from '../ear';
import type { PlanView } from '../face';
import type { Loop } from '../loop';
import type { Composer, Transport } from '../ports';
import type { Settings } from '../settings';
import { Chair } from './chair';
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
import { leadLocks, leadWishes } from './leadWishes';
import { BandLevels } from './levels';
import { notesOf, type Material } from './material';
import type { Harmony } from './pitchLocks';
import { DEFAULT_CHAIR, PRESETS, STYLES } from './presets';

/** What the band listens to. */
export interface BandSurroundings {
	readonly ear: Ear;
	readonly loop: Loop;
	readonly transport: Transport;
	readonly composer: Composer;
	readonly random: Random;
	/** Any clock, in seconds. */
	readonly now: () => number;
	readonly settings: () => Settings;
	readonly harmony: () => Harmony;
	/** How long the form of a chord progression is that is played without a loop; 0 for none. */
	readonly formLength: () => Ticks;
	readonly lead: LeadHands;
	/** Makes a layer of the part. Returns why it cannot, in a sentence; empty when it is done. */
	readonly keep: (part: KeptPart) => string;
	/** Says to the player why a command could not be carried out; empty when it was. */
	readonly notify: (sentence: string) => void;
	readonly plan: () => PlanView | null;
	/** Something that sounds or is seen changed. */
	readonly changed: () => void;
}

/** What becomes a layer of the loop. */
export interface KeptPart {
	readonly notes: readonly Note[];
	readonly sound: Sound;
	/** It sounds from this bar line on. */
	readonly from: Ticks;
}

type Accompanist = Exclude<ChairName, 'lead'>;

export const NO_LOOP_TO_KEEP_IN = 'Record a loop first: what is kept becomes a layer of it.';
export const NOTHING_TO_KEEP = 'There is no plan to keep.';

/** Nearer to its bar line a bar does not change: the scheduler and a busy page need as much. */
const DECIDED_AHEAD = seconds(0.08);
/** How full the band plays in a bar is settled so long before it. */
const LEVEL_AHEAD = seconds(0.3);
const SOUNDS_AT_FIRST: Readonly<Record<Accompanist, Sound>> = {
	harmony: 'electric-piano',
	keys: 'piano',
	bass: 'bass',
	drums: 'drums'
};
/** The band listens to so much of what was just played, in bars. */
const HEARD_BARS = 2;
/** Structure is heard in so many bars. */
const PERIOD_BARS = 4;
const ACCOMPANISTS = ['harmony', 'keys', 'bass', 'drums'] as const;

/** Five chairs that play to one loop, bar by bar. */
export class Band implements BandFace {
	readonly presets: readonly BandPreset[] = PRESETS;
	readonly styles: readonly string[] = STYLES;
	readonly #around: BandSurroundings;
	readonly #chairs: readonly Chair[];
	readonly #lead: LeadChair;
	readonly #levels = new BandLevels();
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
		this.#lead = new LeadChair(around.lead, around.settings, around.plan);
		const surroundings = {
			composer: around.composer,
			random: around.random,
			now: around.now,
			material: () => this.#material,
			isPlaying: (at: Ticks) => this.#isPlaying(at),
			levelOf: (at: Ticks) => this.#levelOf(at),
			nextBar: () => this.nextBar,
			secondsUntil: (position: Ticks) => around.transport.secondsUntil(position),
			settle: () => {
				this.#settle();
			},
			changed: around.changed
		};
		this.#chairs = ACCOMPANISTS.map(
			(name) => new Chair(name, { ...DEFAULT_CHAIR, sound: SOUNDS_AT_FIRST[name] }, surroundings)
		);
	}

	get chairs(): readonly ChairView[] {
		return [this.#lead.view, ...this.#chairs.map(({ view }) => view)];
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
		return { model: sum('model'), 'last bars': sum('last bars'), rules: sum('rules') };
	}

	/** The first bar line from which on things can still change. */
	get nextBar(): Ticks {
		const { bar } = this.#grid();
		const now = this.#around.transport.position();
		const from = this.#playsFrom() ?? ticks(-Infinity);
		return ticks(Math.max(this.#undecided, barLineFrom(now, bar), from));
	}

	command(chair: ChairName): void {
		this.#commanded = chair;
		this.#around.changed();
	}

	change(chair: ChairName, settings: Partial<ChairSettings>): void {
		this.#settle();
		if (chair === 'lead') this.#lead.change(settings);
		else this.#chair(chair).change(settings);
		this.#preset = null;
		this.#around.changed();
	}

	choosePreset(name: string): void {
		const preset = this.presets.find((one) => one.name === name);
		if (preset === undefined) return;
		this.#settle();
		for (const chair of CHAIRS) {
			const { sound: _own, ...usual } = DEFAULT_CHAIR;
			const settings = { ...usual, ...preset.chairs[chair] };
			if (chair === 'lead') this.#lead.change(settings);
			else this.#chair(chair).change({ sound: SOUNDS_AT_FIRST[chair], ...settings });
		}
		this.#style = preset.style;
		this.#preset = name;
		this.#materialKey = [];
		this.#around.changed();
	}

	setStyle(style: string | null): void {
		this.#settle();
		this.#style = style !== null && this.styles.includes(style) ? style : null;
		this.#preset = null;
		this.#materialKey = [];
		this.#around.changed();
	}

	tell(command: ChairCommand): void {
		const name = this.#commanded;
		const chair = name === 'lead' ? this.#lead : this.#chair(name);
		const isKept = command === 'keep' && chair instanceof Chair;
		this.#around.notify(isKept ? this.#keep(chair) : chair.tell(command));
		this.#around.changed();
	}

	/** What the lead is asked for in an answer that begins at `start`. */
	leadWishes(start: Ticks, length: Ticks): AnswerWishes {
		const { harmony, settings } = this.#around;
		const { grid } = this.#grid();
		const locks = leadLocks(harmony(), settings().metre, grid, { start, length });
		return leadWishes(this.#lead.settings, this.#style, locks);
	}

	/** Whether the lead has a plan and keeps it to itself. */
	get isLeadSilent(): boolean {
		return this.#lead.settings.mode === 'listen';
	}

	/** Call often while the transport runs. Returns whether something that is seen changed. */
	advance(): boolean {
		if (this.#isRecording()) this.#listensFrom = this.#playsFrom() ?? this.#listensFrom;
		const isNew = this.#renewMaterial();
		const isDecided = this.#settle();
		const isRecording = this.#isRecording();
		for (const chair of this.#chairs) chair.drive(isRecording);
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
		if (this.#material === null) return;
		const { bar } = this.#material;
		for (const chair of this.#chairs) yield* chair.eventsBetween(from, to, bar);
	}

	#keep(chair: Chair): string {
		if (this.#around.loop.view.region === null) return NO_LOOP_TO_KEEP_IN;
		const { sound } = chair.settings;
		const kept = chair.takeToKeep();
		return kept === null ? NOTHING_TO_KEEP : this.#around.keep({ ...kept, sound });
	}

	#chair(name: Accompanist): Chair {
		return this.#chairs.find((chair) => chair.name === name)!;
	}

	#grid(): { readonly grid: LoopRegion | null; readonly bar: Ticks } {
		const { loop, settings, formLength } = this.#around;
		const bar = barLength(settings().metre);
		const region = loop.expectedRegion;
		if (region !== null) return { grid: region, bar };
		const form = formLength();
		return { grid: form > 0 ? { start: ticks(0), length: form } : null, bar };
	}

	/** Where the band comes in; null while it has nothing to play to, or the loop stands. */
	#playsFrom(): Ticks | null {
		const { loop } = this.#around;
		const { state, recordingFrom } = loop.view;
		const { grid } = this.#grid();
		if (grid === null || state === 'stopped') return null;
		const isForm = loop.expectedRegion === null;
		if (isForm) return ticks(0);
		return recordingFrom === null ? ticks(-Infinity) : ticks(grid.start + grid.length);
	}

	#isPlaying(at: Ticks): boolean {
		const from = this.#playsFrom();
		return from !== null && at >= from && at >= 0;
	}

	#isRecording(): boolean {
		return this.#around.loop.view.recordingFrom !== null;
	}

	/** What is played to, if it has changed. Returns whether it has. */
	#renewMaterial(): boolean {
		const { loop, ear, settings, harmony } = this.#around;
		const { grid, bar } = this.#grid();
		const { metre, quantiseGrid, quantiseStrength } = settings();
		const { spans, key } = harmony();
		const place = [grid?.start, grid?.length, metre, this.#style, loop.view.state];
		const sources = [loop.revision, ear.version, spans, key, quantiseGrid, quantiseStrength];
		const materialKey = [...place, ...sources];
		if (materialKey.every((part, index) => part === this.#materialKey[index])) return false;
		this.#settle();
		const before = this.#material;
		this.#materialKey = materialKey;
		this.#material =
			grid === null
				? null
				: {
						grid,
						metre,
						bar,
						harmony: { spans, key },
						style: this.#style,
						...notesOf(loop.layers)
					};
		const isOther =
			before?.grid.length !== grid?.length || offsetOf(before?.grid) !== offsetOf(grid);
		for (const chair of this.#chairs) {
			if (isOther) chair.drop();
			else chair.refresh();
		}
		return true;
	}

	#levelOf(at: Ticks): BandLevel {
		const level = this.#levels.of(at);
		return { ...level, isFill: level.isFill || this.#isFill(at) };
	}

	/** Ends of periods are filled, and the bar after which all stops. */
	#isFill(at: Ticks): boolean {
		const material = this.#material;
		if (material === null) return false;
		const { pending } = this.#around.loop.view;
		const { bar, grid } = material;
		const place = Math.round((at - grid.start) / bar);
		const isLast = pending?.action === 'stop' && pending.due === at + bar;
		return isLast || (place + 1) % PERIOD_BARS === 0;
	}

	/** Decides what is due. Returns whether anything was. */
	#settle(): boolean {
		const { transport, ear } = this.#around;
		const material = this.#material;
		if (!transport.isRunning || material === null) return false;
		const { bar } = material;
		const now = transport.position();
		let isDecided = false;
		const first = Math.max(this.#undecided, Math.floor(now / bar) * bar);
		for (let at = first; ; at += bar) {
			const left = transport.secondsUntil(ticks(at));
			if (left <= LEVEL_AHEAD && this.#isPlaying(ticks(at)) && left > DECIDED_AHEAD) {
				const from = ticks(Math.max(this.#listensFrom, at - HEARD_BARS * bar));
				if (this.#levels.decide(ticks(at), ear.notesBetween(from, ticks(at)), bar)) {
					isDecided = true;
					for (const chair of this.#chairs) chair.refresh();
				}
			}
			if (left > DECIDED_AHEAD) break;
			if (this.#isPlaying(ticks(at))) {
				for (const chair of this.#chairs) chair.decide(ticks(at));
				isDecided = true;
			}
			this.#undecided = ticks(at + bar);
		}
		return isDecided;
	}
}

/** Where in the loop a bar line lies depends on this alone. */
const offsetOf = (grid: LoopRegion | null | undefined) =>
	grid == null ? null : offsetIn({ start: ticks(0), length: grid.length }, grid.start);
