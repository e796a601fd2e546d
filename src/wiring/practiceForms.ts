import type { Jam } from '../jam/jam';
import type { PracticeForm } from '../jam/practice/plan';
import type { PracticeForms } from '../jam/practice/ports';
import { Emitter } from '../lib/emitter';
import { chordOf } from '../music/harmony/chord';
import { barLength, metreName, type Metre } from '../music/metre';
import { ticks } from '../music/units';

/** In C; one word a bar, and a bar is divided evenly among what commas part. */
const PROGRESSIONS = [
	['Two five one', 'Dm7 G7 Cmaj7 Cmaj7'],
	['12-bar blues', 'C7 F7 C7 C7 F7 F7 C7 A7 Dm7 G7 C7,A7 Dm7,G7'],
	['Turnaround', 'Cmaj7,A7 Dm7,G7 Em7,A7 Dm7,G7'],
	['Minor blues', 'Cm7 Cm7 Cm7 Cm7 Fm7 Fm7 Cm7 Cm7 Ab7 G7 Cm7 G7']
] as const;

const LOOP_NAME = 'The loop';

/** The loop of the keys where there is one, and progressions in the jam's metre. */
export class JamForms implements PracticeForms {
	readonly changed = new Emitter<void>();
	readonly #jam: Jam;
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

	get list(): readonly PracticeForm[] {
		const { loop, settings } = this.#jam;
		const made = PROGRESSIONS.map(([name, chords]) => formOf(name, chords, settings.metre));
		if (loop.region === null) return made;
		const { length } = loop.region;
		return [{ name: LOOP_NAME, length, spans: [], tonic: null, canMove: false }, ...made];
	}

	/** What the list depends on. */
	get #sight(): string {
		const { loop, settings } = this.#jam;
		return `${metreName(settings.metre)} ${loop.region?.length ?? 'no loop'}`;
	}
}

function formOf(name: string, chords: string, metre: Metre): PracticeForm {
	const bars = chords.split(' ');
	const bar = barLength(metre);
	const spans = bars.flatMap((symbols, index) => {
		const parts = symbols.split(',');
		const place = (part: number) => ticks(index * bar + Math.round((part * bar) / parts.length));
		return parts.map((symbol, part) => ({
			from: place(part),
			to: place(part + 1),
			chord: chordOf(symbol),
			isPinned: true
		}));
	});
	return { name, length: ticks(bars.length * bar), spans, tonic: 0, canMove: true };
}
