import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { vi } from 'vitest';
import type { Emitter } from '../../src/lib/emitter';
import type { FakeMidi } from '../browser/fakeMidi';

/** A page of its own with fake MIDI ports; `vi.unstubAllGlobals` takes it away. */
export function openFakePage(): FakeMidi {
	const navigator = {};
	vi.stubGlobal('navigator', navigator);
	// WebMidi.js takes a window without a navigator for Node.
	vi.stubGlobal('window', { navigator });
	runInThisContext(readFileSync(new URL('../browser/fakeMidi.js', import.meta.url), 'utf8'));
	return fakeMidi;
}

/** All that the emitter emits from now on. */
export function heardFrom<Event>(emitter: Emitter<Event>): Event[] {
	const heard: Event[] = [];
	emitter.on((event) => heard.push(event));
	return heard;
}

/** Lets the browser's later tasks run. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 10));
