import { splitAtSeam, type LoopRegion } from '../music/loopRegion';
import type { Note } from '../music/note';
import { quantiseInLoop, type Quantise } from '../music/quantise';
import type { Ticks } from '../music/units';
import type { LayerView } from './face';
import { SHORTEST_PIECE, type Layer, type LayerNote } from './layer';
import type { LoopProgram } from './loopProgram';

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

/** All layers of a program that lies in `region`, but for overdubs that nothing is in. */
export const seenLayers = (
	{ layers }: Pick<LoopProgram, 'layers'>,
	region: LoopRegion,
	quantise: Quantise
): readonly LayerView[] => layers.map((layer) => layerView(layer, region, quantise)).filter(isSeen);

/** The first layer is the loop; another is seen once there is something in it. */
const isSeen = ({ isOpen, notes }: LayerView, index: number) =>
	index === 0 || isOpen || notes.length > 0;

/** A downbeat struck a little early is one note. */
function piecesOf(note: LayerNote, length: Ticks): readonly Note[] {
	const pieces = splitAtSeam(note, length);
	if (note.isHeld) return pieces.slice(0, 1);
	const longer = pieces.filter(({ duration }) => duration > SHORTEST_PIECE);
	return longer.length > 0 ? longer : pieces;
}
