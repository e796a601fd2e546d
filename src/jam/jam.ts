import { Emitter } from '../lib/emitter';
import { seededRandom } from '../lib/random';
import { findHarmony } from '../music/harmony/findChords';
import type { LiveEvent } from '../music/liveEvent';
import { barLength, barLineFrom } from '../music/metre';
import type { Score, ScoreEvent } from '../music/score';
import { ticks, type Bpm, type PerfTime, type Ticks } from '../music/units';
import { Band } from './band/band';
import type { BandFace } from './band/face';
import { DeadlineComposer } from './deadlineComposer';
import type { ChordTrack } from './chordTrack';
import { SectionChords } from './sectionChords';
import { Ear, inTickParts } from './ear';
import { unheard, type HeardNote, type JamFace, type LoopAction, type LoopView } from './face';
import { SECTIONS, type PlanView, type SectionName, type SectionView, type Turn } from './face';
import { JamRun } from './jamRun';
import { keeperIn, scoreBetween } from './jamScore';
import { tellLead } from './leadHands';
import { importRefusal, keepHeard } from './broughtIn';
import type { HeardMusic } from './heardMusic';
import type { ImportedFrame, ImportedPart } from './importedParts';
import { Loop } from './loop';
import { Partner } from './partner';
import type { Composer, Stage, Transport } from './ports';
import { METRE_IS_FIXED, PEDAL_ACTIONS, TEMPO_IS_FIXED } from './pedal';
import { pressContextOf, type PressContext } from './pressContext';
import { DEFAULT_SETTINGS, quantiseOf, type Settings } from './settings';
import { TapTempo } from './tapTempo';
import { Watch } from '../lib/watch';
import type { JamHooks, TrackHooks } from './tracks/jamHooks';

/** What the jam is played on. */
export interface JamPorts {
	readonly transport: Transport;
	readonly composer: Composer;
	/** The page's clock. */
	readonly now: () => PerfTime;
	readonly seed: number;
}

/** The session: the player's loop, the partner's plan and the transport under both. */
export class Jam implements JamFace, JamHooks, Score {
	readonly changed = new Emitter<void>();
	readonly #chords: SectionChords;
	readonly #ports: JamPorts;
	readonly #ear = new Ear();
	readonly #loop: Loop;
	readonly #partner: Partner;
	readonly #band: Band;
	readonly #run: JamRun;
	readonly #taps = new TapTempo();
	#settings = DEFAULT_SETTINGS;
	#notice = '';
	#stage: Stage | null = null;
	#tracks: TrackHooks | null = null;
	readonly #watch = new Watch<unknown>('idle', 0);

