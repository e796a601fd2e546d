import { chordOf, type ChordSpan } from '../music/harmony/chord';
import { cutTo, inMetre, joined, laidOver, spread } from '../music/harmony/chordSpans';
import { findHarmony, type Harmony } from '../music/harmony/findChords';
import { parseChords, shareBeats } from '../music/harmony/parseChords';
import { printChords } from '../music/harmony/printChords';
import { PROGRESSIONS, progressionText } from '../music/harmony/progressions';
import { keyOfChords } from '../music/harmony/keyOfChords';
import { keyCalled, type Key } from '../music/key';
import type { LoopRegion } from '../music/loopRegion';
import { barLength, type Metre } from '../music/metre';
import type { Note } from '../music/note';
import { pitch, ticks, velocity, type Ticks } from '../music/units';
import type { ChordsFace, SavedChords } from './chordFace';
import type { LayerView, LoopView } from './face';
import { heardIn, type HeardMusic } from './heardMusic';

/** What the chord track listens to. */
export interface ChordSurroundings {
	readonly loop: () => Pick<LoopView, 'region' | 'layers'>;
	/** In the audio tracks that sound. */
	readonly heard: () => HeardMusic | null;
	readonly metre: () => Metre;
	/** The player changed something. */
	readonly changed: () => void;
}

/** What the player decided. */
interface Pins {
	readonly spans: readonly ChordSpan[];
	/** Of the form that the spans lie in; it comes round in a longer loop. */
	readonly length: Ticks;
	readonly metre: Metre;
	/** The first layer of the loop that was corrected; null for a form that any loop may have. */
	readonly owner: number | null;
	readonly key: Key | null;
}

/** What is told of the loop as it is now. */
interface Told extends Harmony {
	readonly signature: string;
	readonly length: Ticks;
}

/** What chords are found in. */
interface Sounding {
	readonly loop: Pick<LoopView, 'region' | 'layers'>;
	readonly heard: HeardMusic | null;
}

const MOST_UNDONE = 100;
/** Where pinned chords are heard as notes: the bass below, the others above. */
const BASS_OCTAVE = 36;
const CHORD_OCTAVE = 48;

/**
 * The chords under the loop: what is found in its layers and in the audio beside it, and over that what the player pinned. It is
 * found again, when somebody looks, after the notes have changed.
 */
export class ChordTrack implements ChordsFace {
	readonly #around: ChordSurroundings;
	#pins: Pins;
	#past: readonly Pins[] = [];
	#sentence = '';
	#isStale = true;
	#told: Told | null = null;

	constructor(around: ChordSurroundings) {
		this.#around = around;
		this.#pins = this.#noPins();
	}

	get spans(): readonly ChordSpan[] {
		return this.#tell().spans;
	}

	get length(): Ticks {
		return this.#tell().length;
	}

	get key(): Key | null {
		return this.#tell().key;
	}

	get isKeySet(): boolean {
		return this.#pins.key !== null;
	}

	get formBars(): number | null {
		const { spans, owner, length, metre } = this.#active();
		return spans.length === 0 || owner !== null ? null : length / barLength(metre);
	}

	get isAnyPinned(): boolean {
		return this.#active().spans.length > 0;
	}

	get canUndo(): boolean {
		return this.#past.length > 0;
	}

	get sentence(): string {
		return this.#sentence;
	}

