import { perfTime, type PerfTime } from '../music/units';

/** A clock that was heard: the how manieth it is, and when it came. */
export interface CountedClock {
	readonly index: number;
	readonly at: PerfTime;
}

/** A steady clock, in milliseconds: number `index` is due at `origin + index * period`. */
export interface ClockFit {
	readonly period: number;
	readonly origin: PerfTime;
	/** The standard error of `period`. */
	readonly doubt: number;
	/** The standard deviation of the jitter. */
	readonly spread: number;
	/** The jitter has edges: all is as likely between them, and nothing beyond. */
	readonly isFlat: boolean;
}

/** A clock farther than this many standard deviations from the rest says nothing of the tempo. */
const OUTLIER = 4;
/** Turns the median of absolute residuals into a standard deviation, for a normal distribution. */
const MEDIAN_TO_DEVIATION = 1.4826;
/** Browsers' clocks are not finer than this. */
const LEAST_SPREAD_MS = 0.02;
/** Geary's ratio (1935): a uniform distribution has 0.866, a triangular one 0.816, a normal one 0.798. */
const FLAT_RATIO = 0.84;
/** Fewer say too little of the shape of their jitter. */
const SHAPE_CLOCKS = 48;

/** `at` in milliseconds after the first, so that no digits are lost. */
interface Point {
	readonly index: number;
	readonly at: number;
}

interface Line {
	readonly slope: number;
	readonly height: number;
	readonly doubt: number;
}

/**
 * The steady clock behind clocks that came with jitter; at least one, in order. The period of one
 * that is `known` is taken as it is. Where the jitter is flat (timer grids, USB frames), as most is, the best estimate
 * lies between its edges (Pitman 1939) and is four times as sharp over 8 beats as least squares.
 */
export function fitClocks(clocks: readonly CountedClock[], known: ClockFit | null): ClockFit {
	const first = clocks[0];
	if (first === undefined) throw new RangeError('no clocks to fit');
	const all = pointsOf(clocks);
	const rough = leastSquares(all, known);
	const limit = OUTLIER * Math.max(LEAST_SPREAD_MS, medianSpread(all, rough));
	const points = all.filter((point) => Math.abs(residual(point, rough)) <= limit);
	const usual = points.length === all.length ? rough : leastSquares(points, known);
	const { spread, ratio } = shapeOf(points, usual);
	const hasShape = known === null && points.length >= SHAPE_CLOCKS && spread >= LEAST_SPREAD_MS;
	const isFlat = hasShape && ratio > FLAT_RATIO;
	const line = isFlat ? betweenEdges(points, usual) : usual;
	return {
		period: line.slope,
		origin: perfTime(first.at + line.height - first.index * line.slope),
		doubt: line.doubt,
		spread,
		isFlat
	};
}

/** The sum of squared residuals of the best straight line, in ms². */
export function lineError(clocks: readonly CountedClock[]): number {
	const points = pointsOf(clocks);
	const line = leastSquares(points, null);
	return points.reduce((sum, point) => sum + residual(point, line) ** 2, 0);
}

/** The least height, in ms, of a strip between two parallels that holds all clocks, at least two. */
export function stripHeight(clocks: readonly CountedClock[]): number {
	const points = pointsOf(clocks);
	const edge = edgeOf(points);
	return stripOf(edge, narrowestSlope(edge, leastSquares(points, null))).width;
}

function pointsOf(clocks: readonly CountedClock[]): readonly Point[] {
	const { index: first = 0, at: since = 0 } = clocks[0] ?? {};
	return clocks.map(({ index, at }) => ({ index: index - first, at: at - since }));
}

const residual = ({ index, at }: Point, { slope, height }: Pick<Line, 'slope' | 'height'>) =>
	at - height - slope * index;

