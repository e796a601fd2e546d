import type { AudioEngine } from '../audio/audioEngine';
import type { SavedChords } from '../jam/chordFace';
import type { ChordTrack } from '../jam/chordTrack';
import type { Jam } from '../jam/jam';
import type { PracticeForm, Trade } from '../jam/practice/plan';
import type { FormChords, PracticeBand } from '../jam/practice/ports';
import { chordsAt } from '../jam/practice/setup';
import type { Settings } from '../jam/settings';
import { seconds, ticks, type Ticks } from '../music/units';
import type { JamForms } from './practiceForms';

const LOOP_SOUNDS =
	'Your loop would sound over these chords: clear it (Delete), or practise over the loop.';
/** The chords change so long before they sound: after the bar before is decided, and before theirs is. */
const CHANGED_AHEAD = seconds(0.2);
/** Who sits down where nobody does. */
const TRIO = ['keys', 'bass', 'drums'] as const;

/** How the jam was before a practice. */
interface Before {
	readonly settings: Partial<Settings>;
	/** Of the section that sounded, and what was in it. */
	readonly track: ChordTrack;
	readonly chords: SavedChords | null;
	readonly hasTrio: boolean;
}

/** The jam's band, accompanying a practice: the lead trades, the others play the form. */
export class JamBand implements PracticeBand {
	readonly #audio: AudioEngine;
	readonly #jam: Jam;
	readonly #forms: JamForms;
	#form: PracticeForm | null = null;
	#before: Before | null = null;
	#coming: { readonly chords: FormChords; readonly at: Ticks } | null = null;

	constructor(audio: AudioEngine, jam: Jam, forms: JamForms) {
		this.#audio = audio;
		this.#jam = jam;
		this.#forms = forms;
	}

	begin(form: PracticeForm, trade: Trade): string {
		const jam = this.#jam;
		const isOverLoop = !form.canMove;
		if (!isOverLoop && jam.loop.state !== 'empty') return LOOP_SOUNDS;
		const { mode, loopBars, tradeBars, isMetronomeOn } = jam.settings;
		const seated = jam.band.seats.slice(1).some(({ settings }) => settings.mode !== 'out');
		this.#before ??= {
			settings: { mode, loopBars, tradeBars, isMetronomeOn },
			track: jam.chords,
			chords: jam.chords.saved,
			hasTrio: !seated && !isOverLoop
		};
		jam.change({
			mode: trade === 'solo' ? 'off' : 'answer',
			loopBars: trade === 'solo' ? loopBars : trade,
			tradeBars: trade === 'solo' ? tradeBars : trade,
			isMetronomeOn: isMetronomeOn || !isOverLoop
		});
		this.#form = isOverLoop ? null : form;
		if (!isOverLoop) this.#forms.holdTyped(true);
		if (this.#before.hasTrio) this.#seatTrio('along');
		this.#hold(chordsAt(form, 0));
		return '';
	}

	countTurnsFrom(): void {
		// The lead counts its turns from where the music begins, as the practice does.
	}

	setChords(chords: FormChords, at: Ticks): void {
		this.#coming = { chords, at };
		this.advance();
	}

	/** Call every few tens of milliseconds. */
	advance(): void {
		const coming = this.#coming;
		if (coming === null) return;
		const { transport } = this.#audio;
		if (transport.isRunning && transport.secondsUntil(coming.at) > CHANGED_AHEAD) return;
		this.#coming = null;
		this.#hold(coming.chords);
	}

	end(): void {
		const before = this.#before;
		this.#before = null;
		this.#coming = null;
		if (before === null) return;
		if (before.hasTrio) this.#seatTrio('out');
		if (this.#form !== null) before.track.restore(before.chords);
		this.#form = null;
		this.#forms.holdTyped(false);
		this.#jam.change(before.settings);
	}

	#hold({ spans, key }: FormChords): void {
		const track = this.#before?.track;
		if (this.#form !== null) track?.hold(spans, ticks(this.#form.length), key);
	}

	#seatTrio(mode: 'along' | 'out'): void {
		for (const chair of TRIO) this.#jam.band.change(chair, { mode });
	}
}
