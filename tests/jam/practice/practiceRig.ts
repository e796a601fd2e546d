import { Emitter } from '../../../src/lib/emitter';
import type { HeardNote } from '../../../src/jam/face';
import type { PracticeForm, PracticePlan, Trade } from '../../../src/jam/practice/plan';
import type {
	FormChords,
	PracticeBand,
	PracticeBook,
	PracticeForms,
	PracticeMusic
} from '../../../src/jam/practice/ports';
import { PracticeDesk } from '../../../src/jam/practice/practiceDesk';
import { keyOn } from '../../../src/music/key';
import { COMMON_TIME, barLength, type Metre } from '../../../src/music/metre';
import type { PracticeEntry } from '../../../src/music/solo/practiceEntry';
import { bpm, pitch, ticks, type Bpm, type Ticks } from '../../../src/music/units';
import { chords } from '../../music/solo/soloNotes';

export const BAR = 1920;

export const formOver = (bars: number, change: Partial<PracticeForm> = {}): PracticeForm => ({
	name: 'Two five one',
	length: ticks(bars * BAR),
	spans: chords('Dm7 G7 Cmaj7 Cmaj7').slice(0, Math.ceil(bars)),
	key: keyOn(0, 'major'),
	canMove: true,
	...change
});

export const planOver = (
	bars: number,
	change: Partial<PracticePlan> = {},
	form: Partial<PracticeForm> = {}
): PracticePlan => ({
	form: formOver(bars, form),
	metre: COMMON_TIME,
	trade: 'solo',
	tempo: { start: bpm(100), step: 10, every: 1, ceiling: bpm(130) },
	keys: { step: 'fourths', every: 1, seed: 1 },
	choruses: 4,
	...change
});

/** Music whose position the test moves, a bar of count-in before its start. */
class FakeMusic implements PracticeMusic {
	isRunning = false;
	bpm = bpm(90);
	metre: Metre = COMMON_TIME;
	isTempoFixed = false;
	canStart = true;
	origin = ticks(0);
	at = 0;
	notes: HeardNote[] = [];
	readonly tempos: (readonly [Bpm, Ticks | null])[] = [];

	position(): Ticks {
		return ticks(this.at);
	}
	heardNotes(from: Ticks): readonly HeardNote[] {
		return this.notes.filter(({ start }) => start >= from);
	}
	start(): void {
		this.isRunning = this.canStart;
		this.at = this.origin - barLength(this.metre);
	}
	stop(): void {
		this.isRunning = false;
		this.notes = [];
	}
	setBpm(tempo: Bpm, at: Ticks | null): void {
		this.bpm = tempo;
		this.tempos.push([tempo, at]);
	}
}

class FakeBand implements PracticeBand {
	refusal = '';
	readonly calls: string[] = [];

	begin({ name }: PracticeForm, trade: Trade): string {
		this.calls.push(`begin ${name} ${trade}`);
		return this.refusal;
	}
	countTurnsFrom(position: Ticks): void {
		this.calls.push(`turns from ${position / BAR}`);
	}
	setChords({ spans }: FormChords, at: Ticks): void {
		this.calls.push(`${spans[0]?.chord?.symbol ?? 'no chord'} from ${at / BAR}`);
	}
	end(): void {
		this.calls.push('end');
	}
}

class FakeForms implements PracticeForms {
	readonly changed = new Emitter<void>();
	list: readonly PracticeForm[] = [formOver(4)];
}

class FakeBook implements PracticeBook {
	readonly entries = new Map<number, PracticeEntry>();
	keep(entry: PracticeEntry): void {
		this.entries.set(entry.when, entry);
	}
}

/** A desk on fakes. */
export class PracticeRig {
	readonly music = new FakeMusic();
	readonly band = new FakeBand();
	readonly forms = new FakeForms();
	readonly book = new FakeBook();
	readonly desk: PracticeDesk;
	clock = 1_000_000;

	constructor() {
		const { music, band, forms, book } = this;
		const clock = () => this.clock;
		this.desk = new PracticeDesk({ music, band, forms, book, clock, seed: () => 1 });
		this.desk.change({ trade: 'solo', stepBpm: 10, ceilingBpm: bpm(130), choruses: 3 });
	}

	/** Lets the music go on to the bar line of `bar`, counted from 0, and `more` ticks. */
	runTo(bar: number, more = 0, step = 40): void {
		const end = bar * BAR + more;
		while (this.music.isRunning && this.music.at < end) {
			this.music.at = Math.min(end, this.music.at + step);
			this.desk.advance();
		}
	}

	/** The player has played these, each for half a beat. */
	play(...notes: readonly (readonly [start: number, pitch: number])[]): void {
		for (const [start, number] of notes) {
			this.music.notes.push({ start: ticks(start), end: ticks(start + 240), pitch: pitch(number) });
		}
	}

	get entry(): PracticeEntry {
		const entry = [...this.book.entries.values()].at(-1);
		if (entry === undefined) throw new Error('nothing was written down');
		return entry;
	}
}
