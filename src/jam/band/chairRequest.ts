import { seconds, type Seconds } from '../../music/units';
import { pitchClassesOf } from '../../music/key';
import type { AnswerRequest } from '../ports';
import { controlsOf, temperatureOf } from './dials';
import type { ChairName, ChairSettings } from './face';
import { pitchedNotes, type Material } from './material';
import { pitchLocks } from './pitchLocks';

type Accompanist = Exclude<ChairName, 'lead'>;

const TASKS: Readonly<Record<Accompanist, AnswerRequest['task']>> = {
	harmony: 'harmonise',
	keys: 'comp',
	bass: 'bass',
	drums: 'drums'
};
/** One plays, the others are there to be swapped to. */
const CANDIDATES = 6;
/** Closeness is chosen among as many. */
const CANDIDATES_TO_CHOOSE = 12;

/** What a chair asks the composer for: its part over the whole loop. */
export function chairRequest(
	chair: Accompanist,
	settings: ChairSettings,
	material: Material,
	{ seed, dueIn }: { readonly seed: number; readonly dueIn: Seconds }
): AnswerRequest {
	const { grid, metre, notes, parts, harmony, style } = material;
	const chordLock = pitchLocks(chair, harmony, metre);
	const keyLock = chair === 'drums' ? null : usedPitchClasses(material);
	return {
		task: TASKS[chair],
		call: notes,
		callParts: parts,
		callLength: grid.length,
		answerLength: grid.length,
		metre,
		temperature: temperatureOf(settings.adventure),
		candidates: settings.closeness === null ? CANDIDATES : CANDIDATES_TO_CHOOSE,
		seed,
		dueIn: seconds(Math.max(0, dueIn)),
		controls: controlsOf(chair, settings, style),
		...(settings.closeness === null ? {} : { closeness: settings.closeness }),
		...(keyLock === null ? {} : { keyLock }),
		...(chordLock.length === 0 ? {} : { chordLock })
	};
}

/** Of the key, of what is played and of the chords; null where no key is known. */
function usedPitchClasses(material: Material): readonly number[] | null {
	const { key, spans } = material.harmony;
	if (key === null) return null;
	const played = pitchedNotes(material).map(({ pitch }) => pitch % 12);
	const chords = spans.flatMap(({ chord }) => chord?.pitchClasses ?? []);
	return [...new Set([...pitchClassesOf(key), ...played, ...chords])];
}

/** What a part depends on beside the loop's notes: a change of it is wanted at once. */
export const wishSignature = (
	chair: Accompanist,
	{ density, register, adventure, closeness }: ChairSettings,
	{ style }: Material
) => [chair, density, register, adventure, closeness, style].join();
