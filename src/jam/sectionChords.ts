import { barLength, type Metre } from '../music/metre';
import { ticks, type Ticks } from '../music/units';
import { ChordTrack } from './chordTrack';
import type { SectionName } from './face';
import type { HeardMusic } from './heardMusic';
import type { Loop } from './loop';

/** What the chord tracks listen to. */
interface SectionChordsParts {
	readonly loop: Loop;
	readonly heard: () => HeardMusic | null;
	readonly metre: () => Metre;
	/** The player changed something. */
	readonly changed: () => void;
}

/** A chord track for each section. */
export class SectionChords {
	readonly #tracks: Readonly<Record<SectionName, ChordTrack>>;
	readonly #loop: Loop;
	readonly #metre: () => Metre;

	constructor({ loop, heard, metre, changed }: SectionChordsParts) {
		const track = (section: SectionName) =>
			new ChordTrack({ loop: () => loop.standing(section), heard, metre, changed });
		this.#tracks = { A: track('A'), B: track('B') };
		this.#loop = loop;
		this.#metre = metre;
	}

	/** Of the section that sounds. */
	get present(): ChordTrack {
		return this.#tracks[this.#loop.section];
	}

	of(section: SectionName): ChordTrack {
		return this.#tracks[section];
	}

	/** How long the form is that was typed for a section; 0 without one. */
	formLength(section: SectionName): Ticks {
		return ticks((this.#tracks[section].formBars ?? 0) * barLength(this.#metre()));
	}

	/** The loops may have changed. */
	refresh(): void {
		for (const track of Object.values(this.#tracks)) track.refresh();
	}
}
