import { PARTNER_MODES } from '../jam/settings';
import type { Hands, Shortcut } from './shortcut';

function nextMode({ jam }: Hands): undefined {
	const place = PARTNER_MODES.indexOf(jam.settings.mode);
	jam.change({ mode: PARTNER_MODES[(place + 1) % PARTNER_MODES.length]! });
}

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
		does: 'Partner: off, Answer, Along',
		code: 'KeyN',
		run: nextMode
	},
	{
		id: 'chords',
		keys: '/',
		does: 'Chords',
		code: 'Slash',
		run: ({ show }) => {
			show('chords');
		}
	},
	{
		id: 'keep',
		keys: '1',
		does: 'Keep',
		code: 'Digit1',
		run: ({ jam }) => {
			jam.keep();
		}
	},
	{
		id: 'swap',
		keys: '2',
		does: 'Swap',
		code: 'Digit2',
		run: ({ jam }) => {
			jam.swap();
		}
	},
	{
		id: 'throw-away',
		keys: '3',
		does: 'Throw away',
		code: 'Digit3',
		run: ({ jam }) => {
			jam.reject();
		}
	}
];
