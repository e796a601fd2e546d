import type { LoopView, SectionName, SectionView } from '../../jam/face';
import { barLength, type Metre } from '../../music/metre';
import type { Ticks } from '../../music/units';
import { plural } from '../words';

/** How a section stands: it sounds, or is what the pedal works; it comes; it rests; nothing is in it. */
export interface SectionLook {
	readonly kind: 'present' | 'coming' | 'rests' | 'empty';
	/** A word or two on the button. */
	readonly words: string;
	/** All of it, for people who do not see the button. */
	readonly label: string;
}

/** What else is to be known than the section itself. */
interface SectionMoment {
	readonly loop: Pick<LoopView, 'state' | 'pending'>;
	/** What is heard now. */
	readonly position: Ticks;
	readonly metre: Metre;
}

/** Whole bars from what is heard now until `due`; at least one. */
const barsUntil = (due: Ticks, { position, metre }: SectionMoment) =>
	Math.max(1, Math.ceil((due - position) / barLength(metre)));

export function sectionLook(section: SectionView, moment: SectionMoment): SectionLook {
	const { name, isPresent, isBlank, length } = section;
	const { state, pending } = moment.loop;
	const look = (kind: SectionLook['kind'], words: string): SectionLook => ({
		kind,
		words,
		label: `Section ${name}: ${words}`
	});
	if (pending?.section === name) {
		return look('coming', `in ${plural(barsUntil(pending.due, moment), 'bar')}`);
	}
	if (isPresent && state === 'recording') return look('present', 'records');
	if (isPresent && state !== 'empty' && state !== 'stopped') return look('present', 'plays');
	const bars = plural(Math.round(length / barLength(moment.metre)), 'bar');
	return look(isPresent ? 'present' : isBlank ? 'empty' : 'rests', isBlank ? 'empty' : bars);
}

/** Where the one key for sections leads: on with what is pending, else to the section after the present one. */
export function otherSection(
	sections: readonly Pick<SectionView, 'name' | 'isPresent'>[],
	{ pending }: Pick<LoopView, 'pending'>
): SectionName {
	const place = sections.findIndex(({ isPresent }) => isPresent);
	const { name } = sections[(place + 1) % sections.length]!;
	return pending?.section ?? name;
}
