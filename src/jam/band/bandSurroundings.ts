import type { Random } from '../../lib/random';
import type { Harmony } from '../../music/harmony/findChords';
import type { Note } from '../../music/note';
import type { Score, Sound } from '../../music/score';
import type { Ticks } from '../../music/units';
import type { PlanView, SectionName } from '../face';
import type { Composer, Transport } from '../ports';
import type { BandTimeParts } from './bandTime';
import type { ChairName } from './face';
import type { LeadHands } from './leadChair';

/** What the band listens to. */
export interface BandSurroundings extends BandTimeParts {
	readonly transport: Transport;
	readonly composer: Composer;
	readonly random: Random;
	/** Any clock, in seconds. */
	readonly now: () => number;
	readonly harmony: (section: SectionName) => Harmony;
	readonly lead: LeadHands;
	/** What the lead plays. */
	readonly leadLine: Pick<Score, 'eventsBetween'>;
	readonly plan: () => PlanView | null;
	/** Makes a layer of the part. */
	readonly keep: (part: KeptPart) => void;
	/** Says to the player why a command could not be carried out; empty when it was. */
	readonly notify: (sentence: string) => void;
	/** Something that sounds or is seen changed. */
	readonly changed: () => void;
}

/** What becomes a layer of the loop. */
export interface KeptPart {
	readonly notes: readonly Note[];
	readonly sound: Sound;
	readonly chair: ChairName;
	/** It sounds from this bar line on. */
	readonly from: Ticks;
}
