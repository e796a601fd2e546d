import type { Ticks } from '../../music/units';
import type { SectionName } from '../face';
import type { ChairAsking } from './chairAsking';
import type { ChairPart } from './chairPart';

/** What a chair plays in one section, and what it has asked for: it keeps that while another one sounds. */
export class ChairSection {
	readonly name: SectionName;
	readonly part: ChairPart;
	readonly asking: ChairAsking;

	constructor(name: SectionName, part: ChairPart, asking: (own: ChairSection) => ChairAsking) {
		this.name = name;
		this.part = part;
		this.asking = asking(this);
	}

	/** It begins to sound at `at`: what it played before is as if it had just begun. */
	enter(at: Ticks): void {
		this.part.following.since(at);
	}

	/** Another loop, or none: what was made for the old one is of no use. */
	drop(): void {
		this.asking.forget();
		this.part.forget();
	}
}
