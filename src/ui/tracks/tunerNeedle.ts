import { pitchName } from '../keys/keyLayout';

/** What the tuner shows. */
export interface TunerReading {
	/** `A2`. */
	readonly note: string;
	/** Whole cents from the note, -50 to 50. */
	readonly cents: number;
	/** The guitar's open string that is nearest, 6 for the lowest. */
	readonly string: number;
}

/** The open strings of a guitar from the first: E4 B3 G3 D3 A2 E2. */
export const OPEN_STRINGS = [64, 59, 55, 50, 45, 40] as const;
/** As near as an ear tells, in cents. */
export const IN_TUNE_CENTS = 4;

/** The needle leans on what it heard for so long, and stays when the string has died away. */
const SMOOTH_MS = 160;
const STAYS_MS = 1500;
/** Another note is believed when it has been heard for so long; until then it may be an overtone. */
const BELIEVED_MS = 80;
/** So near, in semitones, is the same string being turned. */
const SAME_STRING = 0.8;

/** Steadies what the ear hears of a string, for a needle. */
export class TunerNeedle {
	#pitch = NaN;
	#heardAt = -Infinity;
	#strangerSince = NaN;
	#lastAt = NaN;
	#shown: TunerReading | null = null;

	/** `pitch` in semitones with a fraction, NaN for none; `at` in milliseconds, never falling. */
	hear(pitch: number, at: number): void {
		const passed = Number.isNaN(this.#lastAt) ? 0 : at - this.#lastAt;
		this.#lastAt = at;
		if (Number.isNaN(pitch)) {
			this.#strangerSince = NaN;
			if (at - this.#heardAt > STAYS_MS) this.#forget();
			return;
		}
		if (Number.isNaN(this.#pitch)) this.#pitch = pitch;
		if (Math.abs(pitch - this.#pitch) <= SAME_STRING) {
			this.#pitch += (pitch - this.#pitch) * (1 - Math.exp(-passed / SMOOTH_MS));
			this.#heardAt = at;
			this.#strangerSince = NaN;
		} else {
			if (Number.isNaN(this.#strangerSince)) this.#strangerSince = at;
			if (at - this.#strangerSince < BELIEVED_MS) return;
			this.#pitch = pitch;
			this.#heardAt = at;
		}
		this.#show();
	}

	/** The same object until something else is to be shown. */
	get shown(): TunerReading | null {
		return this.#shown;
	}

	#forget(): void {
		this.#pitch = NaN;
		this.#shown = null;
	}

	#show(): void {
		const near = Math.round(this.#pitch);
		const cents = Math.round((this.#pitch - near) * 100);
		const note = pitchName(near);
		if (this.#shown?.note === note && this.#shown.cents === cents) return;
		this.#shown = { note, cents, string: stringNear(this.#pitch) };
	}
}

/** The number of the open string nearest to the pitch. */
function stringNear(pitch: number): number {
	let best = 0;
	OPEN_STRINGS.forEach((open, index) => {
		if (Math.abs(open - pitch) < Math.abs(OPEN_STRINGS[best]! - pitch)) best = index;
	});
	return best + 1;
}

/** `A2, 7 cents flat: tighten`. */
export function tunerWords(reading: TunerReading | null): string {
	if (reading === null) return 'Play one string.';
	const { note, cents } = reading;
	const isInTune = Math.abs(cents) <= IN_TUNE_CENTS;
	return isInTune ? tunerCall(reading) : `${note}, ${Math.abs(cents)} cents ${wayTo(cents)}`;
}

/** The same without the cents, to be read out: it changes no oftener than a player turns. Empty in silence. */
export function tunerCall(reading: TunerReading | null): string {
	if (reading === null) return '';
	const { note, cents } = reading;
	return Math.abs(cents) <= IN_TUNE_CENTS ? `${note}, in tune` : `${note}, ${wayTo(cents)}`;
}

const wayTo = (cents: number) => (cents < 0 ? 'flat: tighten' : 'sharp: loosen');
