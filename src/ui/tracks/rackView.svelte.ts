import type { PedalTarget, TracksFace } from '../../jam/tracks/tracksFace';
import type { InputPort } from '../looperPorts';

/** What the column on the right shows while the pedal works an audio track. */
export const SIDE_TABS = ['track', 'looper', 'band'] as const;
export type SideTab = (typeof SIDE_TABS)[number];

const BANK = 4;

/** Tracks are shown in fours. */
export const bankOf = (track: number) => Math.floor(track / BANK);

/** How much of the looper the page shows; it is out of the way until an audio track is selected. */
export class RackView {
	/** With waveforms and levels, not as a row of numbers. */
	isOpen = $state(false);
	/** Where there is little room, the four tracks beside those of the selected one are whole, too. */
	isWhole = $state(false);
	#tabChoice: SideTab = $state('track');
	readonly #tracks: TracksFace;
	readonly #input: InputPort;

	constructor(tracks: TracksFace, input: InputPort) {
		this.#tracks = tracks;
		this.#input = input;
	}

	/** Of an audio track; the keys have the band alone. */
	get tab(): SideTab {
		return this.#tabChoice;
	}

	set tab(tab: SideTab) {
		this.#tabChoice = tab;
	}

	/**
	 * The rack opens, and with it the microphone for the first time, when an audio track is selected,
	 * whoever does so. Returns the function that stops it.
	 */
	followTarget(): () => void {
		let shown: PedalTarget = 'keys';
		const follow = () => {
			const { target } = this.#tracks;
			if (target === shown) return;
			if (shown === 'keys') this.#meetAudio();
			shown = target;
		};
		follow();
		return this.#tracks.changed.on(follow);
	}

	#meetAudio(): void {
		this.isOpen = true;
		this.tab = 'track';
		if (this.#input.status.kind === 'off') this.#input.open();
	}
}
