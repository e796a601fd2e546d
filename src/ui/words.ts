import type { LoopAction, LoopState, Pending, PlanView, Turn } from '../jam/face';
import type { ComposerStatus } from '../jam/ports';
import type { LoopBars, Settings } from '../jam/settings';
import { unreachable } from '../lib/exhaustive';
import { barLength, beatLength, type Metre } from '../music/metre';
import type { Sound } from '../music/score';
import type { Ticks } from '../music/units';

export const ACTION_WORDS: Readonly<Record<LoopAction, string>> = {
	record: 'Record',
	close: 'Close loop',
	overdub: 'Overdub',
	finish: 'Finish',
	play: 'Play',
	stop: 'Stop',
	undo: 'Undo',
	redo: 'Redo',
	clear: 'Clear'
};

/** What waits for its bar line, in two words. */
export function loopPendingWords({ action, isAutomatic, section }: Pending): string {
	if (action === 'section') return `Section ${section ?? ''}`;
	return isAutomatic && action === 'close' ? 'Loop closes' : ACTION_WORDS[action];
}

export const STATE_WORDS: Readonly<Record<LoopState, string>> = {
	empty: 'No loop yet',
	armed: 'Armed',
	recording: 'Recording',
	closing: 'Closing',
	playing: 'Playing',
	overdubbing: 'Overdubbing',
	stopped: 'Stopped'
};

export const SOUND_WORDS: Readonly<Record<Sound, string>> = {
	piano: 'Piano',
	'electric-piano': 'Electric piano',
	bass: 'Bass',
	guitar: 'Guitar',
	drums: 'Drums',
	synth: 'Synth'
};

export const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const loopBarsWords = (bars: LoopBars) =>
	bars === 'free' ? 'As long as I play' : plural(bars, 'bar');

/** The number of the bar in which `position` lies; the first is 1, the count-in's last is 0. */
export const barNumber = (position: Ticks, metre: Metre) =>
	Math.floor(position / barLength(metre)) + 1;

/** The number of the beat within its bar, from 1. */
export function beatNumber(position: Ticks, metre: Metre): number {
	const beat = Math.floor(position / beatLength(metre));
	return (((beat % metre.beats) + metre.beats) % metre.beats) + 1;
}

/** Whole beats from `position` until `moment`; at least 0. */
export const beatsUntil = (moment: Ticks, position: Ticks, metre: Metre) =>
	Math.max(0, Math.ceil((moment - position) / beatLength(metre)));

/** When the present turn ends; null for a turn without an end. */
export function turnEnd(turn: Turn): Ticks | null {
	switch (turn.kind) {
		case 'idle':
		case 'alone':
			return null;
		case 'thinking':
			return turn.answerAt;
		case 'counting-in':
		case 'listening':
		case 'answering':
		case 'along':
		case 'silenced':
			return turn.until;
		default:
			return unreachable(turn);
	}
}

/** Who has the stage. */
type Soloist = 'nobody' | 'player' | 'partner' | 'both';

export interface TurnWords {
	readonly soloist: Soloist;
	readonly headline: string;
	readonly detail: string;
}

/** What those beside the lead play: nothing while all are out, or while they wait for a loop or chords. */
export type BandPlays = 'out' | 'waits' | 'form' | 'loop';

const BAND_DETAIL: Readonly<Record<Exclude<BandPlays, 'out'>, string>> = {
	waits: 'The band waits for a loop or chords.',
	form: 'The band plays the chords.',
	loop: 'The band plays with your loop.'
};

/** Whose turn it is, for people. */
export function turnWords(turn: Turn, { mode }: Settings, band: BandPlays = 'out'): TurnWords {
	switch (turn.kind) {
		case 'idle':
			return { soloist: 'nobody', headline: 'Ready', detail: 'Press the pedal, or play a phrase.' };
		case 'counting-in':
			return { soloist: 'player', headline: 'Count-in', detail: 'You begin on bar 1.' };
		case 'alone':
			return {
				soloist: 'player',
				headline: 'You play',
				detail:
					band !== 'out'
						? BAND_DETAIL[band]
						: mode === 'off'
							? 'The partner is off.'
							: 'The partner waits for a loop.'
			};
		case 'listening':
			return { soloist: 'player', headline: 'Your turn', detail: 'The partner listens.' };
		case 'thinking':
			return { soloist: 'player', headline: 'Your turn', detail: 'The partner makes its answer.' };
		case 'answering':
			return { soloist: 'partner', headline: 'Partner’s turn', detail: 'It answers your phrase.' };
		case 'along':
			return { soloist: 'both', headline: 'Together', detail: 'The partner plays along.' };
		case 'silenced':
			return {
				soloist: 'player',
				headline: 'You play',
				detail: 'Its plan was thrown away; the partner comes back.'
			};
		default:
			return unreachable(turn);
	}
}

/** Where a plan comes from, which candidate it is and how sure it is. */
export function planWords({ source, candidate, candidates, ...plan }: PlanView): string {
	const place = candidates > 1 ? ` (${candidate} of ${candidates})` : '';
	const fate = plan.isKept ? ', kept' : plan.isProvisional ? ', not final' : '';
	return `${source}${place}${fate}`;
}

/** `simd, 4,100 notes a second (tfjs-webgpu 900)`: the engine that runs, and how fast those are that were measured. */
export function enginesWords({
	engine,
	figures
}: Pick<ComposerStatus, 'engine' | 'figures'>): string {
	const own = figures.find((figure) => figure.engine === engine);
	if (engine === null || own === undefined) return engine ?? '';
	const inNotes = (count: number) => Math.round(count).toLocaleString('en');
	const others = figures
		.filter((figure) => figure !== own)
		.map((figure) => `${figure.engine} ${inNotes(figure.notesPerSecond)}`);
	const beside = others.length === 0 ? '' : ` (${others.join(', ')})`;
	return `${engine}, ${inNotes(own.notesPerSecond)} notes a second${beside}`;
}
