import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import type { Embedded, Engine } from '../../../src/composer/engines/engine';
import { seededRandom } from '../../../src/lib/random';

/** Events of a window of 4/4, embedded as if at random. */
export function randomEvents({ config }: MusicModel, count: number, seed: number): Embedded {
	const random = seededRandom(seed);
	const x = Float32Array.from({ length: count * config.width }, () => 2 * random() - 1);
	let step = 0;
	const at = Array.from({ length: count }, () => (step += Math.floor(random() * 13)));
	return { x, at, barSteps: 96 };
}

/** Some of the events in a row. */
export const eventsIn = ({ x, at, barSteps }: Embedded, from: number, to: number): Embedded => {
	const width = x.length / at.length;
	return { x: x.slice(from * width, to * width), at: at.slice(from, to), barSteps };
};

/** The largest distance between two states. */
export const distance = (one: Float32Array, other: Float32Array): number =>
	one.reduce((most, value, index) => Math.max(most, Math.abs(value - other[index]!)), 0);

/** The state after events that a new recall reads, in pieces of so many. */
export async function stateAfter(engine: Engine, events: Embedded, piece = Infinity) {
	const recall = engine.open();
	try {
		let state = new Float32Array();
		for (let from = 0; from < events.at.length; from += piece) {
			const to = Math.min(events.at.length, from + piece);
			state = (await recall.read(eventsIn(events, from, to))) as Float32Array<ArrayBuffer>;
		}
		return state;
	} finally {
		recall.dispose();
	}
}
