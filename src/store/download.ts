/** How long the browser may take to begin the download before the bytes are let go. */
const KEEP_MS = 60_000;

export const MIDI_TYPE = 'audio/midi';

/** Offers bytes to the player as a file of that name, through the browser's own download. */
export function offerDownload(bytes: Uint8Array<ArrayBuffer>, name: string, type: string): void {
	const url = URL.createObjectURL(new Blob([bytes], { type }));
	const anchor = document.createElement('a');
	anchor.href = url;
	anchor.download = name;
	anchor.hidden = true;
	document.body.append(anchor);
	anchor.click();
	anchor.remove();
	setTimeout(() => {
		URL.revokeObjectURL(url);
	}, KEEP_MS);
}
