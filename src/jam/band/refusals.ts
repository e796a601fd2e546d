import type { ChairCommand } from './face';

/** Why a part does not change at once: there is nothing in it that could be another. */
export const UNCHANGED: Readonly<
	Record<Extract<ChairCommand, 'swap' | 'less' | 'more' | 'simpler'>, string>
> = {
	swap: 'There is no other part to go to yet.',
	less: 'There is nothing to take away from this part.',
	more: 'There is nothing more to add to this part.',
	simpler: 'This part is as simple as it gets.'
};

/** Where the model has been asked for another part. */
export const OTHER_IS_COMING = 'Another one is being made.';
