import type { JamFace } from '../../jam/face';
import type { TracksFace } from '../../jam/tracks/tracksFace';
import type { RollPainter } from './rollPainter';

/** What a pointer on the roll works. */
export interface RollHandsParts {
	readonly jam: Pick<JamFace, 'heard'>;
	readonly tracks: Pick<TracksFace, 'corrections' | 'guess' | 'moveLine'>;
	readonly painter: RollPainter;
}

/** A nearer pointer has not been dragged, in CSS pixels. */
const LEAST_DRAG = 3;

/**
 * A touch selects the heard note under it; one beside all notes leaves them. The bar lines of a heard first
 * loop are dragged by their numbers.
 */
export function watchRoll(canvas: HTMLCanvasElement, parts: RollHandsParts): void {
	const { jam, tracks, painter } = parts;
	/** Where the drag began. */
	let from: number | null = null;
	const isHandle = ({ offsetX, offsetY }: PointerEvent) =>
		tracks.guess !== null && jam.heard !== null && painter.isOnBarHandle(offsetX, offsetY);

	canvas.onpointerdown = (event) => {
		if (!isHandle(event)) return;
		from = event.offsetX;
		canvas.setPointerCapture(event.pointerId);
	};
	canvas.onpointermove = (event) => {
		if (from !== null) painter.lineShift = event.offsetX - from;
		else if (isHandle(event)) canvas.style.cursor = 'ew-resize';
		else {
			const isNote = painter.heardAt(event.offsetX, event.offsetY) !== null;
			canvas.style.cursor = isNote ? 'pointer' : '';
		}
	};
	canvas.onpointercancel = () => {
		from = painter.lineShift = null;
	};
	canvas.onpointerup = (event) => {
		const dragged = from === null ? null : event.offsetX - from;
		from = painter.lineShift = null;
		if (dragged !== null) {
			if (Math.abs(dragged) >= LEAST_DRAG) tracks.moveLine(painter.ticksIn(dragged));
			return;
		}
		const note = painter.heardAt(event.offsetX, event.offsetY);
		if (note !== null) tracks.corrections.select(note.layer, note.heard);
		else if (tracks.corrections.isOpen) tracks.corrections.close();
	};
}
