import { Emitter } from '../../lib/emitter';
import { unreachable } from '../../lib/exhaustive';
import { barLength, metreName } from '../../music/metre';
import type { Aspect } from '../../music/solo/aspects';
import { chorusReport } from '../../music/solo/chorusReport';
import type { EarlierLine } from '../../music/solo/licks';
import { transposed } from '../../music/harmony/chordSpans';
import { reportWords } from '../../music/solo/reportWords';
import { seconds, secondsToTicks, ticks, type Bpm, type Ticks } from '../../music/units';
import type { SectionName } from '../face';
import { chordsIn } from './chordsIn';
import type { ChorusView, PracticeChords, PracticeFace, PracticeSetup, PracticeTurn } from './face';
import { notesOfChorus } from './heardChorus';
import { refusalOf, type PracticeForm, type PracticePlan } from './plan';
import type { PracticeBand, PracticeBook, PracticeForms, PracticeMusic } from './ports';
import { Practice, type Chorus, type PracticeCommand } from './practice';
import { PracticeRecord, type PlayedChorus } from './practiceRecord';
import { chordsAt, DEFAULT_SETUP, keyWords, planOf } from './setup';

/** What the desk works with. */
export interface PracticeParts {
	readonly music: PracticeMusic;
	readonly band: PracticeBand;
	readonly forms: PracticeForms;
	readonly book: PracticeBook;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
	readonly seed: () => number;
}

/** What was played before a chorus line may be known this late: an output latency and a blocked page. */
const LATE_NEWS = seconds(0.35);
/** Licks are looked for in so many choruses before, and in no more notes than are searched at once. */
const REMEMBERED_CHORUSES = 8;
const REMEMBERED_NOTES = 1500;

const NOT_STARTED = 'The music did not start: end what is being recorded, and try again.';
const TEMPO_HELD =
	'A loop of sound or another machine’s clock holds the tempo: it stays where it is.';
const FORM_CHANGED = 'The practice has ended: what it was played over is another now.';

/** Drives a practice from the transport's position and the ear, and says how it goes. */
export class PracticeDesk implements PracticeFace {
	readonly changed = new Emitter<void>();
	readonly #parts: PracticeParts;
	#setup = DEFAULT_SETUP;
	#sentence = '';
	#practice: Practice | null = null;
	#record: PracticeRecord | null = null;
	#report: PracticeFace['report'] = null;
	#advised: Aspect | null = null;
	#lines: readonly EarlierLine[] = [];
	/** Choruses that are over and whose last notes may still arrive, with the tempo they were played at. */
	#waiting: readonly { readonly chorus: Chorus; readonly bpm: Bpm }[] = [];
	/** Where the practice began. */
	#section: SectionName = 'A';
	#playedBpm: { readonly index: number; readonly bpm: Bpm } | null = null;

	constructor(parts: PracticeParts) {
		this.#parts = parts;
		parts.forms.changed.on(() => {
			this.#checkForm();
			this.changed.emit();
		});
	}

