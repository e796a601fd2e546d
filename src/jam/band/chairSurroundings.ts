import type { Chord } from '../../music/harmony/chord';
import type { Ticks } from '../../music/units';
import type { SectionName } from '../face';
import type { AskingSurroundings } from './chairAsking';
import type { BandLevel, ChairName } from './face';
import type { LiveScene } from './livePart';
import type { Material } from './material';
import type { Beside } from './settle';

/** What a chair asks of the band around it. */
export interface ChairSurroundings extends Omit<AskingSurroundings, 'nextBar'> {
	/** The first bar line of a section from which on things can still change. */
	readonly nextBar: (section: SectionName) => Ticks;
	/** What is played to in a section; null while there is nothing. */
	readonly material: (section: SectionName) => Material | null;
	/** The section that sounds, and the one that sounds at `at`. */
	readonly section: () => SectionName;
	readonly sectionAt: (at: Ticks) => SectionName;
	/** Whether the band plays in the bar that begins at `at`. */
	readonly isPlaying: (at: Ticks) => boolean;
	readonly levelOf: (at: Ticks) => BandLevel;
	/** The chord that another section begins with after the bar at `at`; null where none follows. */
	readonly leadsTo: (at: Ticks) => Chord | null;
	/** What precedes a bar of the first pass, while it is played; null for other bars. */
	readonly liveScene: (at: Ticks) => LiveScene | null;
	/** What a chair gives way to in the bar that begins at `at`, and over the whole loop. */
	readonly beside: (chair: ChairName, at: Ticks | null) => Beside | null;
	/** The bar that is decided and has not begun; null for none. */
	readonly decidedBar: () => Ticks | null;
	/** The bar that has begun, and from which of its beats on something can still be left out of it; null for none. */
	readonly presentBeat: () => { readonly at: Ticks; readonly from: Ticks } | null;
	/** Decides what is due: call it before anything changes. */
	readonly settle: () => void;
	readonly changed: () => void;
}
