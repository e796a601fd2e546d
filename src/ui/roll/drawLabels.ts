import type { Box } from './box';
import { colourOf, type Palette } from './palette';
import type { RollFrame } from './rollFrame';
import type { Voice } from './voice';

const LABEL_PIXELS = 11;
const LABEL_HEIGHT = 16;
const LABEL_PADDING = 5;
/** A lower roll has no room for the names of the chairs that are not under command. */
const ROOMY_ROLL = 220;

type Place = Pick<Box, 'x' | 'y'>;

/** The label's place: above the first note, or where the labels before it leave room. */
function labelBox(first: Place, width: number, taken: readonly Box[], frame: RollFrame): Box {
	const x = Math.min(first.x, frame.width - width - 2);
	const above = first.y - LABEL_HEIGHT - 2;
	const beneath = first.y + frame.rowHeight + 2;
	const places = [above, beneath, above - LABEL_HEIGHT - 2, beneath + LABEL_HEIGHT + 2];
	const boxes = places.map((y) => ({
		x,
		y: Math.min(frame.height - LABEL_HEIGHT, Math.max(0, y)),
		width,
		height: LABEL_HEIGHT
	}));
	const isFree = (box: Box) =>
		taken.every(
			(other) =>
				box.x >= other.x + other.width ||
				other.x >= box.x + box.width ||
				Math.abs(box.y - other.y) >= LABEL_HEIGHT
		);
	return boxes.find(isFree) ?? boxes[0]!;
}

function drawLabel(pen: CanvasRenderingContext2D, box: Box, voice: Voice, palette: Palette): void {
	const isPlayer = voice.look === 'player';
	pen.beginPath();
	pen.roundRect(box.x, box.y, box.width, box.height, isPlayer ? LABEL_HEIGHT / 2 : 2);
	pen.fillStyle = palette.stage;
	pen.fill();
	pen.lineWidth = 1;
	pen.strokeStyle = colourOf(voice, palette);
	// The frame says who is under command.
	if (voice.look !== 'part') pen.stroke();
	pen.fillStyle = colourOf(voice, palette);
	pen.fillText(voice.label, box.x + LABEL_PADDING, box.y + LABEL_HEIGHT / 2 + 0.5);
}

/** Each voice's name at its first note. Drums are named once, above their lane. */
export function drawLabels(
	pen: CanvasRenderingContext2D,
	frame: RollFrame,
	palette: Palette,
	voices: readonly Voice[]
): void {
	pen.font = `600 ${LABEL_PIXELS}px ${palette.font}`;
	pen.textAlign = 'left';
	pen.textBaseline = 'middle';
	const taken: Box[] = [];
	for (const voice of voices) {
		if (voice.look === 'part' && (voice.isDrums || frame.height < ROOMY_ROLL)) continue;
		const [first] = voice.notes.toSorted((one, other) => one.start - other.start);
		if (first === undefined) continue;
		const width = pen.measureText(voice.label).width + 2 * LABEL_PADDING;
		const y = voice.isDrums ? frame.laneTop : frame.y(first.pitch);
		const box = labelBox({ x: frame.x(first.start) + 1, y }, width, taken, frame);
		taken.push(box);
		drawLabel(pen, box, voice, palette);
	}
}