function leastSquares(points: readonly Point[], known: ClockFit | null): Line {
	let [index, at] = [0, 0];
	for (const point of points) {
		index += point.index / points.length;
		at += point.at / points.length;
	}
	let [width, rise] = [0, 0];
	for (const point of points) {
		width += (point.index - index) ** 2;
		rise += (point.index - index) * (point.at - at);
	}
	const slope = known?.period ?? (width > 0 ? rise / width : 0);
	const line = { slope, height: at - slope * index };
	const errors = points.reduce((sum, point) => sum + residual(point, line) ** 2, 0);
	if (known !== null) return { ...line, doubt: known.doubt };
	const variance = Math.max(LEAST_SPREAD_MS ** 2, errors / Math.max(1, points.length - 2));
	return { ...line, doubt: width > 0 ? Math.sqrt(variance / width) : Infinity };
}

function medianSpread(points: readonly Point[], line: Line): number {
	const sizes = points.map((point) => Math.abs(residual(point, line))).sort((a, b) => a - b);
	return MEDIAN_TO_DEVIATION * (sizes[Math.floor(sizes.length / 2)] ?? 0);
}

/** The standard deviation, and what share of it the mean absolute deviation is. */
function shapeOf(points: readonly Point[], line: Line): { spread: number; ratio: number } {
	let [sizes, squares] = [0, 0];
	for (const point of points) {
		const size = Math.abs(residual(point, line));
		sizes += size / points.length;
		squares += size ** 2 / points.length;
	}
	const spread = Math.sqrt(squares);
	return { spread, ratio: sizes / spread };
}

/** The integral over slopes is cut at so many of its own widths to each side. */
const REACH = 15;
const STEPS = 60;
const HALVINGS = 40;

/**
 * Pitman's estimate for jitter that is flat between unknown edges: the mean of all slopes, each
 * weighed with the width, to the power 1 - n, of the strip that holds all n points.
 */
function betweenEdges(points: readonly Point[], usual: Line): Line {
	const edge = edgeOf(points);
	const narrowest = narrowestSlope(edge, usual);
	const least = stripOf(edge, narrowest).width;
	const step = (REACH * least) / points.length ** 2 / STEPS;
	let [weights, mean, square] = [0, 0, 0];
	for (let count = -STEPS; count <= STEPS; count++) {
		const away = count * step;
		const { width } = stripOf(edge, narrowest + away);
		const weight = (width / least) ** (1 - points.length);
		weights += weight;
		mean += weight * away;
		square += weight * away ** 2;
	}
	const away = mean / weights;
	const slope = narrowest + away;
	return {
		slope,
		height: stripOf(edge, slope).middle,
		doubt: Math.sqrt(Math.max(0, square / weights - away ** 2))
	};
}

/** The width of the strip is convex in its slope: halving finds the least. */
function narrowestSlope(edge: readonly Point[], { slope, doubt }: Line): number {
	let from = slope - OUTLIER * 2 * doubt;
	let to = slope + OUTLIER * 2 * doubt;
	for (let count = 0; count < HALVINGS; count++) {
		const third = (to - from) / 3;
		if (stripOf(edge, from + third).width < stripOf(edge, to - third).width) to -= third;
		else from += third;
	}
	return (from + to) / 2;
}

function stripOf(edge: readonly Point[], slope: number): { width: number; middle: number } {
	let [lowest, highest] = [Infinity, -Infinity];
	for (const { index, at } of edge) {
		lowest = Math.min(lowest, at - slope * index);
		highest = Math.max(highest, at - slope * index);
	}
	return { width: highest - lowest, middle: (lowest + highest) / 2 };
}

/** Only the corners of the convex hull can touch a strip's edge. */
const edgeOf = (points: readonly Point[]) => [...hull(points, 1), ...hull(points, -1)];

/** The upper (1) or lower (-1) half of the convex hull (Andrew 1979). */
function hull(points: readonly Point[], side: 1 | -1): readonly Point[] {
	const corners: Point[] = [];
	for (const point of points) {
		while (corners.length > 1 && turn(corners.at(-2)!, corners.at(-1)!, point) * side >= 0) {
			corners.pop();
		}
		corners.push(point);
	}
	return corners;
}

const turn = (from: Point, middle: Point, to: Point) =>
	(middle.index - from.index) * (to.at - from.at) - (middle.at - from.at) * (to.index - from.index);
