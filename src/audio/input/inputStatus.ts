/** Whether an input is heard, and one plain sentence that says what to do next. */
export interface InputStatus {
	readonly kind: 'off' | 'asking' | 'open' | 'refused' | 'missing' | 'unplugged' | 'failed';
	readonly sentence: string;
}

export const OFF: InputStatus = {
	kind: 'off',
	sentence: 'The input is off: turn it on to record a microphone or an instrument.'
};

export const ASKING: InputStatus = {
	kind: 'asking',
	sentence: 'Say yes when the browser asks about the microphone.'
};

export const REFUSED: InputStatus = {
	kind: 'refused',
	sentence:
		"The microphone is blocked: allow it in the site's settings beside the address, then turn the input on again."
};

export const WITHDRAWN: InputStatus = {
	kind: 'refused',
	sentence:
		"The microphone is no longer allowed: allow it in the site's settings beside the address, then turn the input on again; what was recorded is kept."
};

export const MISSING: InputStatus = {
	kind: 'missing',
	sentence: 'No input was found: plug a microphone or an interface in, then turn the input on.'
};

export const UNSUPPORTED: InputStatus = {
	kind: 'missing',
	sentence: 'This browser offers no microphone here: open the page over https in a current browser.'
};

export const FAILED: InputStatus = {
	kind: 'failed',
	sentence:
		'The input did not start: close other programs that use it, then turn the input on again.'
};

export const OTHER_RATE: InputStatus = {
	kind: 'failed',
	sentence:
		"The input runs at another sample rate than the output: set both to the same in the system's sound settings, then turn the input on again."
};

/** The device went away while it was open. */
export function unpluggedStatus(name: string): InputStatus {
	return {
		kind: 'unplugged',
		sentence: `${name} was unplugged: plug it in again or choose another input; what was recorded is kept.`
	};
}

/** What of an open input is not as it should be. */
export interface InputTroubles {
	/** What the browser does to the sound although we asked it not to. */
	readonly processing: readonly string[];
	/** The browser or the device sends silence. */
	readonly isMuted: boolean;
}

/** `name` is open. */
export function openStatus(name: string, { processing, isMuted }: InputTroubles): InputStatus {
	if (isMuted) {
		const sentence = `${name} is muted: unmute it on the device or in the system's sound settings.`;
		return { kind: 'open', sentence };
	}
	if (processing.length > 0) {
		const what = processing.join(' and ');
		const sentence = `${name} is on, but the browser keeps ${what} on, which spoils music: switch it off in the system's sound settings or choose another input.`;
		return { kind: 'open', sentence };
	}
	return { kind: 'open', sentence: `${name} is on: play.` };
}

/** By the error that the browser refused the input with. */
export function statusOfError(error: unknown): InputStatus {
	switch (error instanceof Error ? error.name : '') {
		case 'NotAllowedError':
		case 'SecurityError':
			return REFUSED;
		case 'NotFoundError':
		case 'OverconstrainedError':
			return MISSING;
		case 'NotSupportedError':
			return OTHER_RATE;
		default:
			return FAILED;
	}
}
