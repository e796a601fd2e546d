import { Context } from 'tone/build/esm/core/context/Context.js';
import { setContext } from 'tone/build/esm/core/context/GlobalContext.js';

/**
 * For Tone's nodes in `native`, beside the context that Tone was given. Tone's lookahead is 0 here, so
 * that its `now()` is the context's, and its ticker stands still, because no timer of Tone's is used.
 */
export function wrapContext(native: BaseAudioContext): Context {
	const options = {
		context: native as AudioContext,
		clockSource: 'offline',
		lookAhead: 0
	} as const;
	return new Context(options);
}

/**
 * Gives Tone our context. Tone's parts are imported one by one: its index creates an AudioContext of
 * its own as it loads.
 */
export function adoptContext(native: BaseAudioContext): Context {
	const context = wrapContext(native);
	setContext(context);
	return context;
}
