import type { LoopRegion } from '../music/loopRegion';
import { barLength, barLineFrom, beatLength, nearestBarLine, type Metre } from '../music/metre';
import type { Quantise } from '../music/quantise';
import type { ScoreEvent, Sound } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import type { Ear } from './ear';
import type { LayerView, LoopAction, LoopView, Pending } from './face';
import type { ImportedPart } from './importedParts';
import { KeptLayer, RecordedLayer, type Layer } from './layer';
import { layerView } from './layerView';
import { eventsOf, isSounding, type IsResting } from './loopEvents';
import type { Settings } from './settings';
import { afterAction, EMPTY_LOOP, isAllowed, type LoopProgram } from './loopProgram';

/** What the loop needs to know of the settings when something is pressed. */
export interface PressContext {
	readonly metre: Metre;
	/** Null: as long as the player plays. */
	readonly bars: number | null;
	readonly sound: Sound;
}

/**
 * What is pressed by these settings. A loop lasts as long as the form of typed chords, if there is one,
 * and takes whole rounds of the recorded audio loop, `baseBars` long.
 */
export function pressContextOf(
	{ metre, loopBars, playerSound }: Settings,
	formBars: number | null,
	baseBars: number
): PressContext {
	const wanted = formBars ?? (loopBars === 'free' ? null : loopBars);
	const bars = wanted === null ? null : Math.ceil(wanted / baseBars) * baseBars;
	return { metre, bars, sound: playerSound };
}

/** A press so little behind a bar line was meant for it, in 60ths of a second at 120 BPM: 100 ms. */
const FORGIVEN_TICKS = 96;
/** An overdub takes in notes that anticipate its bar line by this much. */
const OVERDUB_PICKUP = ticks(60);

/**
 * The MIDI loop as a program that changes at known ticks: what is pending is already part of the
 * future that `eventsBetween` tells, so it sounds in time however late `advance` is called.
 */
export class Loop {
	#program: LoopProgram = EMPTY_LOOP;
	#pending: Pending | null = null;
	#nextLayer = 1;
	#quantise: Quantise = { grid: '1/16', strength: 0 };
	readonly #ear: Ear;
	#context: PressContext;

	constructor(ear: Ear, context: PressContext) {
		this.#ear = ear;
		this.#context = context;
	}

