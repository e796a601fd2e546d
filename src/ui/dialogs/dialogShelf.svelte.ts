export const DIALOGS = ['input', 'sessions', 'files', 'controls', 'clock', 'chords'] as const;
export type DialogName = (typeof DIALOGS)[number];

/** Which dialog lies open: one at most. */
export class DialogShelf {
	shown: DialogName | null = $state(null);
}
