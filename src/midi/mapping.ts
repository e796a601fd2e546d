import { Emitter } from '../lib/emitter';
import type { PerfTime } from '../music/units';
import { ActionPresses, type ActionEvent, type MappedAction } from './actionPresses';
import { Learner } from './learner';
import { isFree, readMapping, savedMapping, type Binding } from './mappingFile';
import { overlap, sourceOf, triggerName, triggerOf, type Control, type Trigger } from './trigger';

type Learning<Id extends string> =
	| { readonly kind: 'waiting'; readonly action: Id; readonly learner: Learner }
	| {
			readonly kind: 'conflict';
			readonly action: Id;
			readonly trigger: Trigger;
			readonly taken: Id;
	  };

/** Who teaches a pedal does not stand on it so long: it latches. */
const LATCHED_MS = 2000;

/** Which key, pad and pedal does what, and how new ones are taught. A trigger works one action at most. */
export class Mapping<Id extends string> {
	readonly events = new Emitter<ActionEvent<Id>>();
	/** The bindings changed, or how far the teaching is. */
	readonly changed = new Emitter<void>();
	readonly #actions: ReadonlyMap<Id, MappedAction<Id>>;
	readonly #defaults: readonly Binding<Id>[];
	#bindings: readonly Binding<Id>[];
	#learning: Learning<Id> | null = null;
	readonly #presses = new ActionPresses(this.events);
	/** The pedal that was taught last, until it is let go. */
	#fresh: { readonly source: string; readonly at: PerfTime } | null = null;

	/** Throws if two defaults have one trigger. */
	constructor(actions: readonly MappedAction<Id>[], defaults: readonly Binding<Id>[]) {
		defaults.forEach(({ trigger }, place) => {
			if (!isFree(trigger, defaults.slice(0, place))) {
				throw new RangeError(`two actions by default: ${triggerName(trigger)}`);
			}
		});
		this.#actions = new Map(actions.map((action) => [action.id, action]));
		this.#defaults = defaults;
		this.#bindings = defaults;
	}

	get bindings(): readonly Binding<Id>[] {
		return this.#bindings;
	}

