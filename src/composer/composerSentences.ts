import { unreachable } from '../lib/exhaustive';
import type { ComposerFailure, EngineName } from './protocol';

/** What the status line says, one plain sentence each. */
export const LOADING = 'The model is loading; until then the partner plays from your own phrase.';
export const RESTARTING = 'The model stopped and is being started again.';
export const GAVE_UP =
	'The model keeps stopping, so the partner plays from your own phrase; reload the page to try again.';
export const MOVED = 'The graphics device was lost, so the model now runs on the processor.';

export const otherEngine = (wished: EngineName, running: EngineName) =>
	`This model does not run on ${wished} here, so ${running} does its work.`;

function complaint(failure: ComposerFailure, address: string): string {
	switch (failure) {
		case 'model-missing':
			return `There is no checkpoint at ${address}`;
		case 'model-damaged':
			return `The checkpoint at ${address} is damaged or incomplete`;
		case 'model-foreign':
			return `The checkpoint at ${address} is not a Music Transformer of ours and is not a melody model of Magenta.js`;
		case 'engine-lost':
			return 'This browser runs neither WebGPU nor WebAssembly here';
		case 'not-ready':
		case 'cancelled':
		case 'broken':
			return `The checkpoint at ${address} could not be started`;
		default:
			return unreachable(failure);
	}
}

/** One of our own models is wrong; `model` is the other one, which took its place. */
export const ownModelFailed = (failure: ComposerFailure, address: string, model: string) =>
	`${complaint(failure, address)}; ${model} answers instead.`;

/** `model` is the one that answers in its stead, if any. */
export function checkpointFailed(
	failure: ComposerFailure,
	address: string,
	model: string | null
): string {
	const instead =
		model === null ? 'the partner plays from your own phrase' : `${model} keeps answering`;
	return `${complaint(failure, address)}; ${instead}.`;
}
