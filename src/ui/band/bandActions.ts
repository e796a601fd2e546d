import {
	CHAIR_MODES,
	CHAIRS,
	type BandFace,
	type ChairCommand,
	type ChairName,
	type ChairView
} from '../../jam/band/face';
import type { PlanView } from '../../jam/face';

/** The chair that is under command. */
export const commandedChair = ({ chairs, commanded }: Pick<BandFace, 'chairs' | 'commanded'>) =>
	chairs.find(({ name }) => name === commanded)!;

/** The next chair round the circle; `steps` may be negative. */
export function chairBeside(chair: ChairName, steps: number): ChairName {
	const place = CHAIRS.indexOf(chair) + steps;
	return CHAIRS[((place % CHAIRS.length) + CHAIRS.length) % CHAIRS.length]!;
}

/** Out, listen, along, trade, and out again. */
export function cycleMode(band: BandFace, chair: ChairView): void {
	const place = CHAIR_MODES.indexOf(chair.settings.mode) + 1;
	band.change(chair.name, { mode: CHAIR_MODES[place % CHAIR_MODES.length]! });
}

/** What can be asked of the chair as it is. `plan` is the lead's. */
export function canBeTold(command: ChairCommand, chair: ChairView, plan: PlanView | null): boolean {
	if (chair.name === 'lead') return plan !== null && !(command === 'keep' && plan.isKept);
	if (command === 'out') return chair.settings.mode !== 'out';
	return chair.part !== null;
}

/** It plays nothing that is heard: it only listens, is muted, or others play solo. */
export function isSilent(chair: ChairView, chairs: readonly ChairView[]): boolean {
	const { mode, isMuted, isSolo } = chair.settings;
	if (mode === 'out' || mode === 'listen' || isMuted) return true;
	return !isSolo && chairs.some(({ settings }) => settings.isSolo);
}
