import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/lib/random';
import { judged } from '../../../src/ears/loop/judge';
import { trainJudge } from './trainJudge';

/** Points in a square, of which those around the middle count: no line tells them apart. */
function disc(seed: number, count: number) {
	const random = seededRandom(seed);
	const points = Array.from({ length: count }, () => [2 * random() - 1, 2 * random() - 1]);
	const labels = points.map(([x, y]) => {
		return Math.hypot(x!, y!) < 0.7 ? 1 : 0;
	});
	return { points, labels };
}

test('a judge learns what no straight line tells, and the same from the same seed', () => {
	const { points, labels } = disc(1, 1500);
	const plan = { units: 16, epochs: 120, seed: 3 };
	const judge = trainJudge(points, labels, plan);
	expect(trainJudge(points, labels, plan)).toEqual(judge);
	const held = disc(2, 500);
	const right = held.points.filter(
		(point, index) => judged(judge, point) > 0.5 === (held.labels[index] === 1)
	);
	expect(right.length / held.points.length).toBeGreaterThan(0.93);
});
