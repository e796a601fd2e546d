import type { BandFace, ChairView } from '../../jam/band/face';
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

function partVoice(chair: ChairView, band: Seats, cycle: LoopRegion): Voice | null {
	const { part } = chair;
	if (part === null) return null;
	return {
		...lookOf(chair, band),
		label: labelOf(chair, band, part.source),
		isFirm: part.source === 'model',
		isFaint: part.source !== 'model' || isSilent(chair, band.chairs),
		notes: part.notes
			.filter(({ start }) => start < cycle.length)
			.flatMap((note) => splitAtSeam(note, cycle.length))
	};
}

/** What the `chairs` are going to play. The one under command comes last, so that it lies on top. */
export function bandVoices(
	{ band: { commanded }, plan }: Pick<JamFace, 'band' | 'plan'>,
	chairs: readonly ChairView[],
	cycle: LoopRegion
): readonly Voice[] {
	const voices = chairs.map((chair) => {
		if (chair.name !== 'lead') {
			return chair.settings.mode === 'out' ? null : partVoice(chair, { commanded, chairs }, cycle);
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

/** The notes that each of the `chairs` but the lead sounds at `position`, of those that are drawn. */
export function soundingParts(
	{ loop, settings, isRunning }: Pick<JamFace, 'loop' | 'settings' | 'isRunning'>,
	chairs: readonly ChairView[],
	position: Ticks
): readonly { readonly chair: ChairView; readonly notes: readonly Note[] }[] {
	const { region, state } = loop;
	if (!isRunning || region === null || (state !== 'playing' && state !== 'overdubbing')) return [];
	const offset = offsetIn(region, position);
	const bar = barLength(settings.metre);
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
