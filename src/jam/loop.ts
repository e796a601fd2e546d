import type { LoopRegion } from '../music/loopRegion';
import { barLength, barLineFrom, nearestBarLine } from '../music/metre';
import type { Quantise } from '../music/quantise';
import type { ScoreEvent } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import type { Ear } from './ear';
import {
	SECTIONS,
	type LayerView,
	type LoopAction,
	type LoopView,
	type Pending,
	type SectionName,
	type SectionView
} from './face';
import type { ImportedPart } from './importedParts';
import { RecordedLayer, type Layer } from './layer';
import { LayerMaker, OVERDUB_PICKUP } from './layerMaker';
import { layerView, seenLayers } from './layerView';
import { eventsAcross, eventsOf, type IsResting } from './loopEvents';
import { outlookOf, stateWith, type Outlook } from './outlook';
import type { PressContext } from './pressContext';
import { afterAction, EMPTY_LOOP, isAllowed, isBlank, type LoopProgram } from './loopProgram';
import {
	isAnyHeld,
	layersWithin,
	NO_SECTIONS,
	presentOf,
	sectionViews,
	switchDues,
	switched,
	withPresent,
	type SectionPrograms
} from './sections';

/** A press so little behind a bar line was meant for it, in 60ths of a second at 120 BPM: 100 ms. */
const FORGIVEN_TICKS = 96;

/**
 * The MIDI loop as a program that changes at known ticks: what is pending is already part of the
 * future that `eventsBetween` tells, so it sounds in time however late `advance` is called. Each
 * section has a program of its own; all but those that say otherwise speak of the one that sounds.
 */
export class Loop {
	#all: SectionPrograms = NO_SECTIONS;
	#pending: Pending | null = null;
	/** The change of section that was pressed twice: pressed once more, it is off. */
	#hurried: Pending | null = null;
	/** What the pending change of section leads to. */
	#coming: { readonly pending: Pending; readonly from: SectionPrograms; is: Outlook } | null = null;
	/** Where the present section began to sound, if it followed on another one. */
	#enteredAt = ticks(-Infinity);
	#quantise: Quantise = { grid: '1/16', strength: 0 };
	readonly #maker: LayerMaker;
	#context: PressContext;

	constructor(ear: Ear, context: PressContext) {
		this.#maker = new LayerMaker(ear);
		this.#context = context;
	}

