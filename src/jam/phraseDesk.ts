import { Emitter } from '../lib/emitter';
import { barLength, type Metre } from '../music/metre';
import type { Note } from '../music/note';
import { ticks, type PerfTime, type Ticks } from '../music/units';
import type { Jam } from './jam';
import { LOOP_BARS, type LoopBars } from './settings';

/** A phrase as the desk plays it. */
export interface DeskPhrase {
	readonly metre: Metre;
	readonly length: Ticks;
	readonly notes: readonly Note[];
}

/** A phrase as the menu shows it. */
export interface OfferedPhrase {
	readonly name: string;
	readonly title: string;
}

/** What the desk is made with. */
export interface PhraseDeskPorts {
	readonly jam: Jam;
	/** Plays a phrase as a player would; its tick 0 falls on `from`. */
	readonly player: {
		readonly changed: Emitter<void>;
		readonly isPlaying: boolean;
		play(notes: readonly Note[], from: Ticks): void;
		stop(): void;
	};
	/** The phrase, or a plain sentence that says why it cannot be had. */
	readonly load: (name: string) => Promise<DeskPhrase | string>;
	readonly now: () => PerfTime;
}

/** "Play me a phrase": for someone who has nothing to play on, or only wants to hear it. */
export class PhraseDesk {
	readonly changed = new Emitter<void>();
	readonly #ports: PhraseDeskPorts;
	#list: readonly OfferedPhrase[] = [];
	#name: string | null = null;

	constructor(ports: PhraseDeskPorts) {
		this.#ports = ports;
		ports.player.changed.on(() => {
			if (!ports.player.isPlaying) this.#name = null;
			this.changed.emit();
		});
	}

	get list(): readonly OfferedPhrase[] {
		return this.#list;
	}

	/** These are the phrases there are. */
	offer(list: readonly OfferedPhrase[]): void {
		this.#list = list;
		this.changed.emit();
	}

	/** The name of the phrase that plays or waits for its bar line. */
	get playing(): string | null {
		return this.#name;
	}

	/** Into an empty loop the phrase is recorded; else it is played over what sounds, at the player's next turn. */
	async play(name: string): Promise<void> {
		const { jam, load, player } = this.#ports;
		this.stop();
		const phrase = await load(name);
		if (typeof phrase === 'string') {
			jam.notify(phrase);
			return;
		}
		const from = jam.isRunning ? jam.nextPlayersTurn() : this.#begin(phrase);
		this.#name = name;
		player.play(phrase.notes, from);
	}

	stop(): void {
		this.#ports.player.stop();
	}

	#begin({ metre, length }: DeskPhrase): Ticks {
		const { jam, now } = this.#ports;
		const bars = length / barLength(metre);
		if (jam.loop.state === 'stopped') {
			jam.press('play', now());
			return jam.nextPlayersTurn();
		}
		jam.change({ metre, loopBars: isLoopBars(bars) ? bars : 'free' });
		jam.press('record', now());
		return ticks(0);
	}
}

const isLoopBars = (bars: number): bars is LoopBars & number =>
	LOOP_BARS.some((offered) => offered === bars);
