import { SECTIONS } from '../jam/face';
import type { Jam } from '../jam/jam';
import type { Metre } from '../music/metre';
import { perfTime, type Bpm } from '../music/units';
import type { JamPart, JamSection } from '../store/sessions/jamPart';

/** What is kept of the keys: every section with its chords, an open recording as far as it got. */
export function savedSections(jam: Jam): Omit<JamPart, 'barFrames'> {
	const sections = jam.sections.map(({ name, length, layers }): JamSection => ({
		length,
		layers: layers.map(({ sound, by, chair, notes }) => ({ sound, by, chair, notes: [...notes] })),
		chords: jam.chordsOf(name).saved
	}));
	const [first, ...others] = sections;
	const present = jam.sections.findIndex(({ isPresent }) => isPresent);
	return { ...first!, others, present };
}

/** The sections as they were kept, stopped; nothing runs, and all of them are empty. */
export function restoreSections(
	jam: Jam,
	{ others, present, ...first }: JamPart,
	frame: { readonly metre: Metre; readonly bpm: Bpm }
): void {
	const now = perfTime(performance.now());
	for (const [place, { layers, length, chords }] of [first, ...others].entries()) {
		const section = SECTIONS[place];
		if (section === undefined) break;
		jam.chooseSection(section, now);
		if (layers.length > 0) jam.importParts(layers, { ...frame, length });
		jam.chordsOf(section).restore(chords);
	}
	jam.chooseSection(SECTIONS[present] ?? SECTIONS[0], now);
}
