import {
	positionAt,
	type BaseLoop,
	type LayerWindow,
	type TrackContent,
	type TrackRecord
} from '../../music/looper';
import { frames } from '../../music/units';
import {
	contentsOf,
	type OpenRecording,
	type SessionManifest,
	type SessionTrack
} from './manifest';

/** How the audio thread lays takes on tapes, in frames. */
export interface TakeShape {
	/** What lies on a tape before the take begins. */
	readonly preRoll: number;
	/** A loop that no bar line bounds is a multiple of this. */
	readonly grain: number;
}

/** A shorter rest of a pass is the tail of the last, not music. */
const MIN_PASS_FRAMES = 64;

/**
 * Makes each recording that was still open a take of what reached the disk: a new loop, rounded up
 * with silence to whole rounds of the base loop, whole bars or whole grains; or the passes of an
 * overdub, each of which can be undone. Where there is no base loop, the first such take becomes it.
 */
export function recoverOpenTakes(
	manifest: SessionManifest,
	tapeLengths: ReadonlyMap<number, number>,
	shape: TakeShape
): SessionManifest {
	let base = manifest.base;
	let lastLayer = highestLayer(manifest);
	const making: Making = { shape, nextLayer: () => ++lastLayer };
	const tracks = manifest.tracks.map((track): SessionTrack => {
		const { open, record } = track;
		if (open === null) return track;
		const length = (tapeLengths.get(open.tape) ?? 0) - shape.preRoll;
		if (length <= 0) return { ...track, open: null };
		if (record.content.length > 0) {
			const passes = passesOf(track, open, length, making);
			return { ...track, record: withContents(record, passes), open: null };
		}
		const unit = base?.length ?? manifest.grid?.barFrames ?? shape.grain;
		const content = newLoop(open, length, unit, making);
		base ??= { origin: open.from, length: frames(content.length) } satisfies BaseLoop;
		return { ...track, record: withContents(record, [content]), open: null };
	});
	return { ...manifest, tracks, base };
}

interface Making {
	readonly shape: TakeShape;
	readonly nextLayer: () => number;
}

function newLoop(
	open: OpenRecording,
	span: number,
	unit: number,
	{ shape, nextLayer }: Making
): TrackContent {
	const length = Math.ceil(span / unit) * unit;
	const under = 1;
	const window = { id: nextLayer(), tape: open.tape, from: shape.preRoll, span, at: 0, under };
	return { length, layers: [{ ...window, rate: 1, cycle: length, likeness: 0 }] };
}

/** As the audio thread closes an overdub: a layer for each pass, each content with one more. */
function passesOf(
	{ record, settings }: SessionTrack,
	{ tape, from, motion, mode }: OpenRecording,
	length: number,
	{ shape, nextLayer }: Making
): readonly TrackContent[] {
	const { content } = record;
	const rate = motion.rate === 0 ? 1 : motion.rate;
	const round = content.length / Math.abs(rate);
	const isReplaced = mode === 'replace' || mode === 'substitute';
	const passes: TrackContent[] = [];
	let layers: readonly LayerWindow[] = content.layers;
	for (let begin = 0; length - begin >= MIN_PASS_FRAMES; begin += round) {
		const window: LayerWindow = {
			id: nextLayer(),
			tape,
			from: shape.preRoll + begin,
			span: Math.min(round, length - begin),
			at: positionAt(motion, content.length, from),
			rate,
			cycle: content.length,
			under: isReplaced ? 0 : settings.feedback,
			likeness: 0
		};
		layers = [...layers, window];
		passes.push({ length: content.length, layers });
	}
	return passes;
}

/** The last of the contents sounds; undo leads back through the others. */
function withContents(record: TrackRecord, contents: readonly TrackContent[]): TrackRecord {
	const content = contents.at(-1);
	if (content === undefined) return record;
	const past = [...record.past, record.content, ...contents.slice(0, -1)];
	return { content, past, future: [] };
}

const highestLayer = ({ tracks }: SessionManifest) =>
	tracks
		.flatMap(({ record }) => contentsOf(record))
		.flatMap(({ layers }) => layers)
		.reduce((highest, { id }) => Math.max(highest, id), 0);
