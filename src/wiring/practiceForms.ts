import type { Jam } from '../jam/jam';
import type { PracticeForm } from '../jam/practice/plan';
import type { PracticeForms } from '../jam/practice/ports';
import { Emitter } from '../lib/emitter';
import type { ChordSpan } from '../music/harmony/chord';
import { parseChords } from '../music/harmony/parseChords';
import { keyOn } from '../music/key';
import { PROGRESSIONS, progressionText, type Progression } from '../music/harmony/progressions';
import { barLength, metreName, type Metre } from '../music/metre';
import { ticks, type Ticks } from '../music/units';

const LOOP_NAME = 'The loop';
const TYPED_NAME = 'The typed chords';
/** Progressions are given in C. */
const TONIC = { name: 'C', pitchClass: 0 };

/** The loop of the keys or the typed chords where there are any, and progressions in the jam's metre. */
export class JamForms implements PracticeForms {
	readonly changed = new Emitter<void>();
	readonly #jam: Jam;
	readonly #made = new Map<string, readonly PracticeForm[]>();
	/** Chords that were typed, as they were before a practice moved them. */
	#typed: { readonly spans: readonly ChordSpan[]; readonly length: Ticks } | null = null;
	#seen = '';

	constructor(jam: Jam) {
		this.#jam = jam;
		this.#seen = this.#sight;
		jam.changed.on(() => {
			if (this.#sight === this.#seen) return;
			this.#seen = this.#sight;
			this.changed.emit();
		});
	}

	/** While a practice sounds the chord track is its own: what was typed stays in the list as it is. */
	holdTyped(isHeld: boolean): void {
		this.#typed = isHeld ? this.#typedNow : null;
	}

	get list(): readonly PracticeForm[] {
		const { loop, chords, settings } = this.#jam;
		const made = this.#progressionsIn(settings.metre);
		const { key } = chords;
		if (loop.region !== null) {
			const { length } = loop.region;
			return [{ name: LOOP_NAME, length, spans: chords.spans, key, canMove: false }, ...made];
		}
		const typed = this.#typed ?? this.#typedNow;
		return typed === null ? made : [{ name: TYPED_NAME, ...typed, key, canMove: true }, ...made];
	}

	get #typedNow(): { readonly spans: readonly ChordSpan[]; readonly length: Ticks } | null {
		const { formBars, spans, length } = this.#jam.chords;
		return formBars === null ? null : { spans, length };
	}

	/** What the list depends on. */
	get #sight(): string {
		const { loop, settings, chords } = this.#jam;
		const length = loop.region?.length ?? this.#typed?.length ?? chords.formBars ?? 0;
		return `${metreName(settings.metre)} ${loop.region === null ? 'no loop' : 'loop'} ${length}`;
	}

	#progressionsIn(metre: Metre): readonly PracticeForm[] {
		const known = this.#made.get(metreName(metre));
		if (known !== undefined) return known;
		const forms = PROGRESSIONS.map((progression) => formOf(progression, metre));
		this.#made.set(metreName(metre), forms);
		return forms;
	}
}

function formOf(progression: Progression, metre: Metre): PracticeForm {
	const reading = parseChords(progressionText(progression, TONIC.name), { bars: null, metre });
	if (reading.kind === 'refused') throw new Error(reading.sentence);
	const length = ticks(reading.bars * barLength(metre));
	return {
		name: progression.name,
		length,
		spans: reading.spans,
		key: keyOn(TONIC.pitchClass, progression.mode),
		canMove: true
	};
}
