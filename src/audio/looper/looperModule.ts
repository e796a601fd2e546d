import processorUrl from './looper.worklet.ts?worker&url';

/** Makes the looper's processor known to the context. Rejects where the browser has no worklets. */
export async function addLooperModule(context: AudioContext): Promise<void> {
	await context.audioWorklet.addModule(processorUrl);
}
