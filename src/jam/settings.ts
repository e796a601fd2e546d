import type { Metre } from '../music/metre';
import { COMMON_TIME } from '../music/metre';
import type { GridName, Quantise } from '../music/quantise';
import type { Sound } from '../music/score';
import type { TradeBars } from './band/face';

/** How many bars a loop gets; `free` lasts as long as the player plays. */
export const LOOP_BARS = [1, 2, 4, 8, 'free'] as const;
export type LoopBars = (typeof LOOP_BARS)[number];

/** Off; trades cycle by cycle with the player; or plays along with the loop. */
export type PartnerMode = 'off' | 'answer' | 'along';

/** What the player has set, apart from the tempo, which the transport keeps. */
export interface Settings {
	readonly metre: Metre;
	readonly countInBars: 0 | 1 | 2;
	readonly isMetronomeOn: boolean;
	readonly loopBars: LoopBars;
	readonly quantiseGrid: GridName;
	/** 0 leaves the notes as played, 1 puts them on the grid. */
	readonly quantiseStrength: number;
	readonly mode: PartnerMode;
	/** In *Answer*: how long each turn is. */
	readonly tradeBars: TradeBars;
	/** 0.1–2; 1 is as the model learned. */
	readonly temperature: number;
	/** 0 surprises, 1 stays close to the call. */
	readonly closeness: number;
	/** In *Answer*: the loop is silent while the partner has its turn. */
	readonly doesLoopRest: boolean;
	readonly playerSound: Sound;
	readonly partnerSound: Sound;
}

export const DEFAULT_SETTINGS: Settings = {
	metre: COMMON_TIME,
	countInBars: 1,
	isMetronomeOn: true,
	loopBars: 2,
	quantiseGrid: '1/16',
	quantiseStrength: 0,
	mode: 'answer',
	tradeBars: 'cycle',
	temperature: 1,
	closeness: 0.6,
	doesLoopRest: true,
	playerSound: 'piano',
	partnerSound: 'electric-piano'
};

/** How the loop is quantised by these settings. */
export const quantiseOf = ({ quantiseGrid, quantiseStrength }: Settings): Quantise => ({
	grid: quantiseGrid,
	strength: quantiseStrength
});
