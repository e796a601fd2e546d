import { DEFAULT_TRACK, EMPTY_RECORD, TRACK_COUNT } from '../../music/looper';
import { COMMON_TIME } from '../../music/metre';
import { bpm, frames } from '../../music/units';
import { neededFrames, type SessionManifest, type SessionTrack } from './manifest';
import type { TapeInfo } from './tapeFormat';

/** What is shorter was not yet noted, or just let go. */
const MIN_SECONDS = 1;
const STILL = { at: frames(0), position: 0, rate: 1 };

/** A manifest for tapes that lost theirs: all is as at first, and no track has a take yet. */
export function rebuiltManifest(id: string, tapes: readonly TapeInfo[]): SessionManifest {
	const unknown = new Date(0).toISOString();
	return {
		id,
		name: 'Recovered session',
		created: unknown,
		changed: unknown,
		sampleRate: tapes[0]?.sampleRate ?? 1,
		bpm: bpm(120),
		metre: COMMON_TIME,
		grid: null,
		base: null,
		tracks: [],
		jam: null,
		tapes: tapes.map(({ tape }) => tape)
	};
}

/** Each tape that no take needs becomes an open recording on a track that is empty, while there is one. */
export function withOrphans(
	manifest: SessionManifest,
	tapes: readonly TapeInfo[]
): SessionManifest {
	const needed = neededFrames(manifest);
	const orphans = tapes
		.filter(({ tape }) => !needed.has(tape))
		.filter(({ frames: length, sampleRate }) => length >= MIN_SECONDS * sampleRate);
	if (orphans.length === 0) return manifest;
	const tracks = Array.from({ length: TRACK_COUNT }, (_, index): SessionTrack => {
		const track = manifest.tracks[index] ?? EMPTY_TRACK;
		const orphan = isEmpty(track) ? orphans.shift() : undefined;
		if (orphan === undefined) return track;
		return { ...track, open: { tape: orphan.tape, from: frames(0), motion: STILL, mode: null } };
	});
	return { ...manifest, tracks };
}

const EMPTY_TRACK: SessionTrack = { settings: DEFAULT_TRACK, record: EMPTY_RECORD, open: null };

const isEmpty = ({ record, open }: SessionTrack) =>
	open === null && record.content.length === 0 && record.past.length + record.future.length === 0;
