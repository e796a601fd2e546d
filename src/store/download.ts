/** How long the browser may take to begin the download before the bytes are let go. */
const KEEP_MS = 60_000;

export const MIDI_TYPE = 'audio/midi';

/** Offers a file of that name to the player, through the browser's own download. */
export function offerDownload(
	content: Uint8Array<ArrayBuffer> | Blob,
	name: string,
	type: string
): void {
	const url = URL.createObjectURL(new Blob([content], { type }));
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
