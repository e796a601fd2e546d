import { OfflineEar } from '../../../src/ears/loop/offlineEar';
import type { HeardLoop } from '../../../src/music/ears/heard';
import { plucks, type Pluck } from '../../ears/loop/plucks';

/** What a browser test does with the page. */
export interface ListenPage {
	/** Plays the plucks to the ear in pieces, as the looper tells of a tape, and closes the loop. */
	hear(played: readonly Pluck[], seconds: number): Promise<HeardLoop>;
}

const RATE = 48_000;
const PIECE_FRAMES = 9600;
const ear = new OfflineEar();
let take = 0;

const listenPage: ListenPage = {
	hear(played, seconds) {
		take++;
		const sound = plucks(played, seconds, RATE);
		for (let at = 0; at < sound.length; at += PIECE_FRAMES) {
			ear.listen(take, at, sound.slice(at, at + PIECE_FRAMES), RATE);
		}
		return ear.hear(take, 0, sound.length);
	}
};
Object.assign(window, { listenPage });
