import type { AudioEngine } from '../audio/audioEngine';
import type { Jam } from '../jam/jam';
import type { PracticeMusic } from '../jam/practice/ports';
import { PracticeDesk } from '../jam/practice/practiceDesk';
import { readSetup } from '../jam/practice/setup';
import type { Tracks } from '../jam/tracks/tracks';
import { ticks } from '../music/units';
import { offerDownload } from '../store/download';
import {
	CSV_TYPE,
	JSON_TYPE,
	practicesAsCsv,
	practicesAsJson
} from '../store/practice/practiceFiles';
import { PracticeLog } from '../store/practice/practiceLog';
import { IndexedDbShelf } from '../store/practice/practiceShelf';
import type { Preferences } from '../store/preferences';
import type { MidiClockPort } from '../ui/looperPorts';
import type { LogFormat, PracticeLogPort } from '../ui/practice/practicePorts';
import { JamBand } from './practiceBand';
import { JamForms } from './practiceForms';

/** What a practice is made of. */
export interface PracticeRoomParts {
	readonly audio: AudioEngine;
	readonly jam: Jam;
	readonly tracks: Tracks;
	/** Follows another machine's clock, or does not. */
	readonly midiClock: Pick<MidiClockPort, 'isFollowing'>;
	readonly preferences: Preferences;
}

const FILE_NAME = 'continuo-practice';

/** Practice, and the log that stays on this machine. */
export class PracticeRoom {
	readonly desk: PracticeDesk;
	readonly log = new PracticeLog(() => IndexedDbShelf.open());
	readonly #band: JamBand;

	constructor(parts: PracticeRoomParts) {
		const { audio, jam, preferences } = parts;
		const forms = new JamForms(jam);
		this.#band = new JamBand(audio, jam, forms);
		this.desk = new PracticeDesk({
			music: musicOf(parts),
			band: this.#band,
			forms,
			book: this.log,
			clock: () => Date.now(),
			seed: () => crypto.getRandomValues(new Uint32Array(1))[0]!
		});
		const saved = preferences.read('practice', readSetup, this.desk.setup);
		this.desk.change(saved.value);
		let known = this.desk.setup;
		let said = '';
		this.desk.changed.on(() => {
			const { setup, sentence } = this.desk;
			if (setup !== known) preferences.write('practice', setup);
			// Who has no dialog open hears of it too, once.
			if (sentence !== said && sentence !== '') jam.notify(sentence);
			known = setup;
			said = sentence;
		});
	}

	/** Call every few tens of milliseconds. */
	advance(): void {
		this.desk.advance();
		this.#band.advance();
	}

	readonly logPort: PracticeLogPort = ((): PracticeLogPort => {
		const { log } = this;
		return {
			changed: log.changed,
			get entries() {
				return log.entries;
			},
			get sentence() {
				return log.sentence;
			},
			get removed() {
				return log.removed;
			},
			look: () => log.look(),
			remove: (when) => {
				log.remove(when);
			},
			undoRemove: () => {
				log.undoRemove();
			},
			save: (format) => {
				saveLog(log, format);
			}
		};
	})();
}

function saveLog({ entries }: PracticeLog, format: LogFormat): void {
	const text = format === 'CSV' ? practicesAsCsv(entries) : practicesAsJson(entries);
	const type = format === 'CSV' ? CSV_TYPE : JSON_TYPE;
	offerDownload(new Blob([text]), `${FILE_NAME}.${format.toLowerCase()}`, type);
}

const musicOf = ({ audio, jam, tracks, midiClock }: PracticeRoomParts): PracticeMusic => ({
	get isRunning() {
		return jam.isRunning;
	},
	get bpm() {
		return jam.bpm;
	},
	get metre() {
		return jam.settings.metre;
	},
	get isTempoFixed() {
		return tracks.isTempoFixed || midiClock.isFollowing;
	},
	get origin() {
		return jam.loop.region?.start ?? ticks(0);
	},
	position: () => audio.transport.position(),
	heardNotes: (from) => jam.heardNotes(from),
	start() {
		if (!jam.isRunning) jam.startStop();
	},
	stop() {
		if (jam.isRunning) jam.startStop();
	},
	setBpm(bpm, at) {
		if (at !== null) audio.transport.setBpmAt(bpm, at);
		jam.setBpm(bpm);
	}
});