	get text(): string {
		const { spans, length } = this.#tell();
		return printChords(spans, length, this.#around.metre());
	}

	type(text: string): boolean {
		return this.#pinForm(text, this.#pins.key);
	}

	choose(name: string, tonic: string): boolean {
		const progression = PROGRESSIONS.find((one) => one.name === name);
		if (progression === undefined) throw new RangeError(`no progression: ${name}`);
		const key = keyCalled(`${tonic} ${progression.mode}`);
		return this.#pinForm(progressionText(progression, tonic), key);
	}

	retype(from: Ticks, to: Ticks, text: string): boolean {
		if (text.trim() === '') {
			this.unpin(from, to);
			return true;
		}
		const reading = shareBeats(text, { from, to }, this.#around.metre());
		if (reading.kind === 'refused') return this.#refuse(reading.sentence);
		this.#pinOver(reading.spans);
		return true;
	}

	pin(from: Ticks, to: Ticks): void {
		const spans = cutTo(this.spans, from, to);
		this.#pinOver(spans.map((span) => ({ ...span, isPinned: true })));
	}

	unpin(from: Ticks, to: Ticks): void {
		const { spans, ...pins } = this.#atLength();
		const rest = [...cutTo(spans, ticks(0), from), ...cutTo(spans, to, pins.length)];
		this.#keep({ ...pins, spans: joined(rest) });
	}

	/** Pins a form that is not the player's own, and that undo does not know. */
	hold(spans: readonly ChordSpan[], length: Ticks, key: Key | null): void {
		const pinned = spans.map((span) => ({ ...span, isPinned: true }));
		this.#change({ spans: pinned, length, metre: this.#around.metre(), owner: null, key });
	}

	clear(): void {
		this.#keep(this.#noPins());
	}

	setKey(name: string | null): void {
		this.#keep({ ...this.#active(), key: name === null ? null : keyCalled(name) });
	}

	undo(): void {
		const before = this.#past.at(-1);
		if (before === undefined) return;
		this.#past = this.#past.slice(0, -1);
		this.#change(before);
	}

	forgetSentence(): void {
		if (this.#sentence === '') return;
		this.#sentence = '';
		this.#around.changed();
	}

	/** The loop may have changed. */
	refresh(): void {
		this.#isStale = true;
	}

	/**
	 * What is to be kept; null when the player decided nothing. A recording may only be silent just now, so
	 * what was corrected of one is kept, also where it has been deleted.
	 */
	get saved(): SavedChords | null {
		const isOfRecording = this.#pins.owner !== null && this.#pins.owner < 0;
		const { spans, length, key } = isOfRecording ? this.#pinsInMetre() : this.#active();
		if (spans.length === 0 && key === null) return null;
		const pins = spans.map(({ from, to, chord }) => ({ from, to, symbol: chord?.symbol ?? null }));
		return { length, pins, key: key?.name ?? null };
	}

	/** Puts back what was kept, once the loop is there; null for nothing. Symbols that mean nothing are left out. */
	restore(saved: SavedChords | null): void {
		this.#past = [];
		if (saved === null) {
			this.#change(this.#noPins());
			return;
		}
		const spans = saved.pins.flatMap(({ from, to, symbol }): readonly ChordSpan[] => {
			const chord = symbol === null ? null : chordOf(symbol);
			const isKnown = (symbol === null || chord !== null) && from < to;
			return isKnown ? [{ from, to, chord, isPinned: true }] : [];
		});
		const metre = this.#around.metre();
		const key = saved.key === null ? null : keyCalled(saved.key);
		const owner = isWhole(spans, saved.length) ? null : firstLayerOf(this.#sounding());
		this.#change({ spans: laidOver([], spans), length: saved.length, metre, owner, key });
	}

	#pinForm(text: string, key: Key | null): boolean {
		const metre = this.#around.metre();
		const { region } = this.#around.loop();
		const bar = barLength(metre);
		const bars = region === null ? null : Math.ceil(region.length / bar);
		const reading = parseChords(text, { bars, metre });
		if (reading.kind === 'refused') return this.#refuse(reading.sentence);
		const length = ticks(reading.bars * bar);
		this.#keep({ spans: reading.spans, length, metre, owner: null, key });
		return true;
	}

	#pinOver(spans: readonly ChordSpan[]): void {
		const pins = this.#atLength();
		this.#keep({ ...pins, spans: laidOver(pins.spans, spans) });
	}

	#refuse(sentence: string): false {
		this.#sentence = sentence;
		this.#around.changed();
		return false;
	}

	#keep(pins: Pins): void {
		this.#past = [...this.#past, this.#pins].slice(-MOST_UNDONE);
		this.#change(pins);
	}

