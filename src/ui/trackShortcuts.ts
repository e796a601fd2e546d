import { TRACK_COUNT } from '../music/looper';
import { beatLength } from '../music/metre';
import { seconds, ticks } from '../music/units';
import type { Shortcut } from './shortcut';
import { keptBars, pressTarget, targetBeside, toggleMute } from './tracks/trackActions';

/** As little as a player hears. */
const NUDGE_SECONDS = 0.01;

const SELECTING: readonly Shortcut[] = Array.from({ length: TRACK_COUNT }, (_, track) => ({
	id: `track-${track + 1}`,
	keys: `Shift ${track + 1}`,
	does: `Track ${track + 1} under the pedal`,
	code: `Digit${track + 1}`,
	withShift: true,
	run: ({ tracks }) => {
		tracks.select(track);
	}
}));

/** What belongs to the audio tracks. */
export const TRACK_SHORTCUTS: readonly Shortcut[] = [
	{
		id: 'previous-track',
		keys: '[',
		does: 'Previous track',
		code: 'BracketLeft',
		run: ({ tracks }) => {
			tracks.select(targetBeside(tracks.target, -1));
		}
	},
	{
		id: 'next-track',
		keys: ']',
		does: 'Next track',
		code: 'BracketRight',
		run: ({ tracks }) => {
			tracks.select(targetBeside(tracks.target, 1));
		}
	},
	{
		id: 'keys',
		keys: 'Shift 0',
		does: 'Keys under the pedal',
		code: 'Digit0',
		withShift: true,
		run: ({ tracks }) => {
			tracks.select('keys');
		}
	},
	{
		id: 'mute',
		keys: 'Q',
		does: 'Mute track',
		code: 'KeyQ',
		run: ({ tracks }, at) => {
			if (tracks.target !== 'keys') toggleMute(tracks, tracks.target, at);
		}
	},
	{
		id: 'reverse',
		keys: 'R',
		does: 'Reverse track',
		code: 'KeyR',
		run: ({ tracks }, at) => {
			pressTarget(tracks, 'reverse', at);
		}
	},
	{
		id: 'keep-last',
		keys: 'C',
		does: 'Keep the last bars',
		code: 'KeyC',
		run: ({ tracks }, at) => {
			tracks.keepLast(keptBars(tracks), at);
		}
	},
	{
		id: 'double-bars',
		keys: '=',
		does: 'First loop: twice as many bars',
		code: 'Equal',
		run: ({ tracks }) => {
			if (tracks.guess?.canDouble === true) tracks.doubleBars();
		}
	},
	{
		id: 'halve-bars',
		keys: '-',
		does: 'First loop: half as many bars',
		code: 'Minus',
		run: ({ tracks }) => {
			if (tracks.guess?.canHalve === true) tracks.halveBars();
		}
	},
	{
		id: 'next-reading',
		keys: '\\',
		does: 'First loop: the next likely count of bars',
		code: 'Backslash',
		run: ({ tracks }) => {
			tracks.nextReading();
		}
	},
	{
		id: 'line-earlier',
		keys: 'Shift ,',
		does: 'Bar line of the first loop 10 ms earlier',
		code: 'Comma',
		withShift: true,
		run: ({ tracks }) => {
			tracks.nudgeLine(seconds(-NUDGE_SECONDS));
		}
	},
	{
		id: 'line-later',
		keys: 'Shift .',
		does: 'Bar line of the first loop 10 ms later',
		code: 'Period',
		withShift: true,
		run: ({ tracks }) => {
			tracks.nudgeLine(seconds(NUDGE_SECONDS));
		}
	},
	{
		id: 'line-beat-earlier',
		keys: 'Shift -',
		does: 'Bar line of the first loop a beat earlier',
		code: 'Minus',
		withShift: true,
		run: ({ jam, tracks }) => {
			tracks.moveLine(ticks(0 - beatLength(jam.settings.metre)));
		}
	},
	{
		id: 'line-beat-later',
		keys: 'Shift =',
		does: 'Bar line of the first loop a beat later',
		code: 'Equal',
		withShift: true,
		run: ({ jam, tracks }) => {
			tracks.moveLine(beatLength(jam.settings.metre));
		}
	},
	{
		id: 'previous-heard',
		keys: 'Shift [',
		does: 'Previous heard note',
		code: 'BracketLeft',
		withShift: true,
		run: ({ tracks }) => {
			tracks.corrections.step(-1);
		}
	},
	{
		id: 'next-heard',
		keys: 'Shift ]',
		does: 'Next heard note',
		code: 'BracketRight',
		withShift: true,
		run: ({ tracks }) => {
			tracks.corrections.step(1);
		}
	},
	{
		id: 'input',
		keys: 'I',
		does: 'Input and calibration',
		code: 'KeyI',
		run: ({ show }) => {
			show('input');
		}
	},
	{
		id: 'follow-input',
		keys: 'Shift I',
		does: 'Follow my input, as if it were keys',
		code: 'KeyI',
		withShift: true,
		run: ({ follow }) => {
			follow.switchTo(!follow.isOn);
		}
	},
	...SELECTING
];
