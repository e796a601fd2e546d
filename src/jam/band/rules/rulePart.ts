import type { Note } from '../../../music/note';
import type { ChairName } from '../face';
import { bassRule } from './bassRule';
import { drumRule } from './drumRule';
import { harmonyRule } from './harmonyRule';
import { keysRule } from './keysRule';
import { leadRule } from './leadRule';
import type { Scene } from './scene';

const RULES: Readonly<Record<ChairName, (scene: Scene) => readonly Note[]>> = {
	lead: leadRule,
	harmony: harmonyRule,
	keys: keysRule,
	bass: bassRule,
	drums: drumRule
};

/**
 * What a plain musician plays: the same for the same scene. Starts lie in [0, length of the loop),
 * notes end with it at the latest; drums are General MIDI's. Where nothing is known but the metre,
 * only the drums play.
 */
export const rulePart = (chair: ChairName, scene: Scene): readonly Note[] => RULES[chair](scene);
