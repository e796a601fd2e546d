import { afterEach, expect, test, vi } from 'vitest';
import { MIDI_TYPE, offerDownload } from '../../src/store/download';

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** What the page does with an anchor, in order. */
class FakeAnchor {
	href = '';
	download = '';
	hidden = false;
	readonly #acts: string[];

	constructor(acts: string[]) {
		this.#acts = acts;
	}

	click() {
		this.#acts.push(`click ${this.download}`);
	}

	remove() {
		this.#acts.push('remove');
	}
}

test('the browser is offered a file of that name, and the bytes are let go later', async () => {
	vi.useFakeTimers();
	const acts: string[] = [];
	const anchor = new FakeAnchor(acts);
	vi.stubGlobal('document', {
		createElement: () => anchor,
		body: { append: () => acts.push('append') }
	});
	offerDownload(Uint8Array.of(1, 2, 3), 'jam.mid', MIDI_TYPE);
	expect(acts).toEqual(['append', 'click jam.mid', 'remove']);
	expect(anchor.hidden).toBe(true);
	const offered = await fetch(anchor.href);
	expect([...new Uint8Array(await offered.arrayBuffer())]).toEqual([1, 2, 3]);
	expect(offered.headers.get('content-type')).toBe('audio/midi');
	vi.runAllTimers();
	await expect(fetch(anchor.href)).rejects.toThrow();
});
