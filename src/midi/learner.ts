import { PEDAL_DOWN } from './switchPedal';
import { sourceOf, triggerOf, type Control, type Trigger } from './trigger';

/** What an action takes: a press, a press that is held, or a value 0–1. */
export type ActionKind = 'press' | 'hold' | 'value';

/** Of 127: a treadle or knob that was meant, not one that shook. */
const MOVED = 8;

/** Keys that no action can be taught: those that only change others, and the way round the page. */
const UNTAUGHT = /^(Shift|Control|Alt|Meta|OS)(Left|Right)?$|^(CapsLock|NumLock|Fn|Tab|)$/;

/** Waits for the touch that is to work an action of one kind. */
export class Learner {
	readonly #kind: ActionKind;
	readonly #firstValues = new Map<string, number>();

	constructor(kind: ActionKind) {
		this.#kind = kind;
	}

	/** The trigger that was touched; null for what lets go, shakes, or does not fit the action. */
	touch(control: Control): Trigger | null {
		switch (control.kind) {
			case 'control-change':
				if (this.#kind === 'value' && !this.#hasMoved(sourceOf(control), control.value)) {
					return null;
				}
				return this.#kind !== 'value' && control.value < PEDAL_DOWN ? null : triggerOf(control);
			case 'key-down':
				if (control.isRepeat || UNTAUGHT.test(control.code)) return null;
				break;
			case 'note-on':
			case 'program-change':
				break;
			case 'note-off':
			case 'key-up':
				return null;
		}
		return this.#kind === 'value' ? null : triggerOf(control);
	}

	#hasMoved(source: string, value: number): boolean {
		const first = this.#firstValues.get(source);
		if (first === undefined) this.#firstValues.set(source, value);
		return first !== undefined && Math.abs(value - first) >= MOVED;
	}
}
