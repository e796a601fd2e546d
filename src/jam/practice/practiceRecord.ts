import type { ChorusFigures } from '../../music/solo/figures';
import type { PracticeEntry } from '../../music/solo/practiceEntry';
import { ticksToSeconds, type Bpm, type Ticks } from '../../music/units';
import type { PracticePlan } from './plan';

/** A chorus that was played to its end. */
export interface PlayedChorus {
	readonly bpm: Bpm;
	/** Empty where it is not known. */
	readonly key: string;
	readonly length: Ticks;
	/** Null where all of it was the band's. */
	readonly figures: ChorusFigures | null;
}

/** Of a longer practice the log keeps the figures of its last choruses. */
const MOST_FIGURES = 500;

/** Gathers what the log keeps of a practice. */
export class PracticeRecord {
	readonly #when: number;
	readonly #form: string;
	readonly #choruses: PlayedChorus[] = [];

	/** `when` in milliseconds since 1970. */
	constructor(when: number, { form }: PracticePlan) {
		this.#when = when;
		this.#form = form.name;
	}

	add(chorus: PlayedChorus): void {
		this.#choruses.push(chorus);
	}

	/** At least one chorus must have been added. */
	get entry(): PracticeEntry {
		const played = this.#choruses;
		const [first, last] = [played[0]!, played.at(-1)!];
		const lengths = played.map(({ length, bpm }) => ticksToSeconds(length, bpm));
		return {
			when: this.#when,
			minutes: lengths.reduce((sum, length) => sum + length, 0) / 60,
			choruses: played.length,
			tempoFrom: first.bpm,
			tempoTo: last.bpm,
			keys: [...new Set(played.map(({ key }) => key).filter((key) => key !== ''))],
			form: this.#form,
			figures: played.flatMap(({ figures }) => figures ?? []).slice(-MOST_FIGURES)
		};
	}
}