	/** `binding` is for people, and empty while there is none. */
	get actions(): readonly (MappedAction<Id> & { readonly binding: string })[] {
		return [...this.#actions.values()].map((action) => ({
			...action,
			binding: this.#bindings
				.filter((binding) => binding.action === action.id)
				.map(({ trigger }) => triggerName(trigger))
				.join(' or ')
		}));
	}

	/** The action that waits for a touch, or for a word on a conflict. */
	get learning(): Id | null {
		return this.#learning?.action ?? null;
	}

	/** One plain sentence when what was touched does something else already. */
	get conflict(): string | null {
		if (this.#learning?.kind !== 'conflict') return null;
		const { trigger, taken, action } = this.#learning;
		const [old, next] = [taken, action].map((id) => this.#actions.get(id)?.title ?? id);
		return `${triggerName(trigger)} does “${old}” now: confirm to have it do “${next}” instead, or cancel.`;
	}

	/** The next touch works this action from then on. Throws for an unknown action. */
	learn(id: string): void {
		const action = this.#actionOf(id);
		this.#learning = { kind: 'waiting', action: action.id, learner: new Learner(action.kind) };
		this.changed.emit();
	}

	/** What was touched does the new thing, and the old no more. Without a conflict it does nothing. */
	confirm(): void {
		if (this.#learning?.kind === 'conflict') this.#bind(this.#learning);
	}

	cancel(): void {
		if (this.#learning === null) return;
		this.#learning = null;
		this.changed.emit();
	}

	/** Nothing works this action any more. Throws for an unknown action. */
	clear(id: string): void {
		const action = this.#actionOf(id);
		this.#bindings = this.#bindings.filter((binding) => binding.action !== action.id);
		this.changed.emit();
	}

	/** Back to the defaults. */
	reset(): void {
		this.#bindings = this.#defaults;
		this.#learning = null;
		this.changed.emit();
	}

	/** What to save, as plain JSON. */
	get saved(): unknown {
		return savedMapping(this.#bindings, [...this.#actions.keys()]);
	}

	/** Returns one plain sentence where something saved could not be used; else it is empty. */
	restore(saved: unknown): string {
		const reading = readMapping(saved, [...this.#actions.keys()], this.#defaults);
		this.#bindings = reading.bindings;
		this.changed.emit();
		return reading.sentence;
	}

	/** True if the control is taken: it must not be played, and no other shortcut may have it. */
	handle(control: Control): boolean {
		if (control.kind === 'note-off' || control.kind === 'key-up') {
			return this.#presses.letGo(sourceOf(control), control.at);
		}
		if (this.#teach(control)) return true;
		const binding = this.#bindingOf(control);
		if (binding === undefined) return false;
		const action = this.#actionOf(binding.action);
		if (control.kind === 'control-change') this.#control(binding, control);
		else if (control.kind === 'program-change') this.#presses.tap(action, control);
		else if (control.kind === 'note-on' || !control.isRepeat) this.#presses.press(action, control);
		return true;
	}

	/** Lets go of what is down: on that port, which was unplugged, or null for the keys, which lost the focus. */
	release(port: string | null, at: PerfTime): void {
		this.#presses.release(port, at);
	}

	#teach(control: Control): boolean {
		if (this.#learning === null) return false;
		if (control.kind === 'key-down' && control.code === 'Escape') {
			this.cancel();
			this.#presses.touch(control);
			return true;
		}
		if (this.#learning.kind === 'conflict') return false;
		const { action, learner } = this.#learning;
		const trigger = learner.touch(control);
		if (trigger === null) return false;
		this.#presses.touch(control);
		if (control.kind === 'control-change') {
			this.#fresh = { source: sourceOf(control), at: control.at };
		}
		const taken = this.#bindings.find((binding) => overlap(binding.trigger, trigger));
		if (taken === undefined || taken.action === action) this.#bind({ action, trigger });
		else {
			this.#learning = { kind: 'conflict', action, trigger, taken: taken.action };
			this.changed.emit();
		}
		return true;
	}

	#bind({ action, trigger }: Binding<Id>): void {
		this.#bindings = [
			...this.#bindings.filter((binding) => !overlap(binding.trigger, trigger)),
			{ action, trigger }
		];
		this.#learning = null;
		this.changed.emit();
	}

	/** Shift accents notes as well: where it means nothing else, it does not matter. */
	#bindingOf(control: Control): Binding<Id> | undefined {
		const trigger = triggerOf(control);
		if (trigger === null) return undefined;
		const find = (wanted: Trigger) =>
			this.#bindings.find((binding) => overlap(binding.trigger, wanted));
		const exact = find(trigger);
		if (exact !== undefined || trigger.kind !== 'key') return exact;
		return find({ ...trigger, hasShift: false });
	}

	#control(binding: Binding<Id>, control: Control & { readonly kind: 'control-change' }): void {
		const action = this.#actionOf(binding.action);
		if (action.kind === 'value') {
			this.#presses.turn(action, control);
			return;
		}
		const { trigger } = binding;
		const isLatching = trigger.kind === 'controller' && trigger.isLatching;
		const move = this.#presses.move(control, isLatching);
		if (move === 'down') this.#presses.press(action, control);
		if (move === 'tap') this.#presses.tap(action, control);
		if (move !== 'up') return;
		this.#presses.letGo(sourceOf(control), control.at);
		if (this.#isLatch(control) && trigger.kind === 'controller') {
			this.#bind({ action: action.id, trigger: { ...trigger, isLatching: true } });
			this.#presses.tap(action, control);
		}
	}

	/** Whether the first release after the teaching was no release but the second press of a latch. */
	#isLatch(control: Control): boolean {
		const fresh = this.#fresh;
		this.#fresh = null;
		return fresh?.source === sourceOf(control) && control.at - fresh.at >= LATCHED_MS;
	}

	#actionOf(id: string): MappedAction<Id> {
		const action = this.#actions.get(id as Id);
		if (action === undefined) throw new RangeError(`no action to be mapped: ${id}`);
		return action;
	}
}
