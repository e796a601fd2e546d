import type { Page } from 'playwright';
import { CHAIRS, type ChairName } from '../../../src/jam/band/face';
import type { Note } from '../../../src/music/note';
import { ticks, type Ticks } from '../../../src/music/units';
import { placement, type Placement } from '../answer/misplaced';
import type { Voices } from './metrics';

/** The strips of probePage.js. */
export const STRIPS: Readonly<Record<ChairName | 'loop', number>> = {
	loop: 1,
	lead: 2,
	harmony: 4,
	keys: 5,
	bass: 6,
	drums: 7
};
const TOLERANCE_MS = 1;

/** The notes of a run as they were planned and as they sounded, in frames. */
export interface SeenBand extends SeenNotes {
	readonly loopFrames: readonly number[];
	readonly partnerFrames: readonly number[];
	readonly impulses: readonly (readonly [number, number, number])[];
	readonly sampleRate: number;
	readonly engine: string | null;
}

/** What the chairs played from `from` on, and all that sounded, up to `end`; positions on the timeline. */
export function collect(page: Page, from: number, end: number): Promise<SeenBand> {
	return page.evaluate(
		async ({ from, end }) => {
			probe.unstall();
			const { audio, composer } = continuo;
			const startFrame = probe.frameOf(audio, audio.transport.startedFrom);
			const endFrame = probe.frameOf(audio, end);
			const events = probe.chairEvents(from, end).map(({ channel, start, end, ...rest }) => ({
				chair: channel,
				frame: probe.frameOf(audio, start),
				note: {
					start,
					duration: (end - start) as Ticks,
					pitch: rest.pitch,
					velocity: rest.velocity
				}
			}));
			const seen = {
				events,
				lead: [...probe.plans.values()].flatMap(({ notes }) =>
					notes.filter(({ start }) => start < end)
				),
				loopFrames: probe.loopFrames(0, end),
				partnerFrames: probe.planFrames(end),
				sampleRate: audio.context.sampleRate,
				engine: composer.status.engine
			};
			// What was rendered must also have been posted.
			await probe.catchUp();
			const impulses = probe.impulses.filter(
				([, frame]) => frame >= startFrame && frame < endFrame
			);
			return { ...seen, impulses };
		},
		{ from, end }
	);
}

/** How what sounded lies beside what was planned. */
export interface BandPlacements {
	readonly recorded: Placement;
	readonly chairs: Readonly<Record<ChairName, Placement>>;
	/** Chairs of which nothing was heard. */
	readonly silent: readonly ChairName[];
}

/** How the notes that were heard lie beside those that were planned. */
export function placementsOf(seen: SeenBand): BandPlacements {
	const tolerance = (TOLERANCE_MS / 1000) * seen.sampleRate;
	const heard = (chair: ChairName | 'loop') =>
		seen.impulses
			.filter(([strip]) => strip === STRIPS[chair])
			.flatMap(([, frame, count]) => new Array<number>(count).fill(frame));
	const planned = (chair: ChairName) =>
		chair === 'lead'
			? seen.partnerFrames
			: seen.events.filter((event) => event.chair === chair).map(({ frame }) => frame);
	const placed = CHAIRS.map(
		(chair) => [chair, placement(planned(chair), heard(chair), tolerance)] as const
	);
	return {
		recorded: placement(seen.loopFrames, heard('loop'), tolerance),
		chairs: Object.fromEntries(placed) as Record<ChairName, Placement>,
		silent: CHAIRS.filter((chair) => heard(chair).length === 0)
	};
}

interface SeenNotes {
	readonly events: readonly {
		readonly chair: string;
		readonly frame: number;
		readonly note: Note;
	}[];
	readonly lead: readonly Note[];
}

/** What each chair played in a cycle, in positions of the loop. */
export function cycleOf({ events, lead }: SeenNotes, cycle: number, length: Ticks): Voices {
	const from = cycle * length;
	const inCycle = (notes: readonly Note[]) =>
		notes
			.filter(({ start }) => start >= from && start < from + length)
			.map((note) => ({
				...note,
				start: ticks(note.start - from),
				duration: ticks(Math.min(note.duration, from + length - note.start))
			}));
	return Object.fromEntries(
		CHAIRS.map((chair) => [
			chair,
			inCycle(
				chair === 'lead'
					? lead
					: events.filter((event) => event.chair === chair).map(({ note }) => note)
			)
		])
	);
}
