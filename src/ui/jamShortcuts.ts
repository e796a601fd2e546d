import type { ChairCommand } from '../jam/band/face';
import { chairBeside, commandedChair, cycleMode } from './band/bandActions';
import { COMMAND_WORDS } from './band/bandWords';
import type { Shortcut } from './shortcut';

const telling = (command: ChairCommand, id: string = command): Shortcut => {
	const { does, key } = COMMAND_WORDS[command];
	return {
		id,
		keys: key,
		does: `Chair: ${does}`,
		code: `Digit${key}`,
		run: ({ jam }) => {
			jam.band.tell(command);
		}
	};
};

/** What is the same whatever the pedal works. */
export const JAM_SHORTCUTS: readonly Shortcut[] = [
	{
		id: 'tap-tempo',
		keys: 'B',
		does: 'Tap tempo',
		code: 'KeyB',
		run: ({ jam }, at) => {
			jam.tap(at);
		}
	},
	{
		id: 'metronome',
		keys: 'M',
		does: 'Metronome',
		code: 'KeyM',
		run: ({ jam }) => {
			jam.change({ isMetronomeOn: !jam.settings.isMetronomeOn });
		}
	},
	{
		id: 'partner-mode',
		keys: 'N',
		does: 'Chair: out, Listen, Along, Trade',
		code: 'KeyN',
		run: ({ jam: { band } }) => {
			cycleMode(band, commandedChair(band));
		}
	},
	telling('keep'),
	telling('swap'),
	telling('out', 'throw-away'),
	telling('less'),
	telling('more'),
	telling('simpler'),
	{
		id: 'practice',
		keys: 'Shift Enter',
		does: 'Practice',
		code: 'Enter',
		withShift: true,
		run: ({ show }) => {
			show('practice');
		}
	},
	{
		id: 'chords',
		keys: '9',
		does: 'Chords',
		code: 'Digit9',
		run: ({ show }) => {
			show('chords');
		}
	},
	{
		id: 'easy-keys',
		keys: '/',
		does: 'Easy keys',
		code: 'Slash',
		run: ({ easyKeys }) => {
			easyKeys.switchTo(!easyKeys.isOn);
		}
	},
	{
		id: 'previous-chair',
		keys: '7',
		does: 'Previous chair under command',
		code: 'Digit7',
		run: ({ jam: { band } }) => {
			band.command(chairBeside(band.commanded, -1));
		}
	},
	{
		id: 'next-chair',
		keys: '8',
		does: 'Next chair under command',
		code: 'Digit8',
		run: ({ jam: { band } }) => {
			band.command(chairBeside(band.commanded, 1));
		}
	}
];
