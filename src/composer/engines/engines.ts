import { ComposerError } from '../composerError';
import type { EngineName, EngineWish } from '../protocol';
import type { MusicModel } from '../transformer/modelManifest';
import type { Engine } from './engine';

/** What can multiply the weights of a Music Transformer in this browser. */
export interface Engines {
	/** The adapter and the version of the engines: what is measured holds for these. */
	machine(): Promise<string>;
	/**
	 * Those to be tried, in order: what is wished for, then the processor's. Nothing is asked of the
	 * graphics card, which may take long to answer.
	 */
	toTry(wish: EngineWish): readonly EngineName[];
	/** All that may run here, the processor's first. */
	offered(): Promise<readonly EngineName[]>;
	/** Null when it turns out not to run. */
	open(name: EngineName, model: MusicModel): Promise<Engine | null>;
}

/** The first engine that can be opened. Throws a ComposerError `engine-lost` when none does. */
export async function openFirst(
	engines: Engines,
	model: MusicModel,
	wish: EngineWish
): Promise<Engine> {
	for (const name of engines.toTry(wish)) {
		try {
			const engine = await engines.open(name, model);
			if (engine !== null) return engine;
		} catch (cause) {
			console.warn(`${name} could not be opened:`, cause);
		}
	}
	throw new ComposerError('engine-lost', 'no engine runs');
}
