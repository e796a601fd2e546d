import type {
	BandFace,
	BandLevel,
	ChairCommand,
	ChairMode,
	ChairName,
	ChairSettings,
	ChairView,
	TradeBars
} from '../../jam/band/face';
import type { PlanView } from '../../jam/face';
import type { Metre } from '../../music/metre';
import { barNumber, planWords, plural } from '../words';

export const CHAIR_WORDS: Readonly<Record<ChairName, string>> = {
	lead: 'Lead',
	harmony: 'Harmony',
	keys: 'Keys',
	bass: 'Bass',
	drums: 'Drums'
};

/** What each chair is there for. */
export const CHAIR_HELP: Readonly<Record<ChairName, string>> = {
	lead: 'Answers you, or plays a second melody.',
	harmony: 'Follows your line with other notes of the chord.',
	keys: 'Plays the chords.',
	bass: 'Plays the bass line.',
	drums: 'Keeps the beat.'
};

export const CHAIR_MODE_WORDS: Readonly<Record<ChairMode, string>> = {
	out: 'Out',
	listen: 'Listen',
	along: 'Along',
	trade: 'Trade'
};

export const CHAIR_MODE_HELP: Readonly<Record<ChairMode, string>> = {
	out: 'It sits out.',
	listen: 'It makes plans, and does not play them.',
	along: 'It plays all the time.',
	trade: 'You play, then it plays, in turns.'
};

/** As short as a menu needs; `loop` is as long as the loop. */
export const tradeBarsWords = (bars: TradeBars) => (bars === 'cycle' ? 'loop' : String(bars));

/** `Trade 4`: with the bars, if there is a number of them. */
export const modeWords = ({ mode, tradeBars }: Pick<ChairSettings, 'mode' | 'tradeBars'>) =>
	mode === 'trade' && tradeBars !== 'cycle'
		? `${CHAIR_MODE_WORDS.trade} ${tradeBars}`
		: CHAIR_MODE_WORDS[mode];

export interface CommandWords {
	/** What the button says. */
	readonly face: string;
	/** What it does, in full. */
	readonly does: string;
	readonly key: string;
}

export const COMMAND_WORDS: Readonly<Record<ChairCommand, CommandWords>> = {
	keep: { face: 'Keep', does: 'keep the part as a layer', key: '1' },
	swap: { face: 'Swap', does: 'swap for the next candidate', key: '2' },
	out: { face: 'Out', does: 'out; the lead: throw away', key: '3' },
	less: { face: 'Less so', does: 'less like that', key: '4' },
	more: { face: 'More so', does: 'more like that', key: '5' },
	simpler: { face: 'Simpler', does: 'simpler', key: '6' }
};

const THROW_AWAY: CommandWords = {
	...COMMAND_WORDS.out,
	face: 'Throw away',
	does: 'throw the plan away'
};

/** The lead does not leave: its plan is thrown away, and it makes another. */
export const commandWords = (command: ChairCommand, chair: ChairName) =>
	command === 'out' && chair === 'lead' ? THROW_AWAY : COMMAND_WORDS[command];

/** What the chair is up to, in one short line. */
export function partWords(
	{ name, settings, part, changesAt, isThinking }: ChairView,
	plan: PlanView | null,
	metre: Metre
): string {
	if (settings.mode === 'out') return 'sits out';
	const change = changesAt === null ? '' : `, from bar ${barNumber(changesAt, metre)}`;
	if (name === 'lead' && plan !== null) return `${planWords(plan)}${change}`;
	if (part === null) return isThinking ? 'none yet, it thinks' : 'none yet';
	const place = part.candidates > 1 ? ` (${part.candidate} of ${part.candidates})` : '';
	return `${part.source}${place}${change}`;
}

/** Where the chair's notes come from. `plan` is the lead's. */
export function planSource({ name, part }: ChairView, plan: PlanView | null): string {
	if (name === 'lead') return plan?.source ?? 'none yet';
	return part?.source ?? 'none yet';
}

/** How much the chair is going to play. */
export function planLength({ name, part }: ChairView, plan: PlanView | null): string {
	const notes = name === 'lead' ? plan?.notes : part?.notes;
	return notes === undefined ? 'no plan' : plural(notes.length, 'note');
}

/** Above these shares of its onsets the band counts as full, or as half there. */
const FULL = 0.8;
const HALF = 0.4;

/** How the band answers the player's playing. */
export function levelWords({ share, isFill }: BandLevel): string {
	if (isFill) return 'Fill';
	if (share >= FULL) return 'Full';
	if (share >= HALF) return 'Half';
	return share > 0 ? 'Sparse' : 'Silent';
}

/** `lo-fi` as a title. */
export const styleWords = (style: string) => style.charAt(0).toUpperCase() + style.slice(1);

export const percentWords = (share: number) => `${Math.round(share * 100)} %`;

/** One line for who does not see the row. */
export function chairLine(chair: ChairView, { commanded }: Pick<BandFace, 'commanded'>): string {
	const { name, settings } = chair;
	const silent = settings.isMuted ? ', muted' : '';
	const command = commanded === name ? ', under command' : '';
	return `${CHAIR_WORDS[name]}: ${modeWords(settings).toLowerCase()}${silent}${command}`;
}
