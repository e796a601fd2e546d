import { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import { perfTime, pitch, velocity, type Pitch } from '../music/units';
import { HeldNotes } from './heldNotes';

/** The key codes that play, by semitones above the octave's C: two rows as a piano, whatever the layout. */
export const PIANO_KEYS = [
	'KeyA',
	'KeyW',
	'KeyS',
	'KeyE',
	'KeyD',
	'KeyF',
	'KeyT',
	'KeyG',
	'KeyY',
	'KeyH',
	'KeyU',
	'KeyJ',
	'KeyK',
	'KeyO',
	'KeyL',
	'KeyP'
] as const;

const OCTAVE_DOWN = 'KeyZ';
const OCTAVE_UP = 'KeyX';
const LOWEST_OCTAVE = 1;
const HIGHEST_OCTAVE = 7;
/** Its C is middle C. */
const MIDDLE_OCTAVE = 4;
const SEMITONES = 12;

const USUAL_VELOCITY = velocity(0.8);
const ACCENT_VELOCITY = velocity(1);

/** Inputs in which letters are not typed, so that they still play while one has the focus. */
const UNTYPED_INPUTS = ['range', 'checkbox', 'radio', 'button', 'submit', 'reset', 'color', 'file'];

const semitonesByCode = new Map<string, number>(
	PIANO_KEYS.map((code, semitones) => [code, semitones])
);

/** Where key presses are heard: the window; where hiding is: the document. */
interface KeyboardPage {
	readonly keys: EventTarget;
	readonly visibility: EventTarget & { readonly visibilityState: DocumentVisibilityState };
}

/** The letters of the computer keyboard as piano keys; Z and X move them by octaves, shift accents. */
export class ComputerKeyboard {
	readonly events = new Emitter<LiveEvent>();
	/** The octave changed. */
	readonly changed = new Emitter<void>();
	/** The letters by semitones above `lowest`, as an English keyboard prints them. */
	readonly letters: readonly string[] = PIANO_KEYS.map((code) => code.slice('Key'.length));
	readonly #held = new HeldNotes<string>('computer keyboard', this.events);
	readonly #listening = new AbortController();
	#octave = MIDDLE_OCTAVE;

	constructor(page: KeyboardPage = { keys: window, visibility: document }) {
		const { signal } = this.#listening;
		const { keys, visibility } = page;
		keys.addEventListener(
			'keydown',
			(event) => {
				this.#down(event as KeyboardEvent);
			},
			{ signal }
		);
		keys.addEventListener(
			'keyup',
			(event) => {
				this.#up(event as KeyboardEvent);
			},
			{ signal }
		);
		keys.addEventListener(
			'blur',
			(event) => {
				this.#releaseAll(event);
			},
			{ signal }
		);
		visibility.addEventListener(
			'visibilitychange',
			(event) => {
				if (visibility.visibilityState === 'hidden') this.#releaseAll(event);
			},
			{ signal }
		);
	}

	/** 1–7; middle C begins octave 4. */
	get octave(): number {
		return this.#octave;
	}

	/** What the first letter plays. */
	get lowest(): Pitch {
		return pitch(SEMITONES * (this.#octave + 1));
	}

	/** Stays within octaves 1–7. Keys that are down keep their note. */
	shiftOctave(octaves: number): void {
		const octave = Math.min(HIGHEST_OCTAVE, Math.max(LOWEST_OCTAVE, this.#octave + octaves));
		if (octave === this.#octave) return;
		this.#octave = octave;
		this.changed.emit();
	}

	/** Lets go of what is held and hears no more. */
	dispose(): void {
		this.#listening.abort();
		this.#held.releaseAll(perfTime(performance.now()));
	}

	#down(event: KeyboardEvent): void {
		// macOS sends no keyup for what is let go while the command key is down.
		if (event.key === 'Meta') this.#releaseAll(event);
		if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
		if (isTyping(event.target)) return;
		if (event.code === OCTAVE_DOWN) this.shiftOctave(-1);
		if (event.code === OCTAVE_UP) this.shiftOctave(1);
		const semitones = semitonesByCode.get(event.code);
		if (semitones === undefined || this.#held.pitchOf(event.code) !== undefined) return;
		const strength = event.shiftKey ? ACCENT_VELOCITY : USUAL_VELOCITY;
		const at = perfTime(event.timeStamp);
		this.#held.press(event.code, pitch(this.lowest + semitones), strength, at);
	}

	#up(event: KeyboardEvent): void {
		this.#held.release(event.code, perfTime(event.timeStamp));
	}

	#releaseAll(event: Event): void {
		this.#held.releaseAll(perfTime(event.timeStamp));
	}
}

/** Whether letters that go to `target` are text and not notes. */
function isTyping(target: EventTarget | null): boolean {
	const { tagName, type, isContentEditable } = (target ?? {}) as Partial<HTMLInputElement>;
	if (isContentEditable === true) return true;
	if (tagName === 'INPUT') return !UNTYPED_INPUTS.includes(type ?? 'text');
	return tagName === 'TEXTAREA' || tagName === 'SELECT';
}
