import type { Ticks } from '../../music/units';
import { barsFrom, type Standing } from './chairPart';
import type { ChairSettings } from './face';
import type { Material } from './material';

/** Whether a chair that is set so sounds in the bar that begins at `at`: always, never, or by turns. */
export function isStretchOf(
	{ mode, tradeBars }: ChairSettings,
	{ grid, bar }: Pick<Material, 'grid' | 'bar'>,
	at: Ticks
): boolean {
	if (mode !== 'trade') return mode === 'along';
	const stretch = tradeBars === 'cycle' ? grid.length : tradeBars * bar;
	return Math.floor((at - grid.start) / stretch) % 2 !== 0;
}

/** Where a command finds the part: the bars of one round that will be heard, or drawn as heard, from `nextBar` on. */
export function standingOf(settings: ChairSettings, material: Material, nextBar: Ticks): Standing {
	const { bar, grid } = material;
	const isHeard = (at: Ticks) => settings.mode === 'listen' || isStretchOf(settings, material, at);
	const bars = barsFrom(nextBar, bar)
		.filter(isHeard)
		.slice(0, Math.ceil(grid.length / bar));
	return { material, nextBar, bars };
}

/** Whether a chair that is set so accompanies the first pass, too. */
export const playsLive = ({ isLive, mode }: ChairSettings) =>
	isLive && (mode === 'along' || mode === 'trade');