	get view(): LoopView {
		const { region, recordingFrom, layers } = this.#program;
		return {
			state: this.#stateWithPending(),
			region,
			recordingFrom,
			layers:
				region === null ? [] : layers.map((layer) => this.#viewOf(layer, region)).filter(isSeen),
			pending: this.#pending,
			canUndo: isAllowed(this.#program, 'undo'),
			canRedo: isAllowed(this.#program, 'redo')
		};
	}

	/** Another object whenever the loop is another. */
	get revision(): object {
		return this.#program;
	}

	/** The layers in the span that repeats, or will; none while that is open. */
	get layers(): readonly LayerView[] {
		const region = this.expectedRegion;
		if (region === null) return [];
		return this.#program.layers.map((layer) => this.#viewOf(layer, region));
	}

	/** The span that repeats, or will from the pending close on; null while that is open. */
	get expectedRegion(): LoopRegion | null {
		const { region, recordingFrom } = this.#program;
		const pending = this.#pending;
		if (recordingFrom === null || pending?.action !== 'close') return region;
		return { start: recordingFrom, length: ticks(pending.due - recordingFrom) };
	}

	setQuantise(quantise: Quantise): void {
		this.#quantise = quantise;
	}

	canPress(action: LoopAction): boolean {
		return isAllowed(this.#program, action);
	}

	/** Makes `action` pending at its bar line; the same pending action is cancelled. Heard position. */
	press(action: LoopAction, at: Ticks, context: PressContext): void {
		const pending = this.#pending;
		this.#context = context;
		if (pending?.action === action && !pending.isAutomatic) {
			this.cancelPending();
			return;
		}
		this.#pending = { action, due: this.#dueOf(at), isAutomatic: false };
	}

	/** Carries out `action` at once: the transport stands still at `at`. */
	pressStopped(action: LoopAction, at: Ticks, context: PressContext): void {
		this.#context = context;
		this.#pending = null;
		this.#carryOut(action, at);
		if (this.#program.state === 'playing') {
			this.#program = { ...this.#program, state: action === 'play' ? 'playing' : 'stopped' };
		}
	}

	/** A recording whose end is cancelled goes on until the player closes it. */
	cancelPending(): void {
		const action = this.#pending?.action;
		this.#pending = null;
		if (action === 'close') this.#program = { ...this.#program, region: null };
		else this.#closeAtItsEnd();
	}

	/** Carries out what is due at `now`. Returns the action, or null. */
	advance(now: Ticks): LoopAction | null {
		const pending = this.#pending;
		if (pending === null || now < pending.due) return null;
		this.#pending = null;
		this.#carryOut(pending.action, pending.due);
		return pending.action;
	}

	/** The transport stopped: what is pending is off, what is open ends, and the past is forgotten. */
	rewind(at: Ticks): void {
		this.#pending = null;
		if (isAllowed(this.#program, 'stop')) {
			const bar = barLength(this.#context.metre);
			const { recordingFrom } = this.#program;
			const end =
				recordingFrom === null
					? at
					: ticks(Math.max(barLineFrom(at, bar), recordingFrom + (at > recordingFrom ? bar : 0)));
			this.#carryOut('stop', end);
		}
		for (let program: LoopProgram | null = this.#program; program !== null;) {
			const { region, layers, undone, cleared }: LoopProgram = program;
			if (region !== null) for (const layer of [...layers, ...undone]) layer.rewind(region);
			program = cleared;
		}
	}

	/** Parts become the loop, which is stopped; it was empty. */
	fill(parts: readonly ImportedPart[], length: Ticks): void {
		const region = { start: ticks(0), length };
		const layers = parts.map((part) => new KeptLayer(this.#nextLayer++, part, ticks(-Infinity)));
		this.#pending = null;
		this.#program = { ...EMPTY_LOOP, state: 'stopped', region, layers };
	}

	/** Puts a layer of the partner's on top; the redo stack is gone. */
	add(make: (id: number) => Layer): void {
		const layer = make(this.#nextLayer++);
		this.#program = {
			...this.#program,
			layers: [...this.#program.layers, layer],
			undone: []
		};
	}

	/** The loop's notes, quantised; by the player alone if asked. */
	notes(by?: 'player'): LayerView['notes'] {
		return this.layers
			.filter((layer) => by === undefined || layer.by === by)
			.flatMap(({ notes }) => notes);
	}

	/**
	 * What was heard over [from, to), whole bars, becomes the loop, or a layer of it. Returns whether it
	 * can: not while the loop is recorded, nor where the loop is shorter.
	 */
	keep(from: Ticks, to: Ticks, context: PressContext): boolean {
		const { region, layers, state } = this.#program;
		const length = ticks(to - from);
		if (state === 'recording' || (region !== null && length > region.length)) return false;
		this.#context = context;
		const span = { from, pickup: OVERDUB_PICKUP };
		const layer = new RecordedLayer(this.#nextLayer++, context.sound, this.#ear, span);
		layer.close(to);
		if (region !== null) {
			this.#program = { ...this.#program, layers: [...layers, layer], undone: [] };
			return true;
		}
		this.#pending = null;
		const start = { start: from, length };
		this.#program = { ...EMPTY_LOOP, state: 'playing', region: start, layers: [layer] };
		return true;
	}

	*eventsBetween(from: Ticks, to: Ticks, isResting: IsResting): Generator<ScoreEvent> {
		const pending = this.#pending;
		const reading = { quantise: this.#quantise, isResting };
		if (pending === null || pending.due >= to) {
			yield* eventsOf(this.#program, { ...reading, from, to });
			return;
		}
		const { action, due } = pending;
		const after = this.#after(action, due, null);
		const goOn = new Set(isSounding(after) ? after.layers.map(({ id }) => `layer ${id}`) : []);
		const before = { ...reading, from, to: ticks(Math.min(due, to)) };
		for (const event of eventsOf(this.#program, before)) {
			if (event.end <= due || goOn.has(event.owner)) yield event;
			else yield { ...event, end: due };
		}
		yield* eventsOf(after, { ...reading, from: ticks(Math.max(from, due)), to });
	}

	#viewOf(layer: Layer, region: LoopRegion): LayerView {
		return layerView(layer, region, this.#quantise);
	}

	#stateWithPending(): LoopView['state'] {
		const { state } = this.#program;
		const pending = this.#pending;
		if (state === 'empty' && pending?.action === 'record') return 'armed';
		return state === 'recording' && pending?.action === 'close' && !pending.isAutomatic
			? 'closing'
			: state;
	}

	#dueOf(at: Ticks): Ticks {
		const bar = barLength(this.#context.metre);
		const { recordingFrom } = this.#program;
		if (recordingFrom !== null) {
			return ticks(Math.max(nearestBarLine(at, bar), recordingFrom + bar));
		}
		return barLineFrom(ticks(at - FORGIVEN_TICKS), bar);
	}

	#carryOut(action: LoopAction, due: Ticks): void {
		this.#dropEmptyTop();
		const layer = this.#newLayer(action, due);
		const before = this.#program;
		this.#program = this.#after(action, due, layer);
		for (const open of before.layers) {
			if (open instanceof RecordedLayer && open.isOpen) open.close(due);
		}
		if (action === 'record') this.#closeAtItsEnd();
	}

	/** A recording of fixed length closes by itself. */
	#closeAtItsEnd(): void {
		const { recordingFrom, region } = this.#program;
		if (recordingFrom === null || region === null) return;
		const due = ticks(recordingFrom + region.length);
		this.#pending = { action: 'close', due, isAutomatic: true };
	}

	/** An overdub in which nothing was played leaves no layer; the next action tells, for notes may be heard of late. */
	#dropEmptyTop(): void {
		const { region, layers, state } = this.#program;
		const top = layers.at(-1);
		if (top === undefined || region === null || layers.length < 2) return;
		if (state !== 'overdubbing' && top.notesIn(region).length === 0) {
			this.#program = { ...this.#program, layers: layers.slice(0, -1) };
		}
	}

	#after(action: LoopAction, due: Ticks, layer: Layer | null): LoopProgram {
		const { bars, metre } = this.#context;
		const fixedLength = bars === null ? null : ticks(bars * barLength(metre));
		return afterAction(this.#program, action, due, { fixedLength, layer });
	}

	#newLayer(action: LoopAction, due: Ticks): RecordedLayer | null {
		if (action !== 'record' && action !== 'overdub') return null;
		const { sound, metre } = this.#context;
		const pickup = action === 'record' ? beatLength(metre) : OVERDUB_PICKUP;
		return new RecordedLayer(this.#nextLayer++, sound, this.#ear, { from: due, pickup });
	}
}

/** The first layer is the loop; another is seen once there is something in it. */
const isSeen = ({ isOpen, notes }: LayerView, index: number) =>
	index === 0 || isOpen || notes.length > 0;
