import type { Note } from '../../music/note';
import { MARK_SIZE } from '../band/chairMarks';
import type { Box } from './box';
import { drawLabels } from './drawLabels';
import { colourOf, type Palette } from './palette';
import type { RollFrame } from './rollFrame';
import type { Voice } from './voice';

/** A stretch of one pitch, within the cycle. */
export type Stretch = Omit<Note, 'velocity'>;

type Place = Pick<Box, 'x' | 'y'>;

const NARROWEST_NOTE = 5;
const THINNEST_NOTE = 5;
const THICKEST_NOTE = 20;
/** Between a note's end and the next one's start. */
const GAP = 1.5;
const HATCH = 5;
const DASH = [5, 3];
/** A hit in the drum lane. */
const HIT_WIDTH = 9;
/** How big the mark at an onset is beside its note, and at least. */
const MARK_AIR = 1;
const SMALLEST_MARK = 4;
/** The other chairs' notes are lines, so that one is seen beneath another. */
const THIN_LINE = 2;
const THIN_MARK = 3.5;
/** Round a note that is selected. */
const RING = 2;
const RING_AIR = 3;
/** How much of a voice is seen that is not heard, or is a stopgap. */
const FAINT = 0.6;

/** Where a note is drawn: in the middle of its row. */
function noteBox(frame: RollFrame, { start, duration, pitch }: Stretch): Box {
	const x = frame.x(start);
	const row = frame.rowHeight;
	const height = Math.min(THICKEST_NOTE, Math.max(THINNEST_NOTE, row - 2));
	return {
		x: x + 1,
		y: frame.y(pitch) + (row - height) / 2,
		width: Math.max(NARROWEST_NOTE, frame.x(start + duration) - x - GAP),
		height
	};
}

/** Where a hit is drawn: at its onset in its drum's row. */
const hitBox = (frame: RollFrame, { start, pitch }: Stretch): Box => ({
	x: frame.x(start) + 1,
	y: frame.drumY(pitch) + 1,
	width: HIT_WIDTH,
	height: frame.drumRowHeight - 2
});

export const boxOf = (frame: RollFrame, stretch: Stretch, isDrums: boolean): Box =>
	isDrums ? hitBox(frame, stretch) : noteBox(frame, stretch);

/** Soft notes are paler, but none fades out. */
const strength = (velocity: number) => 0.6 + 0.4 * velocity;

function fillPlayer(pen: CanvasRenderingContext2D, box: Box): void {
	pen.beginPath();
	pen.roundRect(box.x, box.y, box.width, box.height, Math.min(box.height, box.width) / 2);
	pen.fill();
}

/** A round head and a thin tail: a string that dies away. */
function fillHeard(pen: CanvasRenderingContext2D, box: Box): void {
	const { x, y, width, height } = box;
	fillPlayer(pen, { ...box, width: Math.min(width, height) });
	pen.fillRect(x + height / 2, y + height / 3, Math.max(0, width - height / 2), height / 3);
}

/** A bar with a notch in its head, and hatched. */
function fillPartner(pen: CanvasRenderingContext2D, box: Box, background: string): void {
	const { x, y, width, height } = box;
	const notch = Math.min(height / 2, width / 2);
	pen.save();
	pen.beginPath();
	pen.moveTo(x, y);
	pen.lineTo(x + width, y);
	pen.lineTo(x + width, y + height);
	pen.lineTo(x, y + height);
	pen.lineTo(x + notch, y + height / 2);
	pen.closePath();
	pen.fill();
	pen.clip();
	pen.strokeStyle = background;
	pen.lineWidth = 1.5;
	pen.beginPath();
	for (let stripe = x - height; stripe < x + width + height; stripe += HATCH) {
		pen.moveTo(stripe, y + height);
		pen.lineTo(stripe + height, y);
	}
	pen.stroke();
	pen.restore();
}

