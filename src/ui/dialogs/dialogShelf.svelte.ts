export const DIALOGS = [
	'practice',
	'chords',
	'input',
	'sessions',
	'files',
	'controls',
	'clock'
] as const;
export type DialogName = (typeof DIALOGS)[number];

/** Which dialog lies open: one at most. */
export class DialogShelf {
	shown: DialogName | null = $state(null);
}
