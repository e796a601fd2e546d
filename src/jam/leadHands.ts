import { unreachable } from '../lib/exhaustive';
import type { ChairCommand } from './band/face';
import { keepPlan } from './jamScore';
import type { Loop } from './loop';
import type { Partner } from './partner';
import { NOTHING_TO_REJECT, NOTHING_TO_SWAP } from './pedal';
import type { Transport } from './ports';
import type { Settings } from './settings';

/** Who carries out what the lead is told. */
export interface LeadParts {
	readonly loop: Loop;
	readonly partner: Partner;
	readonly settings: () => Settings;
	readonly transport: Pick<Transport, 'position'>;
}

/** Tells the partner what to do. Returns why it cannot, in a sentence; empty when it is done. */
export function tellLead(
	{ loop, partner, settings, transport }: LeadParts,
	command: ChairCommand
): string {
	switch (command) {
		case 'keep':
			return keepPlan(loop, partner, settings().partnerSound);
		case 'out':
			return partner.reject() ? '' : NOTHING_TO_REJECT;
		case 'swap':
			return partner.swap(transport.position()) ? '' : NOTHING_TO_SWAP;
		case 'simpler':
			return partner.renew() ? '' : NOTHING_TO_SWAP;
		case 'less':
		case 'more':
			return partner.swap(transport.position(), command) ? '' : NOTHING_TO_SWAP;
		default:
			return unreachable(command);
	}
}
