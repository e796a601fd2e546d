import { barLength, type Metre } from '../../music/metre';
import type { Stretch } from '../../music/solo/figures';
import { ticks, type Ticks } from '../../music/units';
import type { Trade } from './plan';

/** Whose bars they are, counted from the first chorus's first bar line. */
export interface TradeTurn extends Stretch {
	readonly by: 'player' | 'band';
}

/**
 * Whose turn it is at `position`. Stretches follow one another through all choruses, the player's first,
 * as in trading fours over twelve bars: the second chorus of it is begun by the band.
 */
export function tradeTurnAt(trade: Trade, metre: Metre, position: Ticks): TradeTurn {
	if (trade === 'solo') return { by: 'player', from: ticks(0), to: ticks(Infinity) };
	const length = trade * barLength(metre);
	const index = Math.max(0, Math.floor(position / length));
	return {
		by: index % 2 === 0 ? 'player' : 'band',
		from: ticks(index * length),
		to: ticks((index + 1) * length)
	};
}

/** What of [from, to) is the player's, counted from `from`. */
export function playersStretches(
	trade: Trade,
	metre: Metre,
	{ from, to }: Stretch
): readonly Stretch[] {
	const found: Stretch[] = [];
	for (let at = from; at < to;) {
		const turn = tradeTurnAt(trade, metre, at);
		const end = ticks(Math.min(to, turn.to));
		if (turn.by === 'player') found.push({ from: ticks(at - from), to: ticks(end - from) });
		at = end;
	}
	return found;
}
