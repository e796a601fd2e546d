import { pitch } from '../music/units';
import { overlap, type Trigger } from './trigger';

/** One trigger of one action. */
export interface Binding<Id extends string> {
	readonly action: Id;
	readonly trigger: Trigger;
}

/** What reading saved bindings came to; the sentence is empty when all is well. */
export interface MappingReading<Id extends string> {
	readonly bindings: readonly Binding<Id>[];
	readonly sentence: string;
}

const DAMAGED =
	'The saved keys and pedals cannot be read: the usual ones are back; teach yours again.';
const PARTLY_UNKNOWN =
	'Some saved keys and pedals are for actions that are not here: they are left out; teach them again.';
/** Far more than feet and fingers. */
const MAX_BINDINGS = 1000;

/** What is to be saved. The actions come along, so that those of a later version get their defaults. */
export function savedMapping<Id extends string>(
	bindings: readonly Binding<Id>[],
	actions: readonly Id[]
): unknown {
	return { bindings, actions };
}

/** Reads what `savedMapping` made; `undefined` and null, where nothing was saved, are the defaults. */
export function readMapping<Id extends string>(
	saved: unknown,
	actions: readonly Id[],
	defaults: readonly Binding<Id>[]
): MappingReading<Id> {
	if (saved === undefined || saved === null) return { bindings: defaults, sentence: '' };
	const { bindings: list, actions: known } = fieldsOf(saved);
	if (!Array.isArray(list) || list.length > MAX_BINDINGS || !Array.isArray(known)) {
		return { bindings: defaults, sentence: DAMAGED };
	}
	const bindings: Binding<Id>[] = [];
	let sentence = '';
	for (const item of list as unknown[]) {
		const { action: name, trigger: stored } = fieldsOf(item);
		const trigger = triggerIn(stored);
		if (trigger === null || typeof name !== 'string') {
			return { bindings: defaults, sentence: DAMAGED };
		}
		const action = actions.find((candidate) => candidate === name);
		if (action === undefined) sentence = PARTLY_UNKNOWN;
		else if (isFree(trigger, bindings)) bindings.push({ action, trigger });
	}
	for (const usual of defaults) {
		const isNew = !(known as unknown[]).includes(usual.action);
		if (isNew && isFree(usual.trigger, bindings)) bindings.push(usual);
	}
	return { bindings, sentence };
}

/** Whether nothing is bound to it. */
export const isFree = <Id extends string>(trigger: Trigger, bindings: readonly Binding<Id>[]) =>
	bindings.every((binding) => !overlap(binding.trigger, trigger));

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function triggerIn(value: unknown): Trigger | null {
	const { kind, ...fields } = fieldsOf(value);
	if (kind === 'key') return keyIn(fields);
	const { port, channel, pitch: number, controller, program, isLatching } = fields;
	if ((port !== null && typeof port !== 'string') || !isWhole(channel, 1, 16)) return null;
	if (kind === 'note' && isWhole(number, 0, 127)) {
		return { kind, port, channel, pitch: pitch(number) };
	}
	if (kind === 'controller' && isWhole(controller, 0, 119) && typeof isLatching === 'boolean') {
		return { kind, port, channel, controller, isLatching };
	}
	if (kind === 'program' && isWhole(program, 0, 127)) return { kind, port, channel, program };
	return null;
}

function keyIn(fields: Readonly<Record<string, unknown>>): Trigger | null {
	const { code, hasShift, hasCtrl, hasAlt, hasMeta } = fields;
	if (typeof code !== 'string' || code === '') return null;
	if (typeof hasShift !== 'boolean' || typeof hasCtrl !== 'boolean') return null;
	if (typeof hasAlt !== 'boolean' || typeof hasMeta !== 'boolean') return null;
	return { kind: 'key', code, hasShift, hasCtrl, hasAlt, hasMeta };
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
	Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
