import { unreachable } from '../lib/exhaustive';
import type { Pitch } from '../music/units';
import type { ControlMessage } from './controlMessage';
import type { KeyControl, KeyModifiers } from './keyControl';

/** Of one device and channel; a null port is any device. Channels are 1–16. */
interface DeviceTrigger {
	readonly port: string | null;
	readonly channel: number;
}

/** What works an action. */
export type Trigger =
	| (DeviceTrigger & { readonly kind: 'note'; readonly pitch: Pitch })
	| (DeviceTrigger & {
			readonly kind: 'controller';
			readonly controller: number;
			/** The pedal says 127 at one press and 0 at the next, whatever the foot does. */
			readonly isLatching: boolean;
	  })
	| (DeviceTrigger & { readonly kind: 'program'; readonly program: number })
	| (KeyModifiers & { readonly kind: 'key'; readonly code: string });

export type Control = ControlMessage | KeyControl;

/** The trigger that this control would be; null for what lets go. */
export function triggerOf(control: Control): Trigger | null {
	switch (control.kind) {
		case 'note-on': {
			const { port, channel, pitch } = control;
			return { kind: 'note', port, channel, pitch };
		}
		case 'control-change': {
			const { port, channel, controller } = control;
			return { kind: 'controller', port, channel, controller, isLatching: false };
		}
		case 'program-change': {
			const { port, channel, program } = control;
			return { kind: 'program', port, channel, program };
		}
		case 'key-down': {
			const { code, hasShift, hasCtrl, hasAlt, hasMeta } = control;
			return { kind: 'key', code, hasShift, hasCtrl, hasAlt, hasMeta };
		}
		case 'note-off':
		case 'key-up':
			return null;
	}
}

/** What is pressed and let go again, whatever it is bound to: one string a key, pad or pedal. */
export function sourceOf(control: Control): string {
	switch (control.kind) {
		case 'note-on':
		case 'note-off':
			return `${control.port}/${control.channel}/note/${control.pitch}`;
		case 'control-change':
			return `${control.port}/${control.channel}/controller/${control.controller}`;
		case 'program-change':
			return `${control.port}/${control.channel}/program/${control.program}`;
		case 'key-down':
		case 'key-up':
			return `/${control.code}`;
	}
}

/** Whether one touch could be both. */
export function overlap(one: Trigger, other: Trigger): boolean {
	return identityOf(one) === identityOf(other) && sharePort(one, other);
}

function sharePort(one: Trigger, other: Trigger): boolean {
	if (one.kind === 'key' || other.kind === 'key') return true;
	return one.port === null || other.port === null || one.port === other.port;
}

function identityOf(trigger: Trigger): string {
	switch (trigger.kind) {
		case 'note':
			return `note/${trigger.channel}/${trigger.pitch}`;
		case 'controller':
			return `controller/${trigger.channel}/${trigger.controller}`;
		case 'program':
			return `program/${trigger.channel}/${trigger.program}`;
		case 'key': {
			const { code, hasShift, hasCtrl, hasAlt, hasMeta } = trigger;
			return ['key', code, hasShift, hasCtrl, hasAlt, hasMeta].join('/');
		}
		default:
			return unreachable(trigger);
	}
}

const NOTE_NAMES = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];

/** For people: `Shift Backspace`, `Note C2 (Pads, channel 10)`. */
export function triggerName(trigger: Trigger): string {
	switch (trigger.kind) {
		case 'note': {
			const octave = Math.floor(trigger.pitch / NOTE_NAMES.length) - 1;
			const name = NOTE_NAMES[trigger.pitch % NOTE_NAMES.length] ?? '';
			return `Note ${name}${octave} ${whereFrom(trigger)}`;
		}
		case 'controller':
			return `Controller ${trigger.controller} ${whereFrom(trigger)}`;
		case 'program':
			return `Program ${trigger.program + 1} ${whereFrom(trigger)}`;
		case 'key':
			return keyName(trigger);
		default:
			return unreachable(trigger);
	}
}

const whereFrom = ({ port, channel }: DeviceTrigger) =>
	`(${port ?? 'any device'}, channel ${channel})`;

const SIGNS: Readonly<Record<string, string>> = {
	Period: '.',
	Comma: ',',
	Slash: '/',
	Semicolon: ';',
	Minus: '-',
	Equal: '='
};

function keyName({ code, ...modifiers }: KeyModifiers & { readonly code: string }): string {
	const held = [
		modifiers.hasCtrl ? 'Ctrl' : '',
		modifiers.hasAlt ? 'Alt' : '',
		modifiers.hasMeta ? 'Meta' : '',
		modifiers.hasShift ? 'Shift' : ''
	].filter((name) => name !== '');
	const key =
		SIGNS[code] ?? code.replace(/^(Key|Digit)/, '').replace(/([a-z])([A-Z0-9])/g, '$1 $2');
	return [...held, key].join(' ');
}
