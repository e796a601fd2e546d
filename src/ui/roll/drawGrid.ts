import { barLength, beatLength, type Metre } from '../../music/metre';
import type { LoopRegion } from '../../music/loopRegion';
import { DRUM_ROWS } from './drumLane';
import type { Palette } from './palette';
import { pitchName } from '../keys/keyLayout';
import { RollFrame } from './rollFrame';

const SEMITONES = 12;
/** A row as high as this has room for its name. */
const NAMED_ROW = 13;
/** A drum's row as high as this has room for its name. */
const NAMED_DRUM = 10;
const DRUM_NAME_PIXELS = 9.5;
const NAME_PIXELS = 11;
/** Closer than this, beat lines are only noise. */
const NARROWEST_BEAT = 8;

function drawRows(pen: CanvasRenderingContext2D, frame: RollFrame, palette: Palette): void {
	const { margin } = RollFrame;
	const isRoomy = frame.rowHeight >= NAMED_ROW;
	pen.font = `${NAME_PIXELS}px ${palette.font}`;
	pen.textAlign = 'right';
	pen.textBaseline = 'middle';
	for (const { pitch, isBlack } of frame.rows()) {
		const y = frame.y(pitch);
		if (isBlack) {
			pen.fillStyle = palette.row;
			pen.fillRect(margin, y, frame.width - margin, frame.rowHeight);
		}
		const isC = pitch % SEMITONES === 0;
		if (isC) {
			pen.fillStyle = palette.line;
			pen.fillRect(margin, Math.round(y + frame.rowHeight) - 1, frame.width - margin, 1);
		}
		if (isC || (isRoomy && !isBlack)) {
			pen.fillStyle = isC ? palette.text : palette.quiet;
			pen.fillText(pitchName(pitch), margin - 8, y + frame.rowHeight / 2);
		}
	}
}

/** The rows of the drums, beneath the keys. */
function drawLane(pen: CanvasRenderingContext2D, frame: RollFrame, palette: Palette): void {
	const { margin } = RollFrame;
	const { width, height, laneTop, drumRowHeight } = frame;
	if (laneTop === height) return;
	pen.fillStyle = palette.stage;
	pen.fillRect(0, laneTop, width, height - laneTop);
	pen.font = `${DRUM_NAME_PIXELS}px ${palette.font}`;
	for (const [row, name] of DRUM_ROWS.entries()) {
		const y = laneTop + row * drumRowHeight;
		if (row % 2 === 0) {
			pen.fillStyle = palette.row;
			pen.fillRect(margin, y, width - margin, drumRowHeight);
		}
		if (drumRowHeight < NAMED_DRUM) continue;
		pen.fillStyle = palette.quiet;
		pen.fillText(name, margin - 4, y + drumRowHeight / 2 + 0.5);
	}
	pen.fillStyle = palette.barLine;
	pen.fillRect(0, Math.round(laneTop), width, 1);
}

function drawBeats(
	pen: CanvasRenderingContext2D,
	frame: RollFrame,
	palette: Palette,
	cycle: LoopRegion,
	metre: Metre
): void {
	const beat = beatLength(metre);
	const bar = barLength(metre);
	const areBeatsShown = frame.x(beat) - frame.x(0) >= NARROWEST_BEAT;
	pen.textAlign = 'left';
	pen.textBaseline = 'top';
	pen.font = `600 ${NAME_PIXELS}px ${palette.font}`;
	for (let offset = 0; offset < cycle.length; offset += beat) {
		const isBar = offset % bar === 0;
		if (!isBar && !areBeatsShown) continue;
		const x = Math.round(frame.x(offset));
		pen.fillStyle = isBar ? palette.barLine : palette.line;
		pen.fillRect(x, 0, isBar ? 2 : 1, frame.height);
		if (isBar) {
			pen.fillStyle = palette.quiet;
			pen.fillText(String(offset / bar + 1), x + 7, 6);
		}
	}
}

/** Names and rows of keys and drums, bar and beat lines. Bars are numbered within the cycle. */
export function drawGrid(
	pen: CanvasRenderingContext2D,
	frame: RollFrame,
	palette: Palette,
	scene: { readonly cycle: LoopRegion; readonly metre: Metre }
): void {
	pen.fillStyle = palette.stage;
	pen.fillRect(0, 0, frame.width, frame.height);
	drawRows(pen, frame, palette);
	drawLane(pen, frame, palette);
	drawBeats(pen, frame, palette, scene.cycle, scene.metre);
}
