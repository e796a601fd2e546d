import type { Ticks } from '../../music/units';
import type { SectionName } from '../face';
import type { ChairAsking } from './chairAsking';
import { Following } from './following';
import type { PartInPlay } from './partInPlay';

/** What a chair plays in one section, and what it has asked for: it keeps that while another one sounds. */
export class ChairSection {
	readonly name: SectionName;
	readonly following = new Following();
	readonly part: PartInPlay;
	readonly asking: ChairAsking;
	/** Share of the part's onsets that the player wants to hear. */
	share = 1;

	constructor(name: SectionName, part: PartInPlay, asking: (section: ChairSection) => ChairAsking) {
		this.name = name;
		this.part = part;
		this.asking = asking(this);
	}

	/** It begins to sound at `at`: what it played before is as if it had just begun. */
	enter(at: Ticks): void {
		this.following.since(at);
	}

	/** Another loop, or none: what was made for the old one is of no use. */
	drop(): void {
		this.asking.forget();
		this.following.forget();
		this.share = 1;
	}
}
