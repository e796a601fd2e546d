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
import { ChordTrack } from './chordTrack';
import { Ear } from './ear';
import { unheard, type HeardNote, type JamFace, type LoopAction, type LoopView } from './face';
import type { PlanView, Turn } from './face';
import { JamRun } from './jamRun';
import { scoreBetween } from './jamScore';
import { tellLead } from './leadHands';
import type { ImportedFrame, ImportedPart } from './importedParts';
import { Loop, pressContextOf, type PressContext } from './loop';
import { KeptLayer } from './layer';
import { Partner } from './partner';
import type { Composer, Stage, Transport } from './ports';
import {
	DOES_NOT_FIT,
	METRE_IS_FIXED,
	KEYS_HOLD_LOOP,
	NOTHING_HEARD,
	PEDAL_ACTIONS,
	REFUSALS,
	TEMPO_IS_FIXED
} from './pedal';
import { DEFAULT_SETTINGS, type Settings } from './settings';
import { TapTempo } from './tapTempo';
import type { JamHooks, TrackHooks } from './tracks/jamHooks';

/** What the jam is played on. */
export interface JamPorts {
	readonly transport: Transport;
	readonly composer: Composer;
	/** The page's clock. */
	readonly now: () => PerfTime;
	readonly seed: number;
}

/** Heard positions keep this many parts of a tick, a power of two, so that sums of them stay exact. */
const TICK_PARTS = 64;

/** The session: the player's loop, the partner's plan and the transport under both. */
export class Jam implements JamFace, JamHooks, Score {
	readonly changed = new Emitter<void>();
	readonly chords: ChordTrack;
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
	#lastTurn: Turn['kind'] = 'idle';
	#lastVersion = 0;

	constructor(ports: JamPorts) {
		this.#ports = ports;
		this.#loop = new Loop(this.#ear, pressContextOf(this.#settings, null, 1));
		this.chords = new ChordTrack({
			loop: () => this.#loop.view,
			metre: () => this.#settings.metre,
			changed: () => {
				this.#update();
			}
		});
		const { transport } = ports;
		const now = () => ports.now() / 1000;
		const surroundings = {
			ear: this.#ear,
			loop: this.#loop,
			transport,
			composer: new DeadlineComposer(ports.composer, now),
			settings: () => this.#settings,
			changed: () => {
				this.#update();
			}
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
			harmony: () => this.chords,
			harmonyOf: (notes, metre, length) => findHarmony(notes, { metre, length }),
			formLength: () => ticks((this.chords.formBars ?? 0) * barLength(this.#settings.metre)),
			lead: {
				change: (settings) => {
					this.change(settings);
				},
				tell: (command) => tellLead({ ...surroundings, partner: this.#partner }, command)
			},
			leadLine: this.#partner,
			plan: () => this.plan,
			keep: ({ from, ...part }) => {
				this.#loop.add((id) => new KeptLayer(id, { ...part, by: 'partner' }, from));
			},
			notify: (sentence) => {
				this.#notice = sentence;
			}
		});
		this.#run = new JamRun({
			transport: ports.transport,
			ear: this.#ear,
			loop: this.#loop,
			partner: this.#partner,
			band: this.#band,
			settings: () => this.#settings,
			tracks: () => this.#tracks,
			pressContext: () => this.#pressContext()
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
		const isMetreFixed = this.#loop.view.state !== 'empty' || (this.#tracks?.isTempoFixed ?? false);
		if (settings.metre !== undefined && isMetreFixed) this.#notice = METRE_IS_FIXED;
		const { metre } = isMetreFixed ? this.#settings : { ...this.#settings, ...settings };
		this.#settings = { ...this.#settings, ...settings, metre };
		const { quantiseGrid, quantiseStrength } = this.#settings;
		this.#loop.setQuantise({ grid: quantiseGrid, strength: quantiseStrength });
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
		this.advance();
		this.#update();
	}

	press(action: LoopAction, at: PerfTime): void {
		this.#notice = '';
		if (!this.isRunning) this.#notice = this.#run.press(action);
		else if (action === 'stop' && this.#run.isStopAtOnce) this.#run.halt();
		else if (this.#loop.canPress(action)) {
			const heard = this.#ports.transport.heardAt(at);
			this.#loop.press(action, heard, this.#pressContext());
		} else this.#notice = REFUSALS[action];
		this.advance();
		this.#update();
	}

	cancelPending(): void {
		this.#loop.cancelPending();
		this.#update();
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

	timelineMoved(): void {
		if (this.#loop.view.state === 'armed') this.#loop.cancelPending();
		this.#ear.forget();
		this.#partner.reset();
		this.#band.reset();
		this.#update();
	}

	keepHeard(from: Ticks, to: Ticks): string {
		if (this.#ear.notesBetween(from, to).length === 0) return NOTHING_HEARD;
		if (!this.#loop.keep(from, to, this.#pressContext())) return DOES_NOT_FIT;
		this.#update();
		return '';
	}

	/**
	 * Parts of a file become the stopped loop, with its tempo and metre where no loop of sound holds them.
	 * Returns why they cannot, in a sentence; empty when it is done.
	 */
	importParts(parts: readonly ImportedPart[], { metre, bpm, length }: ImportedFrame): string {
		if (this.#loop.view.state !== 'empty') return KEYS_HOLD_LOOP;
		if (this.isRunning) this.#run.halt();
		if (this.#tracks?.isTempoFixed !== true) {
			this.change({ metre });
			this.setBpm(bpm);
		}
		this.#loop.fill(parts, barLineFrom(length, barLength(this.#settings.metre)));
		this.#update();
		return '';
	}

	/** Where the player's next turn begins: a cycle when trading, else a bar line. */
	nextPlayersTurn(): Ticks {
		const now = this.#ports.transport.position();
		const bar = barLength(this.#settings.metre);
		return this.#partner.nextPlayersTurn(now) ?? barLineFrom(ticks(now + 1), bar);
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
		this.#ear.hear(event, ticks(Math.round(heard * TICK_PARTS) / TICK_PARTS));
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
		const isChanged = isPartnerNew || isBandNew;
		const { kind } = this.turn;
		const { version } = this.#ear;
		const isNews = kind !== this.#lastTurn || version !== this.#lastVersion;
		this.#lastTurn = kind;
		this.#lastVersion = version;
		if (action !== null || isChanged || isNews) this.#update();
	}

	eventsBetween(from: Ticks, to: Ticks): Iterable<ScoreEvent> {
		const players = { loop: this.#loop, partner: this.#partner, band: this.#band };
		return scoreBetween(players, this.#settings, { from, to });
	}

	#pressContext(): PressContext {
		return pressContextOf(this.#settings, this.chords.formBars, this.#tracks?.baseBars ?? 1);
	}

	#update(): void {
		this.chords.refresh();
		this.#stage?.refresh();
		this.changed.emit();
	}
}