/** The chair's own shape, `half` wide on both sides of `x`. */
function drawMark(pen: CanvasRenderingContext2D, mark: Path2D, place: Place, half: number): void {
	const scale = (2 * half) / MARK_SIZE;
	pen.save();
	pen.translate(place.x, place.y);
	pen.scale(scale, scale);
	pen.fill(mark);
	pen.restore();
}

/** An outline with the chair's mark at the onset; dashed while the plan may change. */
function strokePlan(pen: CanvasRenderingContext2D, box: Box, mark: Path2D, isFirm: boolean): void {
	pen.lineWidth = 1.75;
	pen.setLineDash(isFirm ? [] : DASH);
	pen.strokeRect(box.x + 1, box.y + 1, Math.max(2, box.width - 2), box.height - 2);
	pen.setLineDash([]);
	const half = Math.max(SMALLEST_MARK, box.height / 2 + MARK_AIR);
	drawMark(pen, mark, { x: box.x + 1, y: box.y + box.height / 2 }, half);
}

/** A line with the chair's mark at the onset. */
function strokePart(pen: CanvasRenderingContext2D, box: Box, mark: Path2D, isFirm: boolean): void {
	const y = box.y + box.height / 2;
	pen.lineWidth = THIN_LINE;
	pen.setLineDash(isFirm ? [] : DASH);
	pen.beginPath();
	pen.moveTo(box.x + 1, y);
	pen.lineTo(box.x + box.width, y);
	pen.stroke();
	pen.setLineDash([]);
	drawMark(pen, mark, { x: box.x + 1, y }, THIN_MARK);
}

function drawPlanned(
	pen: CanvasRenderingContext2D,
	box: Box,
	voice: Voice,
	palette: Palette
): void {
	const { colour, mark } = palette.chairs.get(voice.chair ?? 'lead')!;
	pen.fillStyle = colour;
	pen.strokeStyle = colour;
	if (voice.isDrums) {
		const half = voice.look === 'plan' ? box.height / 2 : THIN_MARK;
		drawMark(pen, mark, { x: box.x + half, y: box.y + box.height / 2 }, half);
	} else if (voice.look === 'plan') {
		strokePlan(pen, box, mark, voice.isFirm);
	} else {
		strokePart(pen, box, mark, voice.isFirm);
	}
}

function drawNote(pen: CanvasRenderingContext2D, box: Box, voice: Voice, palette: Palette): void {
	switch (voice.look) {
		case 'player':
			pen.fillStyle = palette.player;
			fillPlayer(pen, box);
			break;
		case 'heard':
			pen.fillStyle = palette.heard;
			fillHeard(pen, box);
			break;
		case 'partner':
			pen.fillStyle = colourOf(voice, palette);
			fillPartner(pen, box, palette.stage);
			break;
		case 'plan':
		case 'part':
			drawPlanned(pen, box, voice, palette);
	}
}

/** A ring round a note that the player has selected. */
export function drawSelected(pen: CanvasRenderingContext2D, box: Box, palette: Palette): void {
	pen.lineWidth = RING;
	pen.strokeStyle = palette.text;
	pen.beginPath();
	const [x, y] = [box.x - RING_AIR, box.y - RING_AIR];
	const [width, height] = [box.width + 2 * RING_AIR, box.height + 2 * RING_AIR];
	pen.roundRect(x, y, width, height, Math.min(width, height) / 2);
	pen.stroke();
}

/** Each voice in its own shape, and then its label at its first note. */
export function drawVoices(
	pen: CanvasRenderingContext2D,
	frame: RollFrame,
	palette: Palette,
	voices: readonly Voice[]
): void {
	for (const voice of voices) {
		for (const note of voice.notes) {
			pen.globalAlpha = strength(note.velocity) * (voice.isFaint ? FAINT : 1);
			drawNote(pen, boxOf(frame, note, voice.isDrums), voice, palette);
		}
	}
	pen.globalAlpha = 1;
	drawLabels(pen, frame, palette, voices);
}
