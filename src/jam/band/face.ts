import type { Note } from '../../music/note';
import type { Sound } from '../../music/score';
import type { Ticks } from '../../music/units';

/** The musicians, in the order in which they sit. */
export const CHAIRS = ['lead', 'harmony', 'keys', 'bass', 'drums'] as const;
export type ChairName = (typeof CHAIRS)[number];

/**
 * `out` does nothing. `listen` has a plan, drawn but silent. `along` plays all the time. `trade` plays
 * every other stretch of `tradeBars` bars, the player's stretch first.
 */
export const CHAIR_MODES = ['out', 'listen', 'along', 'trade'] as const;
export type ChairMode = (typeof CHAIR_MODES)[number];

/** `cycle` is as long as the loop. */
export const TRADE_BARS = ['cycle', 1, 2, 4, 8] as const;
export type TradeBars = (typeof TRADE_BARS)[number];

/** What the player has set for a chair. A dial runs from 0 to 1; null leaves it to the model. */
export interface ChairSettings {
	readonly mode: ChairMode;
	readonly tradeBars: TradeBars;
	readonly density: number | null;
	readonly register: number | null;
	/** 0 plays what is likeliest, 1 surprises. */
	readonly adventure: number;
	/** 1 stays close to what the player played. */
	readonly closeness: number | null;
	/** Accompanies the first pass of a recording too, a bar ahead, by what was heard. */
	readonly isLive: boolean;
	readonly sound: Sound;
	/** A factor, 0–1. */
	readonly level: number;
	readonly isMuted: boolean;
	readonly isSolo: boolean;
}

/**
 * Where a chair's notes come from: the model; its last good bars; one of these changed by rules because
 * the player commanded it and nothing else was at hand; or the few rules below them.
 */
export type PartSource = 'model' | 'last bars' | 'variation' | 'rules';

/** What a chair plays over the whole loop, as far as it is decided. */
export interface PartView {
	/** Starts count from the loop's start, and lie in [0, length of the loop). */
	readonly notes: readonly Note[];
	readonly source: PartSource;
	/** Which candidate it is, from 1, and how many there are. */
	readonly candidate: number;
	readonly candidates: number;
}

export interface ChairView {
	readonly name: ChairName;
	readonly settings: ChairSettings;
	/** What sounds now, or next if nothing does. Null while there is no plan. */
	readonly part: PartView | null;
	/** A change that waits for its bar line, as a position of the timeline. */
	readonly changesAt: Ticks | null;
	/** The composer is making something for it. */
	readonly isThinking: boolean;
}

/** What one key does to the chair that is under command. */
export const CHAIR_COMMANDS = ['keep', 'swap', 'less', 'more', 'simpler', 'out'] as const;
export type ChairCommand = (typeof CHAIR_COMMANDS)[number];

/** How a band is set at once. */
export interface BandPreset {
	readonly name: string;
	/** A style of the model's vocabulary; null leaves it open. */
	readonly style: string | null;
	readonly chairs: Readonly<Record<ChairName, Partial<ChairSettings>>>;
}

/** How full and how loud the band plays in a bar, as the player leaves room. */
export interface BandLevel {
	/** Share of its onsets that each chair plays, 0–1. */
	readonly share: number;
	/** Factor of all velocities. */
	readonly gain: number;
	readonly isFill: boolean;
}

/** All that the page sees of the band. It changes with the jam. */
export interface BandFace {
	readonly chairs: readonly ChairView[];
	/** Which chair the command keys are for. */
	readonly commanded: ChairName;
	readonly presets: readonly BandPreset[];
	/** The name of the preset that was chosen last and not changed since; null for none. */
	readonly preset: string | null;
	readonly style: string | null;
	/** The styles that the model knows. */
	readonly styles: readonly string[];
	readonly level: BandLevel;

	command(chair: ChairName): void;
	change(chair: ChairName, settings: Partial<ChairSettings>): void;
	choosePreset(name: string): void;
	setStyle(style: string | null): void;
	/** Carried out at the next bar line at the latest. */
	tell(command: ChairCommand): void;
}
