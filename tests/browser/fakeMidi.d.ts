/** What `fakeMidi.js` puts into the page as `globalThis.fakeMidi`. */
export interface FakeMidi {
	/** The name of the DOMException that every request fails with, such as `NotAllowedError`; null grants it. */
	refusal: string | null;
	/** The options of every `requestMIDIAccess` so far. */
	readonly requests: readonly { readonly sysex?: boolean }[];
	/** Whether all have been told what was plugged, opened and closed. */
	readonly isSettled: boolean;
	/** Returns the id, which is the name unless another is given. A known id comes back as the same port. */
	plug(name: string, options?: { readonly id?: string; readonly isBusy?: boolean }): string;
	unplug(id: string): void;
	/** Plays one message at once; false if the port is unplugged or was never opened. */
	receive(id: string, data: readonly number[], timeStamp?: number): boolean;
}

declare global {
	var fakeMidi: FakeMidi;
}
