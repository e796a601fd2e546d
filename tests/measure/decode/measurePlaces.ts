import type { House, Room } from './house';
import type { Plan } from './plan';
import type { Place } from './rungs';
import { noSamples, type BatchSamples, type PlaceSamples } from './samples';

const nameOf = ({ rung, model }: Place) => `${rung} ${model}`;

/** A place that is open, and what was measured of it so far. */
interface OpenPlace {
	readonly room: Room;
	readonly samples: PlaceSamples;
}

/**
 * Opens a place twice, so that the second time all files come from the cache. The first one stays too:
 * Chromium takes a minute to tell the memory when a worker has just ended.
 */
async function openPlace(house: House, place: Place, isSoftware: boolean): Promise<OpenPlace> {
	const name = nameOf(place);
	const before = await house.memory();
	await house.begin(`${name}, not cached`, 'open', place, house.models);
	const after = await house.memory();
	const { room, value, ms } = await house.begin(name, 'open', place, house.models);
	const samples = {
		place,
		isRandom: value.isRandom,
		isSoftware,
		loadMs: ms - value.inventedMs,
		memoryBytes: before === null || after === null ? null : after - before,
		prefill: [],
		firstAnew: [],
		batches: new Map<number, BatchSamples>()
	};
	return { room, samples };
}

function samplesOf({ samples: { batches } }: OpenPlace, batch: number): BatchSamples {
	const samples = batches.get(batch) ?? noSamples();
	batches.set(batch, samples);
	return samples;
}

/** Every prompt is read as seldom as possible: on the slow peers that is what takes the time. */
async function measureRound(house: House, place: OpenPlace, plan: Plan): Promise<void> {
	const { room, samples } = place;
	if (plan.reads !== null) samples.prefill.push(...(await room.call('prefills', plan.reads)));
	if (plan.firstNotesAnew !== null) {
		samples.firstAnew.push(...(await room.call('firstNotes', 1, 'anew', plan.firstNotesAnew)));
	} else {
		samples.prefill.push(await room.call('readPrompt'));
	}
	for (const batch of plan.batches) {
		const { firstKept } = samplesOf(place, batch);
		firstKept.push(...(await room.call('firstNotes', batch, 'kept', plan.firstNotes)));
	}
	if (plan.firstNotesAnew !== null) await room.call('readPrompt');
	for (const batch of plan.batches) {
		const { made, gaps, cpuMs } = samplesOf(place, batch);
		const before = room.cpuMs;
		await house.beginHeartbeat();
		made.push(...(await room.call('answers', batch, plan.answers)));
		gaps.push(...(await house.endHeartbeat()));
		cpuMs.push(room.cpuMs - before);
	}
}

/**
 * Measures places in turns, all of them open at once; `between` is called before each round. Where a
 * place cannot be opened, its reason is told instead.
 */
export async function measurePlaces(
	house: House,
	places: readonly Place[],
	plan: Plan,
	options: { readonly isSoftware: boolean; readonly between: () => Promise<void> }
): Promise<{ measured: PlaceSamples[]; reasons: Map<string, string> }> {
	const reasons = new Map<string, string>();
	const open: OpenPlace[] = [];
	for (const place of places) {
		try {
			open.push(await openPlace(house, place, options.isSoftware));
		} catch (cause) {
			reasons.set(nameOf(place), String(cause));
		}
	}
	for (let round = 0; round < plan.rounds; round++) {
		await options.between();
		for (const place of open) {
			await measureRound(house, place, plan);
			const seconds = (performance.now() / 1000).toFixed(0);
			const name = nameOf(place.samples.place);
			console.error(`${seconds} s: ${name}, round ${round + 1} of ${plan.rounds}`);
		}
	}
	return { measured: open.map(({ samples }) => samples), reasons };
}