	constructor(ports: JamPorts) {
		this.#ports = ports;
		const changed = () => {
			this.#update();
		};
		this.#loop = new Loop(this.#ear, pressContextOf(this.#settings, null, 1));
		this.#chords = new SectionChords({
			loop: this.#loop,
			heard: () => this.heard,
			metre: () => this.#settings.metre,
			changed
		});
		const { transport } = ports;
		const now = () => ports.now() / 1000;
		const surroundings = {
			ear: this.#ear,
			loop: this.#loop,
			transport,
			composer: new DeadlineComposer(ports.composer, now),
			settings: () => this.#settings,
			heard: () => this.heard,
			changed
		};
		this.#partner = new Partner({
			...surroundings,
			random: seededRandom(ports.seed),
			wishes: (start, length) => this.#band.leadWishes(start, length)
		});
		this.#band = new Band({
			...surroundings,
			random: seededRandom(ports.seed + 1),
			now,
			harmony: (section) => this.#chords.of(section),
			harmonyOf: (notes, metre, length) => findHarmony(notes, { metre, length }),
			formLength: (section) => this.#chords.formLength(section),
			lead: {
				change: (settings) => {
					this.change(settings);
				},
				tell: (command) => tellLead({ ...surroundings, partner: this.#partner }, command)
			},
			leadLine: this.#partner,
			plan: () => this.plan,
			keep: keeperIn(this.#loop),
			notify: (sentence) => {
				this.#notice = sentence;
			}
		});
		this.#run = new JamRun({
			...surroundings,
			partner: this.#partner,
			band: this.#band,
			tracks: () => this.#tracks,
			pressContext: (section) => this.#pressContext(section)
		});
		ports.composer.changed.on(() => {
			this.changed.emit();
		});
	}

	/** Who sounds the score; it reads the jam, so it comes after it. */
	set stage(stage: Stage) {
		this.#stage = stage;
	}

	/** The audio tracks under the same tempo; they drive the jam, so they come after it. */
	set tracks(tracks: TrackHooks) {
		this.#tracks = tracks;
	}

	get settings(): Settings {
		return this.#settings;
	}

	get bpm(): Bpm {
		return this.#ports.transport.bpm;
	}

	get isRunning(): boolean {
		return this.#ports.transport.isRunning;
	}

	get loop(): LoopView {
		return this.#loop.view;
	}

	get sections(): readonly SectionView[] {
		return this.#loop.sections(this.#ports.transport.position());
	}

	get hasLoops(): boolean {
		return this.#loop.isAnyHeld;
	}

	get heard(): HeardMusic | null {
		return this.#tracks?.heard ?? null;
	}

	get chords(): ChordTrack {
		return this.#chords.present;
	}

	/** Of any section. */
	chordsOf(section: SectionName): ChordTrack {
		return this.#chords.of(section);
	}

	get plan(): PlanView | null {
		return this.#partner.plan;
	}

	get band(): BandFace & Pick<Band, 'bars' | 'seats'> {
		return this.#band;
	}

	get counts() {
		return this.#partner.counts;
	}

	get notice(): string {
		return this.#notice;
	}

	get turn(): Turn {
		if (!this.isRunning) return { kind: 'idle' };
		const now = this.#ports.transport.position();
		if (now < 0) return { kind: 'counting-in', until: ticks(0) };
		const turn = this.#partner.turn(now);
		return this.#band.isLeadSilent ? unheard(turn) : turn;
	}

	get pedalAction(): LoopAction {
		return PEDAL_ACTIONS[this.#loop.view.state];
	}

	heardPosition(): Ticks {
		return this.#ports.transport.heardAt(this.#ports.now());
	}

	heardNotes(from: Ticks): readonly HeardNote[] {
		return this.#ear.notesBetween(from, ticks(Infinity));
	}

	change(settings: Partial<Settings>): void {
		this.#notice = '';
		const isMetreFixed = this.hasLoops || (this.#tracks?.isTempoFixed ?? false);
		if (settings.metre !== undefined && isMetreFixed) this.#notice = METRE_IS_FIXED;
		const held = isMetreFixed ? { metre: this.#settings.metre } : {};
		this.#settings = { ...this.#settings, ...settings, ...held };
		this.#loop.setQuantise(quantiseOf(this.#settings));
		this.#update();
	}

	setBpm(tempo: Bpm): void {
		if (this.#tracks?.isTempoFixed === true) this.#notice = TEMPO_IS_FIXED;
		else this.#ports.transport.setBpm(tempo);
		this.#update();
	}

	tap(at: PerfTime): void {
		const tempo = this.#taps.tap(at);
		if (tempo !== null) this.setBpm(tempo);
	}

	startStop(): void {
		this.#notice = '';
		this.#run.toggle();
		this.#followUp();
	}

	press(action: LoopAction, at: PerfTime): void {
		this.#notice = '';
		const refusal = this.#run.press(action, at);
		if (refusal !== '') this.#notice = refusal;
		this.#followUp();
	}

	chooseSection(section: SectionName, at: PerfTime): void {
		this.#notice = '';
		this.#run.choose(section, at);
		this.#followUp();
	}

	/** Nothing is in any section, and nothing comes back by undo; call while nothing runs. */
	forgetSections(): void {
		this.#loop.forget();
		for (const section of SECTIONS) this.#chords.of(section).restore(null);
		this.#update();
	}

	cancelPending(): void {
		this.#loop.cancelPending();
		this.#followUp();
	}

	panic(): void {
		this.#run.silence();
		this.#stage?.silence();
		this.#update();
	}

	begin(isCounted: boolean): Ticks {
		const from = this.#run.begin(isCounted);
		this.#update();
		return from;
	}

	end(): void {
		this.#run.stop();
		this.#update();
	}

	moveTimeline(move: () => void): void {
		if (this.#loop.view.state === 'armed') this.#loop.cancelPending();
		this.#run.moveTimeline(move);
		this.#update();
	}

	heardMoved(): void {
		this.#update();
	}

	keepHeard(from: Ticks, to: Ticks): string {
		const refusal = keepHeard(this.#loop, this.#ear, [from, to], this.#pressContext());
		this.#update();
		return refusal;
	}

	/**
	 * Parts of a file become the stopped loop of the section, with their tempo and metre where no loop
	 * holds those.
	 * Returns why they cannot, in a sentence; empty when it is done.
	 */
	importParts(parts: readonly ImportedPart[], { metre, bpm, length }: ImportedFrame): string {
		const isTimeFree = !this.hasLoops;
		const refusal = importRefusal(this.#loop, metre, this.#settings.metre);
		if (refusal !== '') return refusal;
		if (this.isRunning) this.#run.halt();
		if (isTimeFree && this.#tracks?.isTempoFixed !== true) {
			this.change({ metre });
			this.setBpm(bpm);
		}
		this.#loop.fill(parts, barLineFrom(length, barLength(this.#settings.metre)));
		this.#update();
		return '';
	}

	/** Where the player's next turn begins: a cycle when trading, else a bar line. */
	nextPlayersTurn(): Ticks {
		return this.#partner.nextPlayersTurn(this.#ports.transport.position());
	}

	/** Says something to the player, as a refused command does. */
	notify(sentence: string): void {
		this.#notice = sentence;
		this.changed.emit();
	}

	/** What the player does, at the moment that the device gave. */
	hear(event: LiveEvent): void {
		if (!this.isRunning) return;
		const heard = this.#ports.transport.heardAt(event.at);
		this.#ear.hear(event, inTickParts(heard));
	}

	/** Call every few tens of milliseconds: carries out what is due, and lets the partner think. */
	advance(): void {
		if (!this.isRunning) {
			this.#band.advance();
			return;
		}
		const now = this.#ports.transport.position();
		const action = this.#loop.advance(now);
		if (action === 'stop') this.#run.halt();
		const isPartnerNew = action !== 'stop' && this.#partner.advance(now);
		const isBandNew = action !== 'stop' && this.#band.advance();
		const isNews = this.#watch.isNew(this.turn.kind, this.#ear.version);
		if (isNews || action !== null || isPartnerNew || isBandNew) this.#update();
	}

	eventsBetween(from: Ticks, to: Ticks): Iterable<ScoreEvent> {
		const players = { loop: this.#loop, partner: this.#partner, band: this.#band };
		return scoreBetween(players, this.#settings, { from, to });
	}

	#pressContext(section = this.#loop.section): PressContext {
		return pressContextOf(
			this.#settings,
			this.#chords.of(section).formBars,
			this.#tracks?.baseBars ?? 1
		);
	}

	#followUp(): void {
		this.advance();
		this.#update();
	}

	#update(): void {
		this.#chords.refresh();
		this.#stage?.refresh();
		this.changed.emit();
	}
}
