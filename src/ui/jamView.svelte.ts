import { createSubscriber } from 'svelte/reactivity';
import type { BandFace } from '../jam/band/face';
import type { ChordsFace } from '../jam/chordFace';
import type {
	Counts,
	JamFace,
	LoopAction,
	LoopView,
	PlanView,
	SectionView,
	Turn
} from '../jam/face';
import type { HeardMusic } from '../jam/heardMusic';
import type { Settings } from '../jam/settings';
import type { Bpm } from '../music/units';

/** Lets components read the jam as if it were made of runes. Commands go to the `face`. */
export class JamView {
	readonly face: JamFace;
	readonly #subscribe: () => void;

	constructor(face: JamFace) {
		this.face = face;
		this.#subscribe = createSubscriber((update) => face.changed.on(update));
	}

	get settings(): Settings {
		this.#subscribe();
		return this.face.settings;
	}

	get bpm(): Bpm {
		this.#subscribe();
		return this.face.bpm;
	}

	get isRunning(): boolean {
		this.#subscribe();
		return this.face.isRunning;
	}

	get loop(): LoopView {
		this.#subscribe();
		return this.face.loop;
	}

	get sections(): readonly SectionView[] {
		this.#subscribe();
		return this.face.sections;
	}

	get heard(): HeardMusic | null {
		this.#subscribe();
		return this.face.heard;
	}

	get turn(): Turn {
		this.#subscribe();
		return this.face.turn;
	}

	get plan(): PlanView | null {
		this.#subscribe();
		return this.face.plan;
	}

	get band(): BandFace {
		this.#subscribe();
		return this.face.band;
	}

	get counts(): Counts {
		this.#subscribe();
		return this.face.counts;
	}

	/** Read what you need of it anew each time: it is the same object as long as the section is. */
	get chords(): ChordsFace {
		this.#subscribe();
		return this.face.chords;
	}

	get notice(): string {
		this.#subscribe();
		return this.face.notice;
	}

	get pedalAction(): LoopAction {
		this.#subscribe();
		return this.face.pedalAction;
	}
}
