import type { ChairName } from '../../jam/band/face';
import type { JamFace } from '../../jam/face';
import { cycleAt, cycleStart, offsetIn } from '../../music/loopRegion';
import { ticks, type Ticks } from '../../music/units';
import { isSilent } from '../band/bandActions';
import { restingChairs, soundingParts } from './bandVoices';
import { drawBarLines, drawGrid } from './drawGrid';
import type { CorrectionsFace } from '../../jam/tracks/correctionsFace';
import { boxOf, drawSelected, drawVoices, type Stretch } from './drawNotes';
import { isOnBarHandle } from './barHandle';
import { nearestHeard, type HeardPlace } from './nearestHeard';
import { readPalette, type Palette } from './palette';
import { glide, rangeOf, RollFrame, type PitchRange } from './rollFrame';
import { rollScene, shownCycle, type RollScene } from './rollScene';

/** How visible the call stays while the partner answers it. */
const PAST_CALL = 0.35;
const PLAYHEAD_WIDTH = 2;
const PLAYHEAD_HEAD = 7;

/**
 * Draws the roll at each animation frame: what stands still from a cached canvas, and on it the
 * playhead and the notes being played.
 */
export class RollPainter {
	readonly #jam: JamFace;
	readonly #canvas: HTMLCanvasElement;
	readonly #pen: CanvasRenderingContext2D;
	readonly #still: CanvasRenderingContext2D;
	readonly #palette: Palette;
	readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
	#scene: RollScene;
	#range: PitchRange;
	#frame: RollFrame;
	#isSceneStale = true;
	#isStillStale = true;
	#paintedAt = ticks(NaN);
	/** The chairs that rest, as they are drawn. */
	#resting = '';
	readonly #corrections: () => Pick<CorrectionsFace, 'selected'>;
	/** The heard note that is drawn as selected. */
	#selected: HeardPlace | null = null;

	#lineShift: number | null = null;

	/** `corrections` are of what was heard. */
	constructor(
		canvas: HTMLCanvasElement,
		jam: JamFace,
		corrections: () => Pick<CorrectionsFace, 'selected'>
	) {
		const pen = canvas.getContext('2d', { alpha: false });
		const still = document.createElement('canvas').getContext('2d', { alpha: false });
		if (pen === null || still === null) throw new Error('no canvas to draw on');
		this.#jam = jam;
		this.#corrections = corrections;
		this.#canvas = canvas;
		this.#pen = pen;
		this.#still = still;
		this.#palette = readPalette(canvas);
		this.#scene = rollScene(jam);
		this.#range = this.#rangeGoal();
		this.#frame = this.#frameOf({ width: 1, height: 1 });
	}

