import { positionAt, type TrackReport, type TrackSettings } from '../../music/looper';
import type { Frames } from '../../music/units';
import { canRedo, canUndo } from './trackRules';
import type { TrackView } from './tracksFace';

/** What the views of all tracks are drawn by. */
export interface ViewContext {
	readonly sampleRate: number;
	/** Null while there is no grid. */
	readonly barFrames: Frames | null;
}

/** A track as the page shows it. */
export function trackView(
	index: number,
	settings: TrackSettings,
	report: TrackReport,
	{ sampleRate, barFrames }: ViewContext
): TrackView {
	const { state, mode, pending, motion, record, version } = report;
	const { length, layers } = record.content;
	return {
		index,
		settings,
		state,
		mode,
		pending: pending === null ? null : { action: pending.action, isAutomatic: pending.isAutomatic },
		seconds: length / sampleRate,
		bars: barFrames === null ? null : length / barFrames,
		layers: layers.length,
		isReversed: motion.rate < 0,
		speed: Math.abs(motion.rate),
		canUndo: canUndo(report),
		canRedo: canRedo(report),
		version
	};
}

/** How much of the pass has been heard at the frame `heard`, 0–1; of a recording whose end is known, how much is done. */
export function phaseOf(report: TrackReport, heard: Frames): number {
	const { state, motion, record, recordingFrom, pending } = report;
	const { length } = record.content;
	if (length > 0) return state === 'stopped' ? 0 : positionAt(motion, length, heard) / length;
	const end = pending?.action === 'close' ? pending.due : null;
	if (recordingFrom === null || end === null || end <= recordingFrom) return 0;
	return Math.min(1, Math.max(0, (heard - recordingFrom) / (end - recordingFrom)));
}