	get state(): PracticeFace['state'] {
		if (this.#practice === null) return 'idle';
		return this.#practice.state === 'paused' ? 'paused' : 'running';
	}

	get setup(): PracticeSetup {
		return this.#setup;
	}

	get forms(): readonly PracticeForm[] {
		return this.#parts.forms.list;
	}

	get sentence(): string {
		return this.#sentence;
	}

	get chorus(): ChorusView | null {
		return this.#practice === null ? null : this.#viewOf(this.#practice, this.#practice.chorus);
	}

	get next(): ChorusView | null {
		const next = this.#practice?.nextChorus ?? null;
		return this.#practice === null || next === null ? null : this.#viewOf(this.#practice, next);
	}

	get isNextNear(): boolean {
		return this.#practice?.isAnnounced ?? false;
	}

	get choruses(): number | null {
		return this.#practice?.plan.choruses ?? null;
	}

	get report(): PracticeFace['report'] {
		return this.#report;
	}

	turnAt(position: Ticks): PracticeTurn | null {
		const practice = this.#practice;
		const turn = practice?.turnAt(position) ?? null;
		if (practice === null || turn === null) return null;
		const end = Math.min(turn.to, practice.chorus.to);
		const until = practice.plan.trade === 'solo' ? end : turn.to;
		const bars = Math.ceil((until - position) / barLength(practice.plan.metre));
		return { by: turn.by, bars: Math.max(1, bars) };
	}

	chordsAt(position: Ticks): PracticeChords | null {
		return this.#practice === null ? null : chordsIn(this.#practice, position);
	}

	change(setup: Partial<PracticeSetup>): void {
		this.#setup = { ...this.#setup, ...setup };
		this.#sentence = '';
		this.changed.emit();
	}

	start(): void {
		this.#sentence = this.#begin();
		this.changed.emit();
	}

	pause(): void {
		if (this.#practice?.state !== 'running') return;
		this.#practice.pause();
		this.#parts.music.stop();
		this.changed.emit();
	}

	goOn(): void {
		if (this.#practice?.state !== 'paused') return;
		this.#sentence = this.#startMusic(this.#practice) ? '' : NOT_STARTED;
		this.changed.emit();
	}

	end(): void {
		if (this.#practice === null) return;
		this.#close();
		this.changed.emit();
	}

	dismissReport(): void {
		this.#report = null;
		this.changed.emit();
	}

	/** Call every few tens of milliseconds. */
	advance(): void {
		const practice = this.#practice;
		if (practice === null) return;
		const { music } = this.#parts;
		if (!music.isRunning) {
			if (practice.state === 'running') this.#pauseSilently(practice);
			return;
		}
		// The player started the music: that goes on with the practice.
		if (practice.state === 'paused') this.#resume(practice);
		const now = music.position();
		if (!practice.isTempoTold) {
			this.#playedBpm = { index: practice.chorus.index, bpm: music.bpm };
		}
		const commands = practice.advance(now);
		for (const command of commands) this.#carryOut(practice, command);
		const isNews = this.#tellReports(practice, now);
		if (practice.state === 'ended' && this.#waiting.length === 0) this.#close();
		if (commands.length > 0 || isNews) this.changed.emit();
	}

	/** Returns why it cannot, or what it does otherwise than was asked, in a sentence. */
	#begin(): string {
		const { music, band, forms, clock, seed } = this.#parts;
		const plan = planOf(this.#setup, forms.list, music.metre, seed());
		if (plan === null) return 'There is nothing to practise over yet: record a loop.';
		const refusal = refusalOf(plan);
		if (refusal !== '') return refusal;
		if (this.#practice !== null) this.#close();
		if (music.isRunning) music.stop();
		const why = band.begin(plan.form, plan.trade);
		if (why !== '') return why;
		const isHeld = music.isTempoFixed;
		const practice = new Practice(isHeld ? heldAt(plan, music.bpm) : plan);
		if (!isHeld) music.setBpm(practice.chorus.bpm, null);
		if (!this.#startMusic(practice)) {
			band.end();
			return NOT_STARTED;
		}
		this.#practice = practice;
		this.#section = forms.section;
		this.#record = new PracticeRecord(clock(), practice.plan);
		[this.#report, this.#advised, this.#lines, this.#waiting] = [null, null, [], []];
		return isHeld && plan.tempo.step > 0 ? TEMPO_HELD : '';
	}

	/** Returns whether it runs. */
	#startMusic(practice: Practice): boolean {
		const { music } = this.#parts;
		music.start();
		if (!music.isRunning) return false;
		this.#resume(practice);
		return true;
	}

	#resume(practice: Practice): void {
		const { music, band } = this.#parts;
		const { origin } = music;
		for (const command of practice.start(origin)) this.#carryOut(practice, command);
		band.countTurnsFrom(ticks(origin - practice.chorus.index * practice.plan.form.length));
	}

	/** The player, or a recording, stopped the music: what it was played to is forgotten with it. */
	#pauseSilently(practice: Practice): void {
		practice.pause();
		this.#waiting = [];
		this.changed.emit();
	}

	#carryOut(practice: Practice, command: PracticeCommand): void {
		const { music, band } = this.#parts;
		switch (command.kind) {
			case 'announce':
			case 'end':
				return;
			case 'move-chords':
				band.setChords(chordsAt(practice.plan.form, command.offset), command.at);
				return;
			case 'set-bpm':
				if (!music.isTempoFixed) music.setBpm(command.bpm, command.at);
				return;
			case 'report': {
				const { chorus } = command;
				const bpm = this.#playedBpm?.index === chorus.index ? this.#playedBpm.bpm : chorus.bpm;
				this.#waiting = [...this.#waiting, { chorus, bpm }];
				return;
			}
			default:
				unreachable(command);
		}
	}

	/** Returns whether there is a new report. */
	#tellReports(practice: Practice, now: Ticks): boolean {
		let isNews = false;
		for (const waiting of this.#waiting) {
			const { chorus, bpm } = waiting;
			if (now < chorus.to + secondsToTicks(LATE_NEWS, bpm)) break;
			this.#waiting = this.#waiting.filter((other) => other !== waiting);
			this.#tellReport(practice, chorus, bpm);
			isNews = true;
		}
		return isNews;
	}

	#tellReport(practice: Practice, chorus: Chorus, bpm: Bpm): void {
		const { form, metre } = practice.plan;
		const key = keyWords(form, chorus.offset);
		if (chorus.stretches.length === 0) {
			this.#write({ bpm, key, length: form.length, figures: null });
			return;
		}
		const notes = notesOfChorus(this.#parts.music, chorus);
		const { stretches } = chorus;
		const frame = { metre, bpm, stretches, earlier: this.#lines };
		const { figures, line } = chorusReport(notes, transposed(form.spans, chorus.offset), frame);
		const { text, advised } = reportWords(figures, this.#advised);
		const number = chorus.index + 1;
		this.#advised = advised;
		this.#lines = remembered([...this.#lines, { chorus: number, line }]);
		this.#report = { chorus: number, text, figures };
		this.#write({ bpm, key, length: form.length, figures });
	}

	/** After each chorus: who closes the page loses none. */
	#write(chorus: PlayedChorus): void {
		if (this.#record === null) return;
		this.#record.add(chorus);
		this.#parts.book.keep(this.#record.entry);
	}

	/** The last report stays to be read. */
	#close(): void {
		const { music, band } = this.#parts;
		this.#practice = null;
		this.#record = null;
		this.#waiting = [];
		if (music.isRunning) music.stop();
		band.end();
	}

	/** Another loop is another form, and so are the same one in another metre and another section. */
	#checkForm(): void {
		if (this.#practice === null) return;
		const { form, metre } = this.#practice.plan;
		const { forms, music } = this.#parts;
		const same = forms.list.find(({ name }) => name === form.name);
		const isSameMetre = metreName(metre) === metreName(music.metre);
		const isSameSection = forms.section === this.#section;
		if (same?.length === form.length && isSameMetre && isSameSection) return;
		this.#close();
		this.#sentence = FORM_CHANGED;
	}

	#viewOf({ plan }: Practice, { index, bpm, offset }: Chorus): ChorusView {
		const { music } = this.#parts;
		return {
			number: index + 1,
			bpm: music.isTempoFixed ? music.bpm : bpm,
			key: keyWords(plan.form, offset)
		};
	}
}

/** The newest of the lines. */
function remembered(lines: readonly EarlierLine[]): readonly EarlierLine[] {
	let notes = 0;
	const newest = lines.slice(-REMEMBERED_CHORUSES).reverse();
	const end = newest.findIndex(({ line }) => (notes += line.length) > REMEMBERED_NOTES);
	return newest.slice(0, end < 0 ? newest.length : end).reverse();
}

const heldAt = (plan: PracticePlan, bpm: Bpm): PracticePlan => ({
	...plan,
	tempo: { start: bpm, step: 0, every: 1, ceiling: bpm }
});
