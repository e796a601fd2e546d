import type {
	ChorusView,
	PracticeChords,
	PracticeSetup,
	PracticeTurn
} from '../../jam/practice/face';
import { tempoOf, type KeyStep, type PracticeForm, type Trade } from '../../jam/practice/plan';
import { chordToneShare, keysText, type PracticeEntry } from '../../music/solo/practiceEntry';
import { ticksToSeconds } from '../../music/units';

export const TRADE_WORDS: Readonly<Record<Trade, string>> = {
	solo: 'Solo',
	1: 'Ones',
	2: 'Twos',
	4: 'Fours',
	8: 'Eights'
};

export const KEY_WORDS: Readonly<Record<KeyStep, string>> = {
	stay: 'Stay',
	fourths: 'Fourths',
	semitones: 'Half steps',
	shuffled: 'Shuffled'
};

/** `player 3`, `band 1`; empty while nothing is counted. */
export const turnText = (turn: PracticeTurn | null) =>
	turn === null ? '' : `${turn.by} ${turn.bars}`;

/** `Dm7 → G7`; empty where no chord is known. */
export const chordsText = (chords: PracticeChords | null) =>
	chords === null ? '' : [chords.now, chords.next].filter((symbol) => symbol !== '').join(' → ');

/** `F, 126`. */
export const chorusWords = ({ key, bpm }: Pick<ChorusView, 'key' | 'bpm'>) =>
	[key, `${Math.round(bpm)} BPM`].filter((word) => word !== '').join(', ');

/** What a set-up comes to: how much, how fast, how long. */
export function setupWords(setup: PracticeSetup, form: PracticeForm | null): string {
	if (form === null) return 'Record a loop, and it can be practised over.';
	const { startBpm, stepBpm, ceilingBpm, stepChoruses, choruses } = setup;
	const plan = { start: startBpm, step: stepBpm, every: stepChoruses, ceiling: ceilingBpm };
	if (choruses === null) {
		const climbing = stepBpm > 0 && ceilingBpm > startBpm ? `, up to ${ceilingBpm}` : '';
		return `${form.name} from ${startBpm} BPM${climbing}, until you end it.`;
	}
	let seconds = 0;
	for (let chorus = 0; chorus < choruses; chorus++) {
		seconds += ticksToSeconds(form.length, tempoOf(plan, chorus));
	}
	const last = tempoOf(plan, choruses - 1);
	const tempo = last > startBpm ? `${startBpm} to ${last} BPM` : `${startBpm} BPM`;
	return `${form.name}: ${chorusesWords(choruses)}, ${tempo}, ${minutesWords(seconds / 60)}.`;
}

/** `14 min`. */
export function minutesWords(minutes: number): string {
	if (minutes < 1) return `${Math.max(1, Math.round(minutes * 60))} s`;
	return `${minutes < 10 ? minutes.toFixed(1) : Math.round(minutes)} min`;
}

/** `100–124 BPM`. */
export const tempoRangeWords = ({ tempoFrom, tempoTo }: PracticeEntry) =>
	tempoFrom === tempoTo
		? `${Math.round(tempoFrom)} BPM`
		: `${Math.round(tempoFrom)}–${Math.round(tempoTo)} BPM`;

/** What a practice came to, in one line. */
export function entryWords(entry: PracticeEntry): string {
	const share = chordToneShare(entry);
	const facts = [
		minutesWords(entry.minutes),
		chorusesWords(entry.choruses),
		tempoRangeWords(entry),
		keysText(entry.keys),
		share === null ? '' : `chord tones ${Math.round(share * 100)} %`
	];
	return facts.filter((fact) => fact !== '').join(' · ');
}

/** `1 chorus`, `3 choruses`. */
export const chorusesWords = (count: number) => `${count} ${count === 1 ? 'chorus' : 'choruses'}`;

/** One day of the chart. */
export interface PracticeDay {
	/** At its beginning, here. */
	readonly date: Date;
	readonly minutes: number;
	/** Of all strong beats that were played, 0–1; null where none was counted. */
	readonly share: number | null;
}

/** The last `count` days up to `today`, the oldest first, by the clock of this machine. */
export function practiceDays(
	entries: readonly PracticeEntry[],
	today: Date,
	count: number
): readonly PracticeDay[] {
	return Array.from({ length: count }, (_, index) => {
		const date = new Date(
			today.getFullYear(),
			today.getMonth(),
			today.getDate() - count + 1 + index
		);
		const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
		const played = entries.filter(({ when }) => when >= date.getTime() && when < next.getTime());
		return {
			date,
			minutes: played.reduce((sum, { minutes }) => sum + minutes, 0),
			share: chordToneShare({ figures: played.flatMap(({ figures }) => figures) })
		};
	});
}
