import type { Emitter } from '../lib/emitter';
import type { PerfTime } from '../music/units';
import type { ActionKind } from './learner';
import { SwitchPedal, type PedalMove } from './switchPedal';
import { sourceOf, type Control } from './trigger';

/** Something that keys, pads and pedals can work. */
export interface MappedAction<Id extends string> {
	readonly id: Id;
	/** For people. */
	readonly title: string;
	readonly kind: ActionKind;
}

/** What the player did, with the moment of the press itself. Only `hold` actions are let go. */
export type ActionEvent<Id extends string> =
	| { readonly kind: 'pressed' | 'released'; readonly action: Id; readonly at: PerfTime }
	/** 0–1. */
	| {
			readonly kind: 'value';
			readonly action: Id;
			readonly value: number;
			readonly at: PerfTime;
	  };

type ControlChange = Control & { readonly kind: 'control-change' };

const MAX_VALUE = 127;

/** Which keys, pads and pedals are down, and what they do until they are let go. */
export class ActionPresses<Id extends string> {
	readonly #events: Emitter<ActionEvent<Id>>;
	/** A null action was touched for another reason than to work it. */
	readonly #held = new Map<
		string,
		{ readonly port: string | null; readonly action: MappedAction<Id> | null }
	>();
	readonly #pedals = new Map<string, SwitchPedal>();

	constructor(events: Emitter<ActionEvent<Id>>) {
		this.#events = events;
	}

	/** What was down and works another action, or the same, is let go first. */
	press(action: MappedAction<Id>, control: Control): void {
		this.letGo(sourceOf(control), control.at);
		this.#hold(control, action);
		this.#events.emit({ kind: 'pressed', action: action.id, at: control.at });
	}

	tap(action: MappedAction<Id>, control: Control): void {
		this.press(action, control);
		this.letGo(sourceOf(control), control.at);
	}

	/** It is down, and works nothing. */
	touch(control: Control): void {
		this.#hold(control, null);
		if (control.kind !== 'control-change') return;
		this.#pedals.delete(sourceOf(control));
		this.move(control, false);
	}

	/** False if it was not down, or not by us. */
	letGo(source: string, at: PerfTime): boolean {
		const held = this.#held.get(source);
		if (held === undefined) return false;
		this.#held.delete(source);
		const { action } = held;
		if (action?.kind === 'hold') this.#events.emit({ kind: 'released', action: action.id, at });
		return true;
	}

	/** What the pedal's new value means. */
	move(control: ControlChange, isLatching: boolean): PedalMove | null {
		const source = sourceOf(control);
		const pedal = this.#pedals.get(source) ?? new SwitchPedal();
		this.#pedals.set(source, pedal);
		return pedal.move(control.value, control.at, isLatching);
	}

	turn({ id }: MappedAction<Id>, { value, at }: ControlChange): void {
		this.#events.emit({ kind: 'value', action: id, value: value / MAX_VALUE, at });
	}

	/** Lets go of all that is down on the port; null is the computer's keyboard. */
	release(port: string | null, at: PerfTime): void {
		for (const [source, held] of this.#held) if (held.port === port) this.letGo(source, at);
		for (const source of this.#pedals.keys()) {
			if (source.startsWith(`${port ?? ''}/`)) this.#pedals.delete(source);
		}
	}

	#hold(control: Control, action: MappedAction<Id> | null): void {
		this.#held.set(sourceOf(control), { port: 'port' in control ? control.port : null, action });
	}
}
