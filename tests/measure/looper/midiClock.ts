import { seededRandom, type Random } from '../../../src/lib/random';
import { CLOCK_TICKS, CLOCKS_PER_QUARTER } from '../../../src/midi/clockMessage';
import { ClockFollower } from '../../../src/midi/clockFollower';
import { MAX_BPM, MIN_BPM, perfTime } from '../../../src/music/units';

const PORT = 'master';
const JITTER_MS = 1;
/** Eight beats: 192 clocks after the first. */
const HEARD_CLOCKS = 8 * CLOCKS_PER_QUARTER;
/** The position is asked for after the first beat, when the tempo is known at all. */
const SETTLED_CLOCKS = CLOCKS_PER_QUARTER;
/** Masters from a first, slow one on, whose tempo changes at the end of their first 8 beats. */
const MASTERS = 200;
const ACCIDENTS = 0.01;
/** While the tempo jumps, nobody can tell a lost clock from a longer gap. */
const UNHARMED_CLOCKS = 8;

export interface ClockMeasures {
	/** After 8 beats, and 8 beats after a change of tempo; masters set in tenths of a BPM. */
	readonly tempoErrorBpmMax: number;
	/** After the first 8 beats of masters of any tempo, 40–120 BPM. */
	readonly tempoErrorBpmMaxAnySlow: number;
	/** After the first 8 beats of masters of any tempo, 40–240 BPM. */
	readonly tempoErrorBpmMaxAny: number;
	/** 8 beats after a change between any tempos, 40–240 BPM. */
	readonly tempoErrorBpmMaxAnyChanged: number;
	/** From the first beat on, and from the first beat after a change on. */
	readonly positionErrorTicksMax: number;
}

/** Follows masters with ±1 ms of jitter, 1 % of their clocks lost and 1 % doubled. */
export function measureMidiClock(): ClockMeasures {
	const set = worstOf((random) => anyTempo(random, MAX_BPM, 10));
	const slow = worstOf((random) => anyTempo(random, MAX_BPM / 2, 0));
	const any = worstOf((random) => anyTempo(random, MAX_BPM, 0));
	return {
		tempoErrorBpmMax: Math.max(set.firstTempo, set.lastTempo),
		tempoErrorBpmMaxAnySlow: slow.firstTempo,
		tempoErrorBpmMaxAny: any.firstTempo,
		tempoErrorBpmMaxAnyChanged: any.lastTempo,
		positionErrorTicksMax: Math.max(set.position, slow.position, any.position)
	};
}

/** `parts` to the BPM; 0 for any real number. */
function anyTempo(random: Random, most: number, parts: number): number {
	const tempo = MIN_BPM + random() * (most - MIN_BPM);
	return parts === 0 ? tempo : Math.round(tempo * parts) / parts;
}

/** The largest errors: of the tempo at the end of the first and the last 8 beats, and of the position. */
interface Errors {
	readonly firstTempo: number;
	readonly lastTempo: number;
	readonly position: number;
}

function worstOf(nextTempo: (random: Random) => number): Errors {
	const all = Array.from({ length: MASTERS }, (_, seed) => {
		const random = seededRandom(seed);
		return follow(random, [nextTempo(random), nextTempo(random)]);
	});
	return {
		firstTempo: Math.max(...all.map(({ firstTempo }) => firstTempo)),
		lastTempo: Math.max(...all.map(({ lastTempo }) => lastTempo)),
		position: Math.max(...all.map(({ position }) => position))
	};
}

/** One master that plays 8 beats in each tempo. */
function follow(random: Random, tempos: readonly number[]): Errors {
	const follower = new ClockFollower();
	const send = (kind: 'start' | 'clock', at: number) => {
		follower.handle({ kind, port: PORT, at: perfTime(at) });
	};
	send('start', 0);
	let [due, clock, positionError] = [JITTER_MS, 0, 0];
	const tempoErrors: number[] = [];
	for (const tempo of tempos) {
		const period = 60_000 / tempo / CLOCKS_PER_QUARTER;
		for (let count = 0; count <= HEARD_CLOCKS; count++, clock++, due += period) {
			const at = due + JITTER_MS * (2 * random() - 1);
			const isHarmed = count >= UNHARMED_CLOCKS && random() < 2 * ACCIDENTS;
			const isLost = isHarmed && random() < 0.5;
			if (!isLost) send('clock', at);
			if (isHarmed && !isLost) send('clock', at + random() * JITTER_MS);
			if (count < SETTLED_CLOCKS) continue;
			const position = follower.positionAt(perfTime(due));
			positionError = Math.max(positionError, Math.abs(position - clock * CLOCK_TICKS));
		}
		tempoErrors.push(Math.abs((follower.bpm ?? 0) - tempo));
	}
	const [firstTempo = 0, lastTempo = 0] = tempoErrors;
	return { firstTempo, lastTempo, position: positionError };
}
