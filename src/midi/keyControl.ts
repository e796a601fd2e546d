import { perfTime, type PerfTime } from '../music/units';

/** The modifiers that are held with a key. */
export interface KeyModifiers {
	readonly hasShift: boolean;
	readonly hasCtrl: boolean;
	readonly hasAlt: boolean;
	readonly hasMeta: boolean;
}

/** A key of the computer's keyboard, or of a footswitch that types one. `code` as in KeyboardEvent. */
export type KeyControl =
	| (KeyModifiers & {
			readonly kind: 'key-down';
			readonly code: string;
			/** The key is held, and the system types on. */
			readonly isRepeat: boolean;
			readonly at: PerfTime;
	  })
	| { readonly kind: 'key-up'; readonly code: string; readonly at: PerfTime };

/** The part of a KeyboardEvent that we need; its type is `keydown` or `keyup`. */
type KeyPress = Pick<
	KeyboardEvent,
	'type' | 'code' | 'repeat' | 'timeStamp' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'
>;

export function keyControl(event: KeyPress): KeyControl {
	const { code } = event;
	const at = perfTime(event.timeStamp);
	if (event.type === 'keyup') return { kind: 'key-up', code, at };
	return {
		kind: 'key-down',
		code,
		isRepeat: event.repeat,
		hasShift: event.shiftKey,
		hasCtrl: event.ctrlKey,
		hasAlt: event.altKey,
		hasMeta: event.metaKey,
		at
	};
}
