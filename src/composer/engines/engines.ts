import { ComposerError } from '../composerError';
import type { EngineName, EngineWish } from '../protocol';
import type { MusicModel } from '../transformer/modelManifest';
import type { Engine } from './engine';

/** What can multiply the weights of a Music Transformer in this browser. */
export interface Engines {
	/** The adapter and the version of the engines: what is measured holds for these. */
	machine(): Promise<string>;
	/** Those that may run here, the likeliest first, with what is wished before them. */
	offered(wish: EngineWish): Promise<readonly EngineName[]>;
	/** Null when it turns out not to run. */
	open(name: EngineName, model: MusicModel): Promise<Engine | null>;
}

/** The first engine that can be opened. Throws a ComposerError `engine-lost` when none does. */
export async function openFirst(
	engines: Engines,
	model: MusicModel,
	wish: EngineWish
): Promise<Engine> {
	for (const name of await engines.offered(wish)) {
		try {
			const engine = await engines.open(name, model);
			if (engine !== null) return engine;
		} catch (cause) {
			console.warn(`${name} could not be opened:`, cause);
		}
	}
	throw new ComposerError('engine-lost', 'no engine runs');
}
