import { barLength, barLineFrom } from '../music/metre';
import { seconds, ticks, type PerfTime, type Ticks } from '../music/units';
import { DECIDED_AHEAD, type Band } from './band/band';
import type { Ear } from './ear';
import type { LoopAction, SectionName } from './face';
import type { Loop } from './loop';
import type { Partner } from './partner';
import { REFUSALS, TEMPO_IS_OPEN } from './pedal';
import type { PressContext } from './pressContext';
import { tickAfter, type Transport } from './ports';
import type { Settings } from './settings';
import type { TrackHooks } from './tracks/jamHooks';

/** Another section is heard in time no sooner than this: the band has decided what is nearer. */
const CHANGED_AHEAD = seconds(DECIDED_AHEAD + 0.02);

/** What starts and stops together. */
export interface RunParts {
	readonly transport: Transport;
	readonly ear: Ear;
	readonly loop: Loop;
	readonly partner: Partner;
	readonly band: Band;
	readonly settings: () => Settings;
	/** Null while there are none. */
	readonly tracks: () => TrackHooks | null;
	readonly pressContext: (section: SectionName) => PressContext;
}

/** Starts and stops the transport, and with it all that lives on its timeline. */
export class JamRun {
	readonly #parts: RunParts;

	constructor(parts: RunParts) {
		this.#parts = parts;
	}

	/**
	 * Starts for the tracks, with the count-in if `isCounted`. Returns the bar line from which can be
	 * recorded.
	 */
	begin(isCounted: boolean): Ticks {
		const { metre, countInBars } = this.#parts.settings();
		const { loop } = this.#parts;
		const counted = isCounted ? countInBars * barLength(metre) : 0;
		const { region } = loop.view;
		if (region !== null && loop.canPress('play')) {
			// A loop that sounds is the count-in.
			this.#play();
			return ticks(region.start + counted);
		}
		this.#beginAt(ticks(0 - counted), ticks(0));
		return ticks(0);
	}

	/** Starts without recording, or stops everything at once. */
	toggle(): void {
		const { loop, transport } = this.#parts;
		const tracks = this.#parts.tracks();
		if (transport.isRunning) this.halt();
		else if (tracks?.isTempoOpen === true) tracks.stopped();
		else if (loop.canPress('play')) this.#play();
		else if (tracks !== null && tracks.isTempoFixed) this.#beginAt(ticks(0));
		else this.#countIn();
	}

	/** Has `action` carried out on its bar line. Returns why it cannot, in a sentence; empty when it is done. */
	press(action: LoopAction, at: PerfTime): string {
		const { loop, transport, pressContext } = this.#parts;
		if (!transport.isRunning) return this.#pressStill(action);
		if (action === 'stop' && this.#isStopAtOnce) this.halt();
		else if (!loop.canPress(action)) return REFUSALS[action];
		else loop.press(action, transport.heardAt(at), pressContext(loop.section));
		return '';
	}

	/** Turns to a section, at once or in its time. */
	choose(section: SectionName, at: PerfTime): void {
		const { loop, transport, pressContext } = this.#parts;
		if (!transport.isRunning) loop.choose(section);
		else if (section === loop.section) loop.stay();
		else {
			const ready = tickAfter(transport, CHANGED_AHEAD);
			loop.pressSection(section, { at: transport.heardAt(at), ready }, pressContext(section));
		}
	}

	/** Carries out what is pressed while nothing runs. */
	#pressStill(action: LoopAction): string {
		const { loop, tracks, pressContext } = this.#parts;
		if (!loop.canPress(action)) return REFUSALS[action];
		if (tracks()?.isTempoOpen === true) return TEMPO_IS_OPEN;
		if (action === 'record') {
			this.#countIn();
			loop.press('record', ticks(0), pressContext(loop.section));
		} else if (action === 'play') this.#play();
		else loop.pressStopped(action, ticks(0), pressContext(loop.section));
		return '';
	}

	/** Everything stops, whether or not the transport runs. */
	silence(): void {
		if (this.#parts.transport.isRunning) this.halt();
		else this.#parts.tracks()?.stopped();
	}

	/** A stop does not wait for its bar line: it waits already, or there is nothing to end on one. */
	get #isStopAtOnce(): boolean {
		const { loop } = this.#parts;
		return loop.view.pending?.action === 'stop' || !loop.canPress('stop');
	}

	/** Everything stops, the tracks too. */
	halt(): void {
		this.stop();
		this.#parts.tracks()?.stopped();
	}

	/** The transport stops, and the tracks are not told. */
	stop(): void {
		const { ear, loop, transport } = this.#parts;
		const now = transport.position();
		transport.stop();
		ear.releaseAll(now);
		loop.rewind(now);
		this.forgetPast();
	}

	/** `move` makes the timeline another: nothing that partner and band were about to play is played on it. */
	moveTimeline(move: () => void): void {
		this.#parts.partner.reset();
		this.#parts.band.reset();
		move();
		this.forgetPast();
	}

	/** The timeline is another: nothing of what was played on the old one counts. The band comes in on a bar line. */
	forgetPast(): void {
		const { ear, partner, band, transport, settings } = this.#parts;
		ear.forget();
		partner.reset();
		if (!transport.isRunning) band.reset();
		else band.reset(barLineFrom(tickAfter(transport, CHANGED_AHEAD), barLength(settings().metre)));
	}

	/** The count-in, then tick 0. */
	#countIn(): void {
		const { metre, countInBars } = this.#parts.settings();
		this.#beginAt(ticks(-countInBars * barLength(metre)), ticks(0));
	}

	/** The stopped loop plays from its start. */
	#play(): void {
		const { loop, pressContext } = this.#parts;
		const start = loop.view.region?.start ?? ticks(0);
		this.#beginAt(start);
		loop.pressStopped('play', start, pressContext(loop.section));
	}

	/** Loops sound from `music` on; what lies before it is the count-in. */
	#beginAt(position: Ticks, music = position): void {
		const { ear, partner, band, transport, tracks } = this.#parts;
		ear.forget();
		partner.reset();
		band.reset();
		transport.start(position);
		tracks()?.started(music);
	}
}
