import type { Note } from '../../music/note';
import type { Palette } from './palette';
import type { RollFrame } from './rollFrame';
import type { Voice } from './rollScene';

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

const NARROWEST_NOTE = 5;
const THINNEST_NOTE = 5;
const THICKEST_NOTE = 20;
/** Between a note's end and the next one's start. */
const GAP = 1.5;
const HATCH = 5;
const DASH = [5, 3];
const LABEL_PIXELS = 11;
const LABEL_HEIGHT = 16;
const LABEL_PADDING = 5;

/** Where a note is drawn: in the middle of its row. */
export function noteBox(frame: RollFrame, { start, duration, pitch }: Omit<Note, 'velocity'>): Box {
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

/** Soft notes are paler, but none fades out. */
const strength = (velocity: number) => 0.6 + 0.4 * velocity;

function fillPlayer(pen: CanvasRenderingContext2D, box: Box): void {
	pen.beginPath();
	pen.roundRect(box.x, box.y, box.width, box.height, Math.min(box.height, box.width) / 2);
	pen.fill();
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

/** An outline with a diamond at the onset; dashed while the plan may change. */
function strokePlan(pen: CanvasRenderingContext2D, box: Box, isProvisional: boolean): void {
	const middle = box.y + box.height / 2;
	const half = Math.max(4, box.height / 2 + 1);
	pen.lineWidth = 1.75;
	pen.setLineDash(isProvisional ? DASH : []);
	pen.strokeRect(box.x + 1, box.y + 1, Math.max(2, box.width - 2), box.height - 2);
	pen.setLineDash([]);
	pen.beginPath();
	pen.moveTo(box.x - half + 1, middle);
	pen.lineTo(box.x + 1, middle - half);
	pen.lineTo(box.x + half + 1, middle);
	pen.lineTo(box.x + 1, middle + half);
	pen.closePath();
	pen.fill();
}

function drawNote(
	pen: CanvasRenderingContext2D,
	box: Box,
	{ look }: Voice,
	palette: Palette
): void {
	switch (look) {
		case 'player':
			pen.fillStyle = palette.player;
			fillPlayer(pen, box);
			break;
		case 'partner':
			pen.fillStyle = palette.partner;
			fillPartner(pen, box, palette.stage);
			break;
		case 'plan':
		case 'provisional plan':
			pen.fillStyle = palette.partner;
			pen.strokeStyle = palette.partner;
			strokePlan(pen, box, look === 'provisional plan');
	}
}

/** The label's place: above the first note, or where the labels before it leave room. */
function labelBox(first: Box, width: number, taken: readonly Box[], frame: RollFrame): Box {
	const x = Math.min(first.x, frame.width - width - 2);
	const above = first.y - LABEL_HEIGHT - 2;
	const places = [above, first.y + first.height + 2, above - LABEL_HEIGHT - 2];
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

function drawLabel(
	pen: CanvasRenderingContext2D,
	box: Box,
	{ look, label }: Voice,
	palette: Palette
): void {
	const colour = look === 'player' ? palette.player : palette.partner;
	pen.beginPath();
	pen.roundRect(box.x, box.y, box.width, box.height, look === 'player' ? LABEL_HEIGHT / 2 : 2);
	pen.fillStyle = palette.stage;
	pen.fill();
	pen.lineWidth = 1;
	pen.strokeStyle = colour;
	pen.stroke();
	pen.fillStyle = colour;
	pen.fillText(label, box.x + LABEL_PADDING, box.y + LABEL_HEIGHT / 2 + 0.5);
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
			pen.globalAlpha = strength(note.velocity);
			drawNote(pen, noteBox(frame, note), voice, palette);
		}
	}
	pen.globalAlpha = 1;
	pen.font = `600 ${LABEL_PIXELS}px ${palette.font}`;
	pen.textAlign = 'left';
	pen.textBaseline = 'middle';
	const taken: Box[] = [];
	for (const voice of voices) {
		const [first] = voice.notes.toSorted((one, other) => one.start - other.start);
		if (first === undefined) continue;
		const width = pen.measureText(voice.label).width + 2 * LABEL_PADDING;
		const box = labelBox(noteBox(frame, first), width, taken, frame);
		taken.push(box);
		drawLabel(pen, box, voice, palette);
	}
}
