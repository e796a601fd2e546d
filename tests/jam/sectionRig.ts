import type { SectionName } from '../../src/jam/face';
import type { Settings } from '../../src/jam/settings';
import { BAR, JamRig } from './jamRig';

export const choose = (rig: JamRig, section: SectionName) => {
	rig.jam.chooseSection(section, rig.now);
};

export const sectionOf = (rig: JamRig, name: SectionName) =>
	rig.jam.sections.find((section) => section.name === name)!;

/** What the layers of a section hold, in the order in which they were recorded. */
export const pitchesIn = (rig: JamRig, name: SectionName) =>
	sectionOf(rig, name).layers.flatMap(({ notes }) => notes.map(({ pitch }) => pitch));

/** A loop of two bars, a note on each bar line, that plays; the clock stands a little behind the seam. */
export function withA(settings: Partial<Settings> = {}): JamRig {
	const rig = new JamRig({ loopBars: 2, ...settings });
	rig.press('record');
	rig.play(0, 400, 60);
	rig.play(BAR, 400, 62);
	rig.runTo(2 * BAR + 200);
	return rig;
}

/** Section B follows on A at bar 5, is recorded over two bars, and plays. */
export function withBoth(settings: Partial<Settings> = {}): JamRig {
	const rig = withA(settings);
	choose(rig, 'B');
	rig.play(4 * BAR, 400, 70);
	rig.play(5 * BAR, 400, 72);
	rig.runTo(6 * BAR + 200);
	return rig;
}
