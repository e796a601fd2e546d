/** The composer's worker, which loads tfjs and Magenta: start it after the first sound. */
export const startComposerThread = () =>
	new Worker(new URL('./composer.worker.ts', import.meta.url), {
		type: 'module',
		name: 'composer'
	});
