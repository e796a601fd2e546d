import { SECTIONS, type LoopAction } from '../jam/face';
import type { PerfTime } from '../music/units';
import { SECTION_KEYS } from './panels/sectionKeys';
import { otherSection } from './panels/sectionWords';
import type { Hands, Shortcut } from './shortcut';

/** Asks it of the keys' loop or of the audio track, whichever the pedal works. */
function press({ jam, tracks }: Pick<Hands, 'jam' | 'tracks'>, action: LoopAction, at: PerfTime) {
	if (tracks.target === 'keys') jam.press(action, at);
	else tracks.press(tracks.target, action, at);
}

/** What goes to whatever the pedal works. */
export const PEDAL_SHORTCUTS: readonly Shortcut[] = [
	{
		id: 'pedal',
		keys: 'Space',
		does: 'Pedal',
		code: 'Space',
		run: ({ jam, tracks }, at) => {
			if (tracks.target !== 'keys') {
				tracks.pedalDown(at);
				return (up) => {
					tracks.pedalUp(up);
				};
			}
			jam.press(jam.pedalAction, at);
			return undefined;
		}
	},
	{
		id: 'overdub',
		keys: 'V',
		does: 'Overdub',
		code: 'KeyV',
		run: ({ jam, tracks }, at) => {
			const track = tracks.target === 'keys' ? null : tracks.tracks[tracks.target]!;
			press({ jam, tracks }, track?.state === 'overdubbing' ? 'finish' : 'overdub', at);
		}
	},
	{
		id: 'stop',
		keys: '.',
		does: 'Stop loop',
		code: 'Period',
		run: (hands, at) => {
			press(hands, 'stop', at);
		}
	},
	{
		id: 'play',
		keys: ',',
		does: 'Play loop',
		code: 'Comma',
		run: (hands, at) => {
			press(hands, 'play', at);
		}
	},
	{
		id: 'undo',
		keys: 'Backspace',
		does: 'Undo; of deleted notes while one is selected',
		code: 'Backspace',
		run: (hands, at) => {
			const { corrections } = hands.tracks;
			if (corrections.isOpen) corrections.undo();
			else press(hands, 'undo', at);
		}
	},
	{
		id: 'redo',
		keys: 'Shift Backspace',
		does: 'Redo',
		code: 'Backspace',
		withShift: true,
		run: (hands, at) => {
			press(hands, 'redo', at);
		}
	},
	{
		id: 'clear',
		keys: 'Delete',
		does: 'Clear; the heard note that is selected',
		code: 'Delete',
		run: (hands, at) => {
			const { corrections } = hands.tracks;
			if (corrections.isOpen) corrections.remove();
			else press(hands, 'clear', at);
		}
	},
	...SECTIONS.map((section) => ({
		id: `section-${section.toLowerCase()}`,
		keys: SECTION_KEYS[section].keys,
		does: `Section ${section}`,
		code: SECTION_KEYS[section].code,
		run: ({ jam }: Hands, at: PerfTime) => {
			jam.chooseSection(section, at);
			return undefined;
		}
	})),
	{
		id: 'section',
		keys: '0',
		does: 'The other section',
		code: 'Digit0',
		run: ({ jam }, at) => {
			jam.chooseSection(otherSection(jam.sections, jam.loop), at);
		}
	},
	{
		id: 'cancel',
		keys: 'Escape',
		does: 'Cancel what waits',
		code: 'Escape',
		run: ({ jam, tracks }) => {
			if (tracks.corrections.isOpen) {
				tracks.corrections.close();
				return;
			}
			jam.cancelPending();
			tracks.cancelPending();
		}
	},
	{
		id: 'silence',
		keys: 'Shift Escape',
		does: 'Silence everything',
		code: 'Escape',
		withShift: true,
		run: ({ jam }) => {
			jam.panic();
		}
	},
	{
		id: 'start-stop',
		keys: 'Enter',
		does: 'Transport start, stop',
		code: 'Enter',
		run: ({ jam }) => {
			jam.startStop();
		}
	}
];
