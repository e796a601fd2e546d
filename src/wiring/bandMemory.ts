import { readSeating, seat, seatingOf } from '../jam/band/seating';
import type { Jam } from '../jam/jam';
import type { Preferences } from '../store/preferences';

/** Seats the band as it sat at the last visit, and remembers each change. */
export function rememberBand(jam: Jam, preferences: Preferences): void {
	const saved = preferences.read('band', readSeating, seatingOf(jam.band));
	if (saved.kind === 'read') seat(jam.band, saved.value);
	let known = JSON.stringify(seatingOf(jam.band));
	jam.changed.on(() => {
		const seating = seatingOf(jam.band);
		const text = JSON.stringify(seating);
		if (text === known) return;
		known = text;
		preferences.write('band', seating);
	});
}
