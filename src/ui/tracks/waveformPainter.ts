import type { TracksFace } from '../../jam/tracks/tracksFace';

/** In CSS pixels. */
const COLUMN = 2;
const GAP = 1;
const PLAYHEAD_WIDTH = 2;
/** While a recording is open its level is drawn this often. */
const TRACE_MS = 60;
/** What has been heard of the pass is lit; the rest waits. */
const WAITING = 0.45;

/** Draws the loop of one track, and the playhead in it, at each animation frame. */
export class WaveformPainter {
	readonly #canvas: HTMLCanvasElement;
	readonly #pen: CanvasRenderingContext2D;
	readonly #tracks: TracksFace;
	readonly #index: number;
	#peaks = new Float32Array(0);
	#peaksOf = '';
	#trace: number[] = [];
	#tracedAt = 0;
	#painted = '';

	constructor(canvas: HTMLCanvasElement, tracks: TracksFace, index: number) {
		const pen = canvas.getContext('2d');
		if (pen === null) throw new Error('no canvas to draw on');
		this.#canvas = canvas;
		this.#pen = pen;
		this.#tracks = tracks;
		this.#index = index;
	}

	/** Returns the function that stops it. */
	start(): () => void {
		const paint = () => {
			this.#paint();
			request = requestAnimationFrame(paint);
		};
		let request = requestAnimationFrame(paint);
		return () => {
			cancelAnimationFrame(request);
		};
	}

	#paint(): void {
		const { clientWidth: width, clientHeight: height } = this.#canvas;
		if (width === 0) return;
		const { state, layers, version, bars } = this.#tracks.tracks[this.#index]!;
		const isOpen = layers === 0 && (state === 'recording' || state === 'closing');
		if (isOpen) this.#follow(Math.ceil(width / (COLUMN + GAP)));
		else this.#trace = [];
		const head = Math.round(this.#tracks.phase(this.#index) * width);
		const colour = getComputedStyle(this.#canvas).color;
		const key = [width, height, state, version, bars, head, colour, this.#trace.length].join(' ');
		if (key === this.#painted && !isOpen) return;
		this.#painted = key;
		this.#size(width, height);
		this.#pen.fillStyle = colour;
		if (isOpen) this.#paintColumns(this.#trace, height, width);
		else if (layers > 0) this.#paintLoop({ width, height, head, version, bars: bars ?? 1 });
	}

	#size(width: number, height: number): void {
		const wide = Math.round(width * devicePixelRatio);
		const high = Math.round(height * devicePixelRatio);
		if (this.#canvas.width !== wide) this.#canvas.width = wide;
		if (this.#canvas.height !== high) this.#canvas.height = high;
		this.#pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
		this.#pen.clearRect(0, 0, width, height);
	}

	/** What is being recorded has no peaks yet: the input's level stands for it. */
	#follow(count: number): void {
		const now = performance.now();
		if (now - this.#tracedAt < TRACE_MS) return;
		this.#tracedAt = now;
		this.#trace = [...this.#trace, this.#tracks.inputPeak()].slice(-count);
	}

	#paintLoop(loop: {
		readonly width: number;
		readonly height: number;
		readonly head: number;
		readonly version: number;
		readonly bars: number;
	}): void {
		const { width, height, head, version, bars } = loop;
		const count = Math.floor(width / (COLUMN + GAP));
		const key = `${count} ${version}`;
		if (key !== this.#peaksOf) {
			this.#peaks = new Float32Array(this.#tracks.peaks(this.#index, count));
			this.#peaksOf = key;
		}
		this.#pen.globalAlpha = WAITING / 2;
		for (let bar = 1; bar < bars; bar++) {
			this.#pen.fillRect(Math.round((bar / bars) * width), 0, 1, height);
		}
		this.#paintColumns(this.#peaks, height, head);
		this.#pen.globalAlpha = 1;
		this.#pen.fillRect(head - PLAYHEAD_WIDTH / 2, 0, PLAYHEAD_WIDTH, height);
	}

	#paintColumns(peaks: ArrayLike<number>, height: number, head: number): void {
		for (let column = 0; column < peaks.length; column++) {
			const x = column * (COLUMN + GAP);
			const tall = Math.max(1, Math.min(1, peaks[column]!) * height);
			this.#pen.globalAlpha = x < head ? 1 : WAITING;
			this.#pen.fillRect(x, (height - tall) / 2, COLUMN, tall);
		}
	}
}
