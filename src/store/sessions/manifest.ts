import type {
	BarGrid,
	BaseLoop,
	Motion,
	OverdubMode,
	TrackRecord,
	TrackReport,
	TrackSettings
} from '../../music/looper';
import type { Metre } from '../../music/metre';
import type { Bpm, Frames } from '../../music/units';

/** Goes up when what was written before can no longer be read as it is. */
export const MANIFEST_VERSION = 1;

/** A recording that was not closed when the manifest was written. */
export interface OpenRecording {
	readonly tape: number;
	/** By the master counter of its page. */
	readonly from: Frames;
	/** How the loop moved that it is played over. */
	readonly motion: Motion;
	/** How it is played over that loop; null for a new loop. */
	readonly mode: OverdubMode | null;
}

/** One audio track of a session. */
export interface SessionTrack {
	readonly settings: TrackSettings;
	readonly record: TrackRecord;
	readonly open: OpenRecording | null;
}

/** What the page notes of a session; the newest holds. */
export interface SessionParts {
	readonly bpm: Bpm;
	readonly metre: Metre;
	readonly grid: BarGrid | null;
	readonly base: BaseLoop | null;
	readonly tracks: readonly SessionTrack[];
	/** Anything that JSON can say: the MIDI layers and settings, which only the page understands. */
	readonly jam: unknown;
}

/** All of a session but its sound, which lies on tapes beside it. */
export interface SessionManifest extends SessionParts {
	readonly id: string;
	readonly name: string;
	/** ISO 8601, in UTC. */
	readonly created: string;
	readonly changed: string;
	/** Of the frames that are counted here; each tape says its own. */
	readonly sampleRate: number;
	/** Every tape that a take can still need, in the order in which they were recorded. */
	readonly tapes: readonly number[];
}

/** What is noted of a track as the audio thread reports it. */
export function sessionTrack(settings: TrackSettings, report: TrackReport): SessionTrack {
	const { record, recordingTape: tape, recordingFrom: from, motion, mode } = report;
	const open = tape === null || from === null ? null : { tape, from, motion, mode };
	return { settings, record, open };
}

/** Every content that the track can come to by undo and redo, and the one that sounds. */
export const contentsOf = ({ content, past, future }: TrackRecord) => [...past, content, ...future];

/** How far into each tape the session's takes reach, in frames; tapes that none needs are left out. */
export function neededFrames(manifest: SessionManifest): ReadonlyMap<number, number> {
	const needed = new Map<number, number>();
	for (const { record, open } of manifest.tracks) {
		if (open !== null) needed.set(open.tape, needed.get(open.tape) ?? 0);
		for (const { layers } of contentsOf(record)) {
			for (const { tape, from, span } of layers) {
				needed.set(tape, Math.max(needed.get(tape) ?? 0, Math.ceil(from + span)));
			}
		}
	}
	return needed;
}
