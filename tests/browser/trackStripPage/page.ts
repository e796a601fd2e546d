import { DEFAULT_TRACK } from '../../../src/music/looper';
import { bpm } from '../../../src/music/units';
import * as sounds from '../../render/sounds';
import { renderStrip, TUNING, withEffects } from '../../render/trackRig';
import { BLOCK, blockAt, renderMoved } from './movedStrip';

/** With what a test renders and measures in the page: only numbers go back to it. */
const page = {
	...sounds,
	BLOCK,
	blockAt,
	bpm,
	DEFAULT_TRACK,
	renderMoved,
	renderStrip,
	TUNING,
	withEffects
};
export type TrackStripPage = typeof page;

Object.assign(window, { strips: page });
