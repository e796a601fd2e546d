import type { JamFace } from '../jam/face';
import { PARTNER_MODES } from '../jam/settings';
import { perfTime, type PerfTime } from '../music/units';

interface Shortcut {
	/** As people read it. */
	readonly keys: string;
	readonly does: string;
	readonly code: string;
	/** Stands after the same key without shift. */
	readonly withShift?: boolean;
	run(jam: JamFace, at: PerfTime): void;
}

function nextMode(jam: JamFace): void {
	const place = PARTNER_MODES.indexOf(jam.settings.mode);
	jam.change({ mode: PARTNER_MODES[(place + 1) % PARTNER_MODES.length]! });
}

/** None of them is a playing key: A W S E D F T G Y H U J K O L P, Z and X. */
export const SHORTCUTS: readonly Shortcut[] = [
	{
		keys: 'Space',
		does: 'Pedal',
		code: 'Space',
		run: (jam, at) => {
			jam.press(jam.pedalAction, at);
		}
	},
	{
		keys: 'V',
		does: 'Overdub',
		code: 'KeyV',
		run: (jam, at) => {
			jam.press('overdub', at);
		}
	},
	{
		keys: '.',
		does: 'Stop loop',
		code: 'Period',
		run: (jam, at) => {
			jam.press('stop', at);
		}
	},
	{
		keys: ',',
		does: 'Play loop',
		code: 'Comma',
		run: (jam, at) => {
			jam.press('play', at);
		}
	},
	{
		keys: 'Backspace',
		does: 'Undo',
		code: 'Backspace',
		run: (jam, at) => {
			jam.press('undo', at);
		}
	},
	{
		keys: 'Shift Backspace',
		does: 'Redo',
		code: 'Backspace',
		withShift: true,
		run: (jam, at) => {
			jam.press('redo', at);
		}
	},
	{
		keys: 'Delete',
		does: 'Clear',
		code: 'Delete',
		run: (jam, at) => {
			jam.press('clear', at);
		}
	},
	{
		keys: 'Escape',
		does: 'Cancel what waits',
		code: 'Escape',
		run: (jam) => {
			jam.cancelPending();
		}
	},
	{
		keys: 'Shift Escape',
		does: 'Silence everything',
		code: 'Escape',
		withShift: true,
		run: (jam) => {
			jam.panic();
		}
	},
	{
		keys: 'Enter',
		does: 'Transport start, stop',
		code: 'Enter',
		run: (jam) => {
			jam.startStop();
		}
	},
	{
		keys: 'B',
		does: 'Tap tempo',
		code: 'KeyB',
		run: (jam, at) => {
			jam.tap(at);
		}
	},
	{
		keys: 'M',
		does: 'Metronome',
		code: 'KeyM',
		run: (jam) => {
			jam.change({ isMetronomeOn: !jam.settings.isMetronomeOn });
		}
	},
	{ keys: 'N', does: 'Partner: off, Answer, Along', code: 'KeyN', run: nextMode },
	{
		keys: '1',
		does: 'Keep',
		code: 'Digit1',
		run: (jam) => {
			jam.keep();
		}
	},
	{
		keys: '2',
		does: 'Swap',
		code: 'Digit2',
		run: (jam) => {
			jam.swap();
		}
	},
	{
		keys: '3',
		does: 'Throw away',
		code: 'Digit3',
		run: (jam) => {
			jam.reject();
		}
	}
];

const TYPING_INPUTS = new Set(['text', 'url', 'number', 'search', 'email']);

const isTyping = (target: EventTarget | null) =>
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

/** Carries out what the key is a shortcut for. */
export function runShortcut(jam: JamFace, event: KeyboardEvent): void {
	if (event.ctrlKey || event.metaKey || event.altKey || belongsToControl(event)) return;
	// Shift also accents the letters' notes: where it means nothing else, it does not matter.
	const shortcut = SHORTCUTS.findLast(
		({ code, withShift = false }) => code === event.code && (!withShift || event.shiftKey)
	);
	if (shortcut === undefined) return;
	event.preventDefault();
	if (!event.repeat) shortcut.run(jam, perfTime(event.timeStamp));
}

/** Some browsers press the focused button when Space comes up again. */
export function keepSpaceFromButtons(event: KeyboardEvent): void {
	if (event.code === 'Space' && !isTyping(event.target)) event.preventDefault();
}
