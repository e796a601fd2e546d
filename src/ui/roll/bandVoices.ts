import type { BandFace, ChairName, ChairView } from '../../jam/band/face';
import type { JamFace, PlanView } from '../../jam/face';
import { offsetIn, splitAtSeam, type LoopRegion } from '../../music/loopRegion';
import { barLength } from '../../music/metre';
import type { Note } from '../../music/note';
import { ticks, type Ticks } from '../../music/units';
import { isSilent } from '../band/bandActions';
import { CHAIR_WORDS } from '../band/bandWords';
import type { Voice } from './voice';

type Seats = Pick<BandFace, 'commanded' | 'chairs'>;
type Look = Pick<Voice, 'look' | 'chair' | 'isDrums'>;

const lookOf = ({ name }: ChairView, { commanded }: Seats): Look => ({
	look: name === commanded ? 'plan' : 'part',
	chair: name,
	isDrums: name === 'drums'
});

/** The chair that is under command tells where its notes come from as well. */
const labelOf = ({ name }: ChairView, { commanded }: Seats, source: string) =>
	name === commanded ? `AI ${CHAIR_WORDS[name].toLowerCase()}: ${source}` : CHAIR_WORDS[name];

function planVoice(chair: ChairView, plan: PlanView, band: Seats, cycle: LoopRegion): Voice {
	const from = offsetIn(cycle, plan.start);
	return {
		...lookOf(chair, band),
		label: labelOf(chair, band, plan.source),
		isFirm: !plan.isProvisional,
		isFaint: isSilent(chair, band.chairs),
		notes: plan.notes.flatMap((note) =>
			splitAtSeam({ ...note, start: ticks(from + note.start) }, cycle.length)
		)
	};
}

function partVoice(
	chair: ChairView,
	band: Seats & { readonly resting: readonly ChairName[] },
	cycle: LoopRegion
): Voice | null {
	const { part } = chair;
	if (part === null) return null;
	return {
		...lookOf(chair, band),
		label: labelOf(chair, band, part.source),
		isFirm: part.source === 'model',
		isFaint:
			part.source !== 'model' || isSilent(chair, band.chairs) || band.resting.includes(chair.name),
		notes: part.notes
			.filter(({ start }) => start < cycle.length)
			.flatMap((note) => splitAtSeam(note, cycle.length))
	};
}

/**
 * What the `chairs` are going to play, those that rest while others have their turn faintly. The one under
 * command comes last, so that it lies on top.
 */
export function bandVoices(
	jam: Pick<JamFace, 'band' | 'plan' | 'loop' | 'settings' | 'isRunning' | 'chords'>,
	{ chairs, position }: { readonly chairs: readonly ChairView[]; readonly position: Ticks },
	cycle: LoopRegion
): readonly Voice[] {
	const { plan } = jam;
	const { commanded } = jam.band;
	const resting = restingChairs(jam, chairs, position);
	const voices = chairs.map((chair) => {
		if (chair.name !== 'lead') {
			return chair.settings.mode === 'out'
				? null
				: partVoice(chair, { commanded, chairs, resting }, cycle);
		}
		return plan === null || plan.isKept
			? null
			: planVoice(chair, plan, { commanded, chairs }, cycle);
	});
	return voices
		.filter((voice) => voice !== null)
		.sort((one, other) => Number(one.look === 'plan') - Number(other.look === 'plan'));
}

/** Whether it is the chair's turn at `position`: in a trade the player has every other stretch, from the first. */
function hasTurn({ settings }: ChairView, position: Ticks, loop: LoopRegion, bar: Ticks): boolean {
	if (settings.mode !== 'trade') return settings.mode === 'along';
	const stretch = settings.tradeBars === 'cycle' ? loop.length : settings.tradeBars * bar;
	return Math.floor((position - loop.start) / stretch) % 2 === 1;
}

/** What the band plays to: the loop that sounds, else the form of typed chords. */
function gridOf({ loop, chords }: Pick<JamFace, 'loop' | 'chords'>): LoopRegion | null {
	const { region, state } = loop;
	if (region !== null) return state === 'playing' || state === 'overdubbing' ? region : null;
	return state === 'empty' && chords.length > 0 ? { start: ticks(0), length: chords.length } : null;
}

/** The accompanists that trade and have no turn at `position`; none while the music stands. */
export function restingChairs(
	jam: Pick<JamFace, 'loop' | 'settings' | 'isRunning' | 'chords'>,
	chairs: readonly ChairView[],
	position: Ticks
): readonly ChairName[] {
	const grid = gridOf(jam);
	if (!jam.isRunning || grid === null) return [];
	const bar = barLength(jam.settings.metre);
	return chairs
		.filter(({ name, settings }) => name !== 'lead' && settings.mode === 'trade')
		.filter((chair) => !hasTurn(chair, position, grid, bar))
		.map(({ name }) => name);
}

/** The notes that each of the `chairs` but the lead sounds at `position`, of those that are drawn. */
export function soundingParts(
	jam: Pick<JamFace, 'loop' | 'settings' | 'isRunning' | 'chords'>,
	chairs: readonly ChairView[],
	position: Ticks
): readonly { readonly chair: ChairView; readonly notes: readonly Note[] }[] {
	const region = gridOf(jam);
	if (!jam.isRunning || region === null) return [];
	const offset = offsetIn(region, position);
	const bar = barLength(jam.settings.metre);
	return chairs
		.filter((chair) => chair.name !== 'lead' && chair.part !== null)
		.filter((chair) => !isSilent(chair, chairs) && hasTurn(chair, position, region, bar))
		.map((chair) => ({
			chair,
			notes: chair.part!.notes.filter(
				({ start, duration }) => start <= offset && offset < start + duration
			)
		}));
}
