import { unreachable } from '../lib/exhaustive';
import type { AnswerCommand } from './answer';
import type { ChairCommand } from './band/face';
import { OTHER_IS_COMING, UNCHANGED } from './band/refusals';
import { keepPlan } from './jamScore';
import type { OrderOutcome } from './leadOrders';
import type { Loop } from './loop';
import type { Partner } from './partner';
import { NOTHING_TO_REJECT, NOTHING_TO_SWAP } from './pedal';
import type { Composer, Transport } from './ports';
import type { Settings } from './settings';

/** Who carries out what the lead is told. */
export interface LeadParts {
	readonly loop: Loop;
	readonly partner: Partner;
	readonly composer: Pick<Composer, 'status'>;
	readonly settings: () => Settings;
	readonly transport: Pick<Transport, 'position'>;
}

/** Tells the partner what to do. Returns why it cannot, in a sentence; empty when it is done. */
export function tellLead(
	{ loop, partner, composer, settings, transport }: LeadParts,
	command: ChairCommand
): string {
	switch (command) {
		case 'keep':
			return keepPlan(loop, partner, settings().partnerSound);
		case 'out':
			return partner.reject(transport.position()) ? '' : NOTHING_TO_REJECT;
		case 'swap':
		case 'simpler':
		case 'less':
		case 'more':
			return sentenceOf(
				command,
				partner.tell(command, transport.position()),
				composer.status.kind === 'ready'
			);
		default:
			return unreachable(command);
	}
}

function sentenceOf(
	command: AnswerCommand,
	outcome: OrderOutcome | null,
	isAsked: boolean
): string {
	if (outcome === null) return NOTHING_TO_SWAP;
	if (outcome !== 'nothing') return '';
	return isAsked ? `${UNCHANGED[command]} ${OTHER_IS_COMING}` : UNCHANGED[command];
}
