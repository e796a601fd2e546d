import { perfTime } from '../music/units';
import { JAM_SHORTCUTS } from './jamShortcuts';
import { PEDAL_SHORTCUTS } from './pedalShortcuts';
import type { Hands, Release, Shortcut } from './shortcut';
import { TRACK_SHORTCUTS } from './trackShortcuts';

/** None of them is a playing key: A W S E D F T G Y H U J K O L P, Z and X. */
export const SHORTCUTS: readonly Shortcut[] = [
	...PEDAL_SHORTCUTS,
	...JAM_SHORTCUTS,
	...TRACK_SHORTCUTS
];

const TYPING_INPUTS = new Set(['text', 'url', 'number', 'search', 'email']);

/** Letters go to a field, and are no shortcuts. */
export const isTyping = (target: EventTarget | null) =>
	target instanceof HTMLTextAreaElement ||
	(target instanceof HTMLInputElement && TYPING_INPUTS.has(target.type));

/** Enter works the focused control; Space never does, so that it always is the pedal. */
function belongsToControl({ code, target }: KeyboardEvent): boolean {
	if (isTyping(target)) return code !== 'Space' || (target as HTMLInputElement).type !== 'number';
	return (
		code === 'Enter' &&
		target instanceof HTMLElement &&
		target.matches('button, select, summary, a')
	);
}

/** Carries out the shortcuts; knows which keys are down, so that what they hold is let go. */
export class ShortcutKeys {
	readonly #hands: Hands;
	readonly #held = new Map<string, Release>();

	constructor(hands: Hands) {
		this.#hands = hands;
	}

	/** Carries out what the key is a shortcut for. */
	down(event: KeyboardEvent): void {
		if (event.ctrlKey || event.metaKey || event.altKey || belongsToControl(event)) return;
		// Shift also accents the letters' notes: where it means nothing else, it does not matter.
		const shortcut = SHORTCUTS.findLast(
			({ code, withShift = false }) => code === event.code && (!withShift || event.shiftKey)
		);
		if (shortcut === undefined) return;
		event.preventDefault();
		if (event.repeat) return;
		const release = shortcut.run(this.#hands, perfTime(event.timeStamp));
		if (release !== undefined) this.#held.set(event.code, release);
	}

	up({ code, timeStamp }: KeyboardEvent): void {
		this.#held.get(code)?.(perfTime(timeStamp));
		this.#held.delete(code);
	}

	/** The window lost the focus at `timeStamp`: no key will be heard coming up. */
	letGo({ timeStamp }: Event): void {
		for (const release of this.#held.values()) release(perfTime(timeStamp));
		this.#held.clear();
	}
}

/** Some browsers press the focused button when Space comes up again. */
export function keepSpaceFromButtons(event: KeyboardEvent): void {
	if (event.code === 'Space' && !isTyping(event.target)) event.preventDefault();
}
