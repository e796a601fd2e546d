import type { NetworkConfig } from './networkShapes';

const SHORTEST_PERIOD = 4;
/** Octaves between the shortest and the longest period of plain rotary places. */
const ROPE_OCTAVES = 9;
const TURN = Math.fround(2 * Math.PI);

/** How many pairs of a head turn by musical time; those after them turn by order. */
export const timePairs = ({ places, beatPeriods, barPeriods }: NetworkConfig) =>
	places === 'rope' ? 0 : beatPeriods.length + barPeriods.length;

/** How many turns each pair of a head makes at an event, rounded as PyTorch rounds them. */
function turnsAt(at: number, order: number, barSteps: number, config: NetworkConfig): number[] {
	const pairs = config.width / config.heads / 2;
	if (config.places === 'rope') {
		const octaves = ROPE_OCTAVES / Math.max(1, pairs - 1);
		return Array.from({ length: pairs }, (_, pair) =>
			Math.fround(order / Math.fround(SHORTEST_PERIOD * 2 ** Math.fround(pair * octaves)))
		);
	}
	const bars = Math.fround(at / barSteps);
	const turns = [
		...config.beatPeriods.map((period) => Math.fround(at / period)),
		...config.barPeriods.map((period) => Math.fround(bars / period))
	];
	while (turns.length < pairs) {
		const octave = turns.length - config.beatPeriods.length - config.barPeriods.length;
		turns.push(Math.fround(order / (SHORTEST_PERIOD * 2 ** octave)));
	}
	return turns;
}

/** The angles by which each pair of a head is turned at an event: where it is, in PyTorch's rounding. */
export const anglesAt = (
	{ at, order, barSteps }: { at: number; order: number; barSteps: number },
	config: NetworkConfig
): number[] => turnsAt(at, order, barSteps, config).map((turns) => Math.fround(TURN * turns));

/**
 * Writes the cosines and sines [2 · width] (queries, then keys, head by head) by which an event's
 * queries and keys are turned. `order` counts the events of the context.
 */
export function writeTurns(
	place: { at: number; order: number; barSteps: number },
	config: NetworkConfig,
	cosines: Float32Array,
	sines: Float32Array
): void {
	const angles = anglesAt(place, config);
	const pairs = angles.length;
	for (let column = 0; column < cosines.length; column++) {
		const angle = angles[column % pairs]!;
		cosines[column] = Math.cos(angle);
		sines[column] = Math.sin(angle);
	}
}