	get view(): LoopView {
		return {
			...this.standing(this.#all.present),
			state: stateWith(this.#program, this.#pending),
			recordingFrom: this.#program.recordingFrom,
			pending: this.#pending,
			canUndo: isAllowed(this.#program, 'undo'),
			canRedo: isAllowed(this.#program, 'redo')
		};
	}

	/** A section's span, null while that is open, and what is seen in it. */
	standing(section: SectionName): Pick<LoopView, 'region' | 'layers'> {
		const program = this.#all.programs[section];
		const { region } = program;
		const layers = region === null ? [] : seenLayers(program, region, this.#quantise);
		return { region, layers };
	}

	/** All sections, as much of each as is worth keeping: an open recording as far as it got at `now`. */
	sections(now: Ticks): readonly SectionView[] {
		const bar = barLength(this.#context.metre);
		return sectionViews(this.#all, { now, bar, quantise: this.#quantise });
	}

	get pending(): Pending | null {
		return this.#pending;
	}

	/** The name of the section that sounds. */
	get section(): SectionName {
		return this.#all.present;
	}

	/** Where it began to sound, if it followed on another one; else in the beginning. */
	get enteredAt(): Ticks {
		return this.#enteredAt;
	}

	/** Some section holds a loop, or is about to. */
	get isAnyHeld(): boolean {
		return isAnyHeld(this.#all) || this.#pending?.action === 'record';
	}

	/** The section that sounds, with what is known of the end of its recording. */
	get now(): Outlook {
		return outlookOf(this.#all.present, this.#program, this.#pending);
	}

	/** The section that will sound from the pending change on; null where none is pending. */
	get coming(): Outlook | null {
		const pending = this.#pending;
		if (pending?.section === undefined) return null;
		const known = this.#coming;
		if (known?.pending === pending && known.from === this.#all) return known.is;
		const { present, programs } = this.#after(pending, null);
		const is = outlookOf(present, programs[present], null);
		this.#coming = { pending, from: this.#all, is };
		return is;
	}

	/** The section that sounds at `position`, as things stand. */
	at(position: Ticks): Outlook {
		const coming = this.coming;
		return coming !== null && position >= this.#pending!.due ? coming : this.now;
	}

	/** The layers in the span that repeats, or will; none while that is open. */
	layersOf({ region, program }: Outlook): readonly LayerView[] {
		if (region === null) return [];
		return program.layers.map((layer) => layerView(layer, region, this.#quantise));
	}

	/** Of the section that sounds. */
	get layers(): readonly LayerView[] {
		return this.layersOf(this.now);
	}

	/** Of the section that sounds: the span that repeats, or will; null while it is open. */
	get expectedRegion(): LoopRegion | null {
		return this.now.region;
	}

	get #program(): LoopProgram {
		return presentOf(this.#all);
	}

	set #program(program: LoopProgram) {
		this.#all = withPresent(this.#all, program);
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

	/**
	 * Makes the change to `section` pending, or nearer, or takes it off: see the face. `at` is what was
	 * heard; before `ready` no note can sound in time.
	 */
	pressSection(
		section: SectionName,
		{ at, ready }: { readonly at: Ticks; readonly ready: Ticks },
		context: PressContext
	): void {
		this.#context = context;
		const before = this.#pending?.section === section ? this.#pending : null;
		const isRecorded = this.#isBegun(section);
		if (!isRecorded) this.#closeBefore(ready);
		// A loop must sound from its first note on; who records may be a little late.
		const from = isRecorded ? ticks(at - FORGIVEN_TICKS) : ticks(Math.max(at, ready));
		const dues = switchDues(this.#program, from, barLength(context.metre));
		if (before !== null && before === this.#hurried) this.cancelPending();
		else {
			const due = before === null ? dues.pass : ticks(Math.min(before.due, dues.bar));
			this.#pending = { action: 'section', section, due, isAutomatic: false };
			this.#hurried = before === null ? null : this.#pending;
		}
	}

	/** Takes off a pending change to another section. */
	stay(): void {
		if (this.#pending?.action === 'section') this.cancelPending();
	}

	/** The transport stands still: nothing was ever recorded. */
	forget(): void {
		this.#pending = null;
		this.#all = NO_SECTIONS;
	}

	/** The transport stands still: `section` is the one to work on. */
	choose(section: SectionName): void {
		this.#pending = null;
		this.#all = { ...this.#all, present: section };
	}

	/** Carries out `action` at once: the transport stands still at `at`. */
	pressStopped(action: LoopAction, at: Ticks, context: PressContext): void {
		this.#context = context;
		this.#pending = null;
		this.#carryOut({ action, due: at });
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
	advance(now: Ticks): Pending['action'] | null {
		const pending = this.#pending;
		if (pending === null || now < pending.due) return null;
		this.#pending = null;
		this.#carryOut(pending);
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
			this.#carryOut({ action: 'stop', due: end });
		}
		this.#enteredAt = ticks(-Infinity);
		for (const name of SECTIONS) {
			for (const [layer, region] of layersWithin(this.#all.programs[name])) layer.rewind(region);
		}
	}

	/** Parts become the loop, which is stopped; it was empty. */
	fill(parts: readonly ImportedPart[], length: Ticks): void {
		const region = { start: ticks(0), length };
		const layers = parts.map((part) => this.#maker.kept(part));
		this.#pending = null;
		this.#program = { ...EMPTY_LOOP, state: 'stopped', region, layers };
	}

	/** Puts a layer of the partner's on top; the redo stack is gone. */
	add(make: (id: number) => Layer): void {
		const layer = this.#maker.made(make);
		const { layers } = this.#program;
		this.#program = { ...this.#program, layers: [...layers, layer], undone: [] };
	}

	/** The notes of a section, quantised; by the player alone if asked. */
	notes(outlook: Outlook, by?: 'player'): LayerView['notes'] {
		return this.layersOf(outlook)
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
		const layer = this.#maker.heard(from, to, context);
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
		const reading = { quantise: this.#quantise, isResting, from, to };
		if (pending === null || pending.due >= to) yield* eventsOf(this.#program, reading);
		else {
			const after = presentOf(this.#after(pending, null));
			yield* eventsAcross(pending, this.#program, after, reading);
		}
	}

	#dueOf(at: Ticks): Ticks {
		const bar = barLength(this.#context.metre);
		const { recordingFrom } = this.#program;
		if (recordingFrom !== null) {
			return ticks(Math.max(nearestBarLine(at, bar), recordingFrom + bar));
		}
		return barLineFrom(ticks(at - FORGIVEN_TICKS), bar);
	}

	#carryOut(pending: Pick<Pending, 'action' | 'due' | 'section'>): void {
		this.#dropEmptyTop();
		const { action, due, section } = pending;
		const doesRecord = action === 'record' || action === 'overdub' || this.#isBegun(section);
		const isOver = action !== 'record';
		const layer = doesRecord ? this.#maker.open(due, this.#context, isOver) : null;
		const before = this.#all;
		// What is played a little before a section that is recorded belongs to it.
		const end = action === 'section' && doesRecord ? ticks(due - OVERDUB_PICKUP) : due;
		for (const open of this.#program.layers) {
			if (open instanceof RecordedLayer && open.isOpen) open.close(end);
		}
		this.#all = this.#after(pending, layer);
		if (action === 'section') {
			this.#enteredAt = due;
			const resting = layersWithin(this.#all.programs[before.present]);
			for (const [one, region] of resting) one.leave(region);
		}
		if (this.#program.state === 'recording') this.#closeAtItsEnd();
	}

	/** Whoever turns to the section records it. */
	#isBegun(section: SectionName | undefined): boolean {
		return section !== undefined && isBlank(this.#all.programs[section]);
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

	/** All sections from the moment on at which what is pending happens. Changes nothing. */
	#after(
		{ action, due, section }: Pick<Pending, 'action' | 'due' | 'section'>,
		layer: Layer | null
	): SectionPrograms {
		const { bars, metre } = this.#context;
		const fixedLength = bars === null ? null : ticks(bars * barLength(metre));
		const input = { fixedLength, layer };
		if (action !== 'section') {
			return withPresent(this.#all, afterAction(this.#program, action, due, input));
		}
		return switched(this.#all, section ?? this.#all.present, due, input);
	}

	/** An open recording of fixed length ends where it was to end, if that is before `ready`. */
	#closeBefore(ready: Ticks): void {
		const { recordingFrom, region } = this.#program;
		if (recordingFrom === null || region === null) return;
		const due = ticks(recordingFrom + region.length);
		if (due >= ready) return;
		this.#pending = null;
		this.#carryOut({ action: 'close', due });
	}
}
