import { barLength } from '../music/metre';
import type { Note } from '../music/note';
import { decodeMelody, loudnessOf } from './decode';
import { encodeCall, PRIMER_STEPS, type Primer } from './encode';
import { isOnset, melodyOf, type MelodyEvent, type PitchRange } from './melodyEvents';
import type { AnswerRequest } from './protocol';

/**
 * One answer on its way, as events after the call's. It is made bar by bar, each bar one beat too
 * far: so it is known how long a note is held over the bar line when its bar is told. The beat is
 * kept as the beginning of the next bar.
 */
export class MelodyAnswer {
	readonly bars: number;
	readonly #request: AnswerRequest;
	readonly #range: PitchRange;
	readonly #primer: Primer;
	readonly #loudness: number;
	#events: readonly MelodyEvent[] = [];

	constructor(request: AnswerRequest, range: PitchRange) {
		this.#request = request;
		this.#range = range;
		this.#primer = encodeCall(request, range);
		this.#loudness = loudnessOf(request.call);
		this.bars = Math.round(request.answerLength / barLength(request.metre));
	}

	/** What the model is to go on from: about PRIMER_STEPS events, at least one bar, from a bar line on. */
	get context(): readonly MelodyEvent[] {
		const { barSteps } = this.#primer.grid;
		const events = [...this.#primer.events, ...this.#events];
		const barsKept = Math.max(1, Math.floor(PRIMER_STEPS / barSteps));
		const barsMade = Math.floor(events.length / barSteps);
		return events.slice(Math.max(0, barsMade - barsKept) * barSteps);
	}

	/** How many events are missing until the bar can be told. */
	stepsFor(bar: number): number {
		const { barSteps, stepsPerQuarter } = this.#primer.grid;
		const reach = Math.min(this.bars * barSteps, (bar + 1) * barSteps + stepsPerQuarter);
		return reach - this.#events.length;
	}

	add(events: readonly MelodyEvent[]): void {
		this.#events = [...this.#events, ...events];
	}

	/** Whether the bar would begin a note if it went on with these events. */
	wouldSpeak(bar: number, events: readonly MelodyEvent[]): boolean {
		const { barSteps } = this.#primer.grid;
		const all = [...this.#events, ...events];
		return all.slice(bar * barSteps, (bar + 1) * barSteps).some(isOnset);
	}

	/** The notes that begin in the bar, counted from the answer's bar line. */
	notesOf(bar: number): Note[] {
		const { grid, octaves } = this.#primer;
		const begun = melodyOf(this.#events, this.#range).filter(
			({ start }) => Math.floor(start / grid.barSteps) === bar
		);
		const { metre } = this.#request;
		return decodeMelody(begun, { grid, octaves, metre, loudness: this.#loudness });
	}
}