	/** Returns the function that stops it. */
	start(): () => void {
		const forget = this.#jam.changed.on(() => {
			this.#isSceneStale = true;
		});
		const sizes = new ResizeObserver(() => {
			this.#isStillStale = true;
		});
		sizes.observe(this.#canvas);
		const paint = () => {
			this.#paint();
			request = requestAnimationFrame(paint);
		};
		let request = requestAnimationFrame(paint);
		return () => {
			forget();
			sizes.disconnect();
			cancelAnimationFrame(request);
		};
	}

	/** The heard note under a point of the canvas, in CSS pixels, or beside it; null where none is near. */
	heardAt(x: number, y: number): HeardPlace | null {
		return nearestHeard(this.#frame, this.#scene.heard, { x, y });
	}

	/** Whether a bar line can be dragged at a point of the canvas, in CSS pixels. */
	isOnBarHandle(x: number, y: number): boolean {
		return isOnBarHandle(this.#frame, this.#scene, { x, y });
	}

	/** How long a stretch of the roll is, in CSS pixels. */
	ticksIn(pixels: number): Ticks {
		return this.#frame.ticksIn(pixels);
	}

	/** How far the bar lines are being dragged, in CSS pixels; null while they are not. */
	get lineShift(): number | null {
		return this.#lineShift;
	}

	set lineShift(pixels: number | null) {
		this.#lineShift = pixels;
		this.#isStillStale = true;
	}

	#paint(): void {
		const position = this.#jam.heardPosition();
		const resting = restingChairs(this.#jam, this.#scene.chairs, position).join();
		if (resting !== this.#resting) this.#isSceneStale = true;
		this.#resting = resting;
		this.#renewScene();
		this.#moveRange();
		this.#followSelection();
		if (!this.#isStillStale && position === this.#paintedAt) return;
		this.#paintedAt = position;
		if (this.#isStillStale) this.#paintStill();
		const { width, height } = this.#still.canvas;
		if (width === 0 || height === 0) return;
		this.#pen.setTransform(1, 0, 0, 1, 0, 0);
		this.#pen.drawImage(this.#still.canvas, 0, 0);
		this.#pen.scale(devicePixelRatio, devicePixelRatio);
		this.#paintPlan(position);
		this.#paintHeard(position);
		this.#paintPlayhead(position);
	}

	#renewScene(): void {
		const { start, length } = this.#scene.cycle;
		const cycle = shownCycle(this.#jam);
		if (!this.#isSceneStale && cycle.start === start && cycle.length === length) return;
		this.#scene = rollScene(this.#jam);
		this.#isSceneStale = false;
		this.#isStillStale = true;
	}

	#followSelection(): void {
		const { selected } = this.#corrections();
		const before = this.#selected;
		if (selected?.layer === before?.layer && selected?.heard === before?.heard) return;
		this.#selected = selected;
		this.#isStillStale = true;
	}

	#frameOf(size: { width: number; height: number }): RollFrame {
		return new RollFrame(size, { ...this.#scene, range: this.#range });
	}

	/** Drums lie in a lane of their own. */
	#rangeGoal(): PitchRange {
		const { voices, cycle, doesPlayerDrum } = this.#scene;
		const since = ticks(this.#jam.heardPosition() - cycle.length);
		const recent = doesPlayerDrum ? [] : this.#jam.heardNotes(since);
		const pitched = voices.filter(({ isDrums }) => !isDrums);
		const notes = [...pitched.flatMap((voice) => voice.notes), ...recent];
		return rangeOf(notes.map(({ pitch }) => pitch));
	}

	#moveRange(): void {
		const goal = this.#rangeGoal();
		const next = this.#calm.matches ? goal : glide(this.#range, goal);
		if (next.low === this.#range.low && next.high === this.#range.high) return;
		this.#range = next;
		this.#isStillStale = true;
	}

	#paintStill(): void {
		const { clientWidth: width, clientHeight: height } = this.#canvas;
		for (const canvas of [this.#canvas, this.#still.canvas]) {
			const wide = Math.round(width * devicePixelRatio);
			const high = Math.round(height * devicePixelRatio);
			if (canvas.width !== wide) canvas.width = wide;
			if (canvas.height !== high) canvas.height = high;
		}
		this.#frame = this.#frameOf({ width, height });
		this.#still.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
		drawGrid(this.#still, this.#frame, this.#palette, this.#scene);
		drawVoices(this.#still, this.#frame, this.#palette, this.#scene.voices);
		this.#paintSelected();
		if (this.#lineShift !== null) {
			drawBarLines(this.#still, this.#frame, this.#palette.heard, this.#scene, this.#lineShift);
		}
		this.#isStillStale = false;
	}

	#paintSelected(): void {
		const selected = this.#selected;
		const voice = this.#scene.heard.find(({ layer }) => layer === selected?.layer);
		for (const note of voice?.notes ?? []) {
			if (note.heard === selected?.heard)
				drawSelected(this.#still, boxOf(this.#frame, note, false), this.#palette);
		}
	}

	/** The planned notes that sound now are filled. */
	#paintPlan(position: Ticks): void {
		const { plan, turn } = this.#jam;
		const { chairs } = this.#scene;
		const isLeadSilent = chairs.some((chair) => chair.name === 'lead' && isSilent(chair, chairs));
		if (plan !== null && turn.kind !== 'silenced' && !isLeadSilent) {
			const offset = position - plan.start;
			const origin = offsetIn(this.#scene.cycle, plan.start);
			for (const { start, duration, pitch } of plan.notes) {
				if (offset < start || offset >= start + duration) continue;
				const stretch = { start: ticks(origin + start), duration, pitch };
				this.#paintSounding(stretch, 'lead');
			}
		}
		for (const { chair, notes } of soundingParts(this.#jam, chairs, position)) {
			for (const note of notes) this.#paintSounding(note, chair.name);
		}
	}

	#paintSounding(stretch: Stretch, chair: ChairName): void {
		const { x, y, width, height } = boxOf(this.#frame, stretch, chair === 'drums');
		this.#pen.fillStyle = this.#palette.chairs.get(chair)!.colour;
		this.#pen.fillRect(x, y, width, height);
	}

	#paintHeard(position: Ticks): void {
		const { cycle } = this.#scene;
		const pass = cycleStart(cycle, cycleAt(cycle, position));
		const isAnswering = this.#jam.turn.kind === 'answering';
		for (const { pitch, start, end } of this.#jam.heardNotes(ticks(pass - cycle.length))) {
			const to = end ?? position;
			const isHeld = end === null;
			if (to > pass) {
				const from = Math.max(start, pass);
				this.#paintStretch(
					{ pitch, start: ticks(from - pass), duration: ticks(to - from) },
					isHeld
				);
			}
			if (start < pass && isAnswering) {
				this.#pen.globalAlpha = PAST_CALL;
				const duration = ticks(Math.min(to, pass) - start);
				this.#paintStretch({ pitch, start: ticks(start - pass + cycle.length), duration }, false);
				this.#pen.globalAlpha = 1;
			}
		}
	}

	#paintStretch(stretch: Stretch, isHeld: boolean): void {
		const { doesPlayerDrum } = this.#scene;
		const { x, y, width, height } = boxOf(this.#frame, stretch, doesPlayerDrum);
		this.#pen.beginPath();
		this.#pen.roundRect(x, y, width, height, Math.min(height, width) / 2);
		this.#pen.fillStyle = this.#palette.player;
		this.#pen.fill();
		if (!isHeld) return;
		this.#pen.lineWidth = 2;
		this.#pen.strokeStyle = this.#palette.text;
		this.#pen.stroke();
	}

	#paintPlayhead(position: Ticks): void {
		if (position < 0 || (!this.#jam.isRunning && position === 0)) return;
		const x = Math.round(this.#frame.x(offsetIn(this.#scene.cycle, position)));
		this.#pen.fillStyle = this.#palette.text;
		this.#pen.fillRect(x - PLAYHEAD_WIDTH / 2, 0, PLAYHEAD_WIDTH, this.#frame.height);
		this.#pen.beginPath();
		this.#pen.moveTo(x - PLAYHEAD_HEAD, 0);
		this.#pen.lineTo(x + PLAYHEAD_HEAD, 0);
		this.#pen.lineTo(x, PLAYHEAD_HEAD * 1.4);
		this.#pen.fill();
	}
}
