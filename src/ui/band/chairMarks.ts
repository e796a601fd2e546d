import type { ChairName } from '../../jam/band/face';

/** The shape that stands for each chair, as an SVG path about the origin, 12 wide and high. */
export const CHAIR_MARKS: Readonly<Record<ChairName, string>> = {
	lead: 'M-6 0 0-6 6 0 0 6Z',
	harmony: 'M0-5.5 6 5H-6Z',
	keys: 'M-5-5H5V5H-5Z',
	bass: 'M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0Z',
	drums: 'M-6-4-4-6 0-2 4-6 6-4 2 0 6 4 4 6 0 2-4 6-6 4-2 0Z'
};

/** The width of a mark at its own size. */
export const MARK_SIZE = 12;
