import { NO_CHORD, type ChordSpan } from '../../music/harmony/chord';
import { cutTo, spread } from '../../music/harmony/chordSpans';
import type { Key } from '../../music/key';
import { barLength, type Metre } from '../../music/metre';
import { ticks, type Ticks } from '../../music/units';

/** What can be clicked in the strip: a chord, as far as it lies in one bar. */
export interface ChordCell {
	/** Where it lies in the roll, as shares of its width. */
	readonly left: number;
	readonly width: number;
	/** Where it lies in the chord track. */
	readonly from: Ticks;
	readonly to: Ticks;
	/** As it is typed; empty where nothing was found. */
	readonly symbol: string;
	/** The chord goes on from the bar before, and needs no name again. */
	readonly isHeld: boolean;
	readonly isPinned: boolean;
	/** From 1. */
	readonly bar: number;
}

/** What the strip shows. */
export interface ChordStripScene {
	readonly spans: readonly ChordSpan[];
	/** Of the chord track; shorter than the roll, it comes round again. */
	readonly length: Ticks;
	/** As wide as the roll. */
	readonly cycle: Ticks;
	readonly metre: Metre;
}

export function chordCells({ spans, length, cycle, metre }: ChordStripScene): readonly ChordCell[] {
	if (length === 0 || cycle === 0) return [];
	const bar = barLength(metre);
	const shown = spread(spans, length, cycle);
	return Array.from({ length: Math.ceil(cycle / bar) }, (_, index) => index).flatMap((index) =>
		cutTo(shown, ticks(index * bar), ticks((index + 1) * bar)).map((span) => {
			const from = ticks(span.from % length);
			return {
				left: span.from / cycle,
				width: (span.to - span.from) / cycle,
				from,
				to: ticks(from + span.to - span.from),
				symbol: symbolOf(span),
				isHeld: !shown.some((whole) => whole.from === span.from),
				isPinned: span.isPinned,
				bar: index + 1
			};
		})
	);
}

const symbolOf = ({ chord, isPinned }: ChordSpan) => chord?.symbol ?? (isPinned ? NO_CHORD : '');

/** With real accidentals, for the eye. */
export const chordWords = (symbol: string) =>
	symbol.replace(/#/g, '♯').replace(/(^|\/)([A-G])b/g, '$1$2♭');

/** `F♯ minor, heard`: the key and where it comes from; empty while nobody can tell. */
export const keyWords = (key: Key | null, isSet: boolean) =>
	key === null ? '' : `${chordWords(key.name)}, ${isSet ? 'set' : 'heard'}`;

/** What a cell says to those who do not see it. */
export function cellLabel({ bar, symbol, isPinned }: ChordCell): string {
	const what = symbol === '' ? 'no chord' : chordWords(symbol);
	return `Bar ${bar}: ${what}, ${isPinned ? 'pinned' : 'heard'}`;
}