	#change(pins: Pins): void {
		this.#pins = pins;
		this.#sentence = '';
		this.#isStale = true;
		this.#told = null;
		this.#around.changed();
	}

	#noPins(): Pins {
		return { spans: [], length: ticks(0), metre: this.#around.metre(), owner: null, key: null };
	}

	/** The pins that hold for this loop, in its metre: corrections of another one do not. */
	#active(sounding?: Sounding): Pins {
		const { owner, key } = this.#pins;
		if (owner === null) return this.#pinsInMetre();
		const isThere = layersOf(sounding ?? this.#sounding()).some(({ id }) => id === owner);
		return isThere ? this.#pinsInMetre() : { ...this.#noPins(), key };
	}

	#pinsInMetre(): Pins {
		const pins = this.#pins;
		const metre = this.#around.metre();
		if (pins.metre.beats === metre.beats && pins.metre.unit === metre.unit) return pins;
		const bars = pins.length / barLength(pins.metre);
		const spans = inMetre(pins.spans, pins.metre, metre);
		return { ...pins, spans, metre, length: ticks(bars * barLength(metre)) };
	}

	/** The pins over all of the loop, so that one place of it can be changed. */
	#atLength(): Pins {
		const pins = this.#active();
		const { length } = this.#tell();
		const isNew = pins.spans.length === 0;
		const owner = isNew ? firstLayerOf(this.#sounding()) : pins.owner;
		return { ...pins, owner, length, spans: isNew ? [] : spread(pins.spans, pins.length, length) };
	}

	/** What is there now. */
	#sounding(): Sounding {
		return { loop: this.#around.loop(), heard: this.#around.heard() };
	}

	#tell(): Told {
		if (!this.#isStale && this.#told !== null) return this.#told;
		const sounding = this.#sounding();
		const pins = this.#active(sounding);
		const metre = this.#around.metre();
		const span = spanOf(pins, sounding);
		const { length } = span;
		const audio = { id: 0, notes: length === 0 ? [] : heardIn(sounding.heard, span) };
		const pitched = sounding.loop.layers.filter(({ sound }) => sound !== 'drums');
		const lines = [...pitched, audio];
		const notes = lines.flatMap((layer) => layer.notes);
		const first = firstLayerOf(sounding) ?? 0;
		const signature = [length, metre.beats, metre.unit, first, hashOf(lines)].join(' ');
		this.#isStale = false;
		if (this.#told?.signature === signature) return this.#told;
		const pinned = length === 0 ? [] : spread(pins.spans, pins.length, length);
		const { key } = pins;
		const heard = [...notes, ...pinned.flatMap(notesOf)];
		const found = findHarmony(heard, { length, metre, ...(key === null ? {} : { key }) });
		const spans = laidOver(found.spans, pinned);
		// Who says every chord has said the key, too.
		const said = isWhole(pinned, length) ? keyOfChords(pinned) : null;
		this.#told = { signature, length, spans, key: key ?? said ?? found.key };
		return this.#told;
	}
}

/** The layers of the loop, and what is heard beside them. */
const layersOf = ({ loop, heard }: Sounding): readonly Pick<LayerView, 'id'>[] => [
	...loop.layers,
	...(heard?.layers ?? [])
];

const firstLayerOf = (sounding: Sounding) => layersOf(sounding)[0]?.id ?? null;

/** What the chords lie in: the loop, else the form, else what is heard of audio. */
function spanOf({ owner, length }: Pins, { loop, heard }: Sounding): LoopRegion {
	if (loop.region !== null) return loop.region;
	const form = { start: ticks(0), length };
	const isForm = owner === null && length > 0;
	return isForm ? form : (heard?.region ?? form);
}

const isWhole = (spans: readonly ChordSpan[], length: Ticks) =>
	spans.reduce((sum, { from, to }) => sum + to - from, 0) >= length;

/** A pinned chord, as the ear hears it. */
function notesOf({ from, to, chord }: ChordSpan): readonly Note[] {
	if (chord === null) return [];
	const note = (number: number): Note => ({
		start: from,
		duration: ticks(to - from),
		pitch: pitch(number),
		velocity: velocity(1)
	});
	const upper = chord.pitchClasses.map((pitchClass) => note(CHORD_OCTAVE + pitchClass));
	return [note(BASS_OCTAVE + chord.bass), ...upper];
}

/** Tells apart what sounds (FNV-1a over starts, lengths and pitches). */
function hashOf(layers: readonly Pick<LayerView, 'id' | 'notes'>[]): number {
	let hash = 2166136261;
	const add = (value: number) => {
		hash = Math.imul(hash ^ value, 16777619);
	};
	for (const { id, notes } of layers) {
		add(id);
		for (const { start, duration, pitch: number } of notes) {
			add(Math.round(start));
			add(Math.round(duration));
			add(number);
		}
	}
	return hash >>> 0;
}
