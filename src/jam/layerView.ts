import { splitAtSeam, type LoopRegion } from '../music/loopRegion';
import type { Note } from '../music/note';
import { quantiseInLoop, type Quantise } from '../music/quantise';
import type { Ticks } from '../music/units';
import type { LayerView } from './face';
import type { Layer, LayerNote } from './layer';

/** A piece this short beside a longer one is a key struck early or let go late: a 64th note. */
const SHORTEST_PIECE = 30;

/**
 * The layer as it is drawn, saved and answered: quantised, and split at the seam. What is held is seen
 * as far as the seam: a drone over all that was played before would be heard as its harmony.
 */
export function layerView(layer: Layer, region: LoopRegion, quantise: Quantise): LayerView {
	const { id, by, chair, sound, isOpen } = layer;
	const notes = layer
		.notesIn(region)
		.map((note) => quantiseInLoop(note, region.length, quantise))
		.flatMap((note) => piecesOf(note, region.length));
	return { id, by, chair, sound, notes, isOpen };
}

/** A downbeat struck a little early is one note. */
function piecesOf(note: LayerNote, length: Ticks): readonly Note[] {
	const pieces = splitAtSeam(note, length);
	if (note.isHeld) return pieces.slice(0, 1);
	const longer = pieces.filter(({ duration }) => duration > SHORTEST_PIECE);
	return longer.length > 0 ? longer : pieces;
}
