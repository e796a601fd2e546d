import type { Random } from '../lib/random';
import type { LoopRegion } from '../music/loopRegion';
import { barLength, barLineFrom, beatLength } from '../music/metre';
import type { Note } from '../music/note';
import type { ScoreEvent } from '../music/score';
import { seconds, ticks, type Seconds, type Ticks } from '../music/units';
import { Answer, type AnswerCommand, type AnswerWishes, type Call } from './answer';
import { counted, NO_COUNTS } from './answerCounts';
import { answerEvents } from './answerEvents';
import { answerLines, type AnswerLines } from './answerLines';
import { Asking } from './asking';
import type { Counts, PlanView, SectionName, Turn } from './face';
import { LeadOrders, type OrderOutcome } from './leadOrders';
import { playedCall, playedRegion, type CallSources } from './playedCall';
import type { Composer, Transport } from './ports';
import { Turns } from './turns';
import { UnplayedCall } from './unplayedCall';

/** What the partner listens to and is steered by. */
export interface PartnerSurroundings extends CallSources {
	readonly transport: Transport;
	readonly composer: Composer;
	readonly random: Random;
	/** What is asked of an answer that begins at `start` and lasts `length`. */
	readonly wishes: (start: Ticks, length: Ticks) => AnswerWishes;
	/** The plan changed: draw it and schedule it. */
	readonly changed: () => void;
}

/** An answer is begun this long before it is due, or half a cycle if that is longer. */
const HEAD_START = seconds(1.5);
/** What was played before a bar line may be known this late: an output latency and a blocked page. */
const LATE_NEWS = seconds(0.35);
/** The cycle of trading without a loop, when the loop is to be as long as the player plays. */
const FREE_TRADE_BARS = 2;
/** So many candidates to turn to are to be there. */
const ENOUGH_OTHERS = 2;
/** Spares are due so late that everything else goes first. */
const SPARE_DUE = seconds(30);

/** Listens, asks for answers, and holds the plan: what plays now, and what comes next. */
export class Partner {
	readonly #around: PartnerSurroundings;
	readonly #asking: Asking;
	readonly #turns = new Turns();
	#current: Answer | null = null;
	#next: Answer | null = null;
	/** Of each section. */
	readonly #lastPlans = new Map<SectionName, { length: Ticks; notes: readonly Note[] }>();
	/** The section that sounded when last looked. */
	#section: SectionName = 'A';
	readonly #orders = new LeadOrders();
	readonly #unplayed = new UnplayedCall();
	/** The answer that spares were asked for last. */
	#spared: Answer | null = null;
	readonly #rejected = new Set<number>();
	#counts = NO_COUNTS;

	constructor(around: PartnerSurroundings) {
		this.#around = around;
		this.#asking = new Asking(around.composer, around.random, (answer) => {
			this.#onNews(answer);
		});
	}

	get counts(): Counts {
		return this.#counts;
	}

	/** What sounds now, else what is coming. */
	get plan(): PlanView | null {
		const answer = this.#current ?? this.#next;
		return answer === null || answer.isRejected ? null : answer.view(answer === this.#next);
	}

	/** Whether the loop keeps silent in this cycle for the partner's sake. */
	isResting(cycle: number): boolean {
		const { mode, doesLoopRest, tradeBars } = this.#around.settings();
		if (mode !== 'answer' || !doesLoopRest || this.#rejected.has(cycle)) return false;
		// Over a loop that is longer than a turn the turns are solos.
		if (tradeBars !== 'cycle') return false;
		return this.#turns.isPartners(cycle);
	}

	/** The transport stopped or began anew. */
	reset(): void {
		this.#asking.cancel();
		this.#current = null;
		this.#next = null;
		this.#orders.forget();
		this.#rejected.clear();
		this.#turns.setGrid(null);
	}

	/** Call often while the transport runs. Returns whether something that is seen changed. */
	advance(now: Ticks): boolean {
		const before = [this.#current, this.#next];
		this.#retire(now);
		this.#followSection();
		if (this.#turns.setGrid(this.#gridNow())) {
			this.#dropNext();
			// A recording may be understood in the middle of a pass: that one is heard out.
			const isAudio =
				this.#around.loop.expectedRegion === null && playedRegion(this.#around) !== null;
			if (isAudio) this.#turns.listenIn(Math.max(0, this.#turns.cycleOf(now)));
		}
		this.#turns.setMode(this.#around.settings().mode, now);
		this.#begin(now);
		if (this.#turns.grid !== null) this.#prepare(now);
		this.#keepSpares();
		if (this.#current !== null) this.#current.reach(ticks(now - this.#current.start));
		return this.#current !== before[0] || this.#next !== before[1];
	}

	turn(now: Ticks): Turn {
		const { grid } = this.#turns;
		const { mode, metre } = this.#around.settings();
		const cycle = this.#turns.cycleOf(now);
		if (mode === 'off' || grid === null || cycle < 0) return { kind: 'alone' };
		const until = this.#turns.startOf(cycle + 1);
		if (this.#rejected.has(cycle)) return { kind: 'silenced', until };
		if (this.#current !== null) return { kind: mode === 'along' ? 'along' : 'answering', until };
		const isSoon = until - now <= beatLength(metre);
		return this.#next !== null && isSoon
			? { kind: 'thinking', answerAt: this.#next.start }
			: { kind: 'listening', until };
	}

	/** Where the player's next turn begins: a cycle when trading, else a bar line. */
	nextPlayersTurn(now: Ticks): Ticks {
		const { metre, mode } = this.#around.settings();
		const line = barLineFrom(ticks(now + 1), barLength(metre));
		if (this.#turns.grid === null || mode !== 'answer') return line;
		let cycle = Math.max(0, this.#turns.cycleOf(now) + 1);
		while (this.#turns.isPartners(cycle)) cycle++;
		return this.#turns.startOf(cycle);
	}

	*eventsBetween(from: Ticks, to: Ticks): Generator<ScoreEvent> {
		for (const answer of [this.#current, this.#next]) {
			if (answer === null || answer.start >= to || answer.end <= from) continue;
			if (!this.#isOf(this.#around.loop.at(answer.start).section, answer)) continue;
			yield* answerEvents(answer, this.#around.settings().partnerSound, { from, to });
		}
	}

	/** The answer for the section that sounds, to be kept; null when there is none or it is kept already. */
	takeToKeep(): { notes: readonly Note[]; start: Ticks; end: Ticks } | null {
		const answer = this.#current ?? this.#next;
		if (answer === null || answer.isKept || answer.isRejected) return null;
		if (!this.#isOf(this.#around.loop.section, answer)) return null;
		answer.isKept = true;
		return { notes: answer.notes, start: answer.start, end: answer.end };
	}

	/** From the next bar line on the plan is another; null where there is none. */
	tell(command: AnswerCommand, now: Ticks): OrderOutcome | null {
		const present = this.#current ?? this.#next;
		if (present === null || present.isRejected) return null;
		const isLess = command === 'less' || command === 'simpler';
		const first = this.#linesIn(present, now)[isLess ? 'beat' : 'line'];
		const isEnding = first >= present.length;
		const answer = isEnding ? this.#next : present;
		if (answer === null) return this.#orders.carry(command);
		const outcome = this.#orders.tell(answer, this.#linesIn(answer, now), command);
		if (outcome !== 'turned')
			this.#askFurther(answer, this.#around.transport.secondsUntil(answer.start));
		return outcome;
	}

	/** Returns whether there was a plan to throw away. */
	reject(now: Ticks): boolean {
		const answer = this.#current ?? this.#next;
		if (answer === null || answer.isRejected) return false;
		const isOver = answer.notes.every(({ start }) => answer.start + start < now);
		answer.isRejected = true;
		const cycle = this.#turns.cycleOf(answer.start);
		this.#rejected.add(cycle);
		// Nothing of it was left: what is thrown away is what comes.
		if (isOver && this.#turns.isPartners(cycle + 1)) {
			this.#rejected.add(cycle + 1);
			if (this.#next !== null) this.#next.isRejected = true;
		}
		return true;
	}

	/** From present wishes, for what is heard in `left` seconds; of nobody while no model is there. */
	#askFurther(answer: Answer, left: Seconds): void {
		const { composer, settings, wishes } = this.#around;
		if (composer.status.kind !== 'ready') return;
		answer.hearMore({ ...answer.call, wishes: wishes(answer.start, answer.length) });
		this.#asking.askFurther(answer, settings(), left);
	}

	/** There are to be candidates that a command can turn to at once. */
	#keepSpares(): void {
		const answer = this.#current;
		const { composer } = this.#around;
		if (answer === null || answer === this.#spared || answer.isRejected) return;
		if (composer.status.kind !== 'ready') return;
		if (this.#next !== null || this.#asking.isFurtherOpen) return;
		if (answer.others >= ENOUGH_OTHERS) return;
		this.#spared = answer;
		this.#askFurther(answer, SPARE_DUE);
	}

	#gridNow(): LoopRegion | null {
		const { loop, settings } = this.#around;
		const region = playedRegion(this.#around);
		const { mode, metre, loopBars, tradeBars } = settings();
		if (mode === 'off') return null;
		if (mode === 'answer' && tradeBars !== 'cycle' && loop.view.recordingFrom === null) {
			return { start: region?.start ?? ticks(0), length: ticks(tradeBars * barLength(metre)) };
		}
		if (region !== null || loop.view.state !== 'empty' || mode !== 'answer') return region;
		const bars = loopBars === 'free' ? FREE_TRADE_BARS : loopBars;
		return { start: ticks(0), length: ticks(bars * barLength(metre)) };
	}

	/** What was made for another section is over; who plays along goes on at once in a loop that is there. */
	#followSection(): void {
		const { loop, settings } = this.#around;
		if (loop.section === this.#section) return;
		this.#section = loop.section;
		this.#rejected.clear();
		if (!this.#isOf(loop.section, this.#current)) this.#current = null;
		const { region } = loop.now;
		const isEntered = region !== null && region.start === loop.enteredAt;
		const isThere = isEntered && loop.now.program.recordingFrom === null;
		if (isThere && settings().mode === 'along') this.#turns.enter(region);
	}

	readonly #isOf = (section: SectionName, answer: Answer | null) => answer?.section === section;

	#dropNext(): void {
		const { section, enteredAt } = this.#around.loop;
		// It may have been made for the section that begins now.
		if (this.#next?.start === enteredAt && this.#isOf(section, this.#next)) return;
		this.#asking.cancel();
		this.#next = null;
		if (this.#turns.grid === null) this.#current = null;
	}

	/** What has ended goes. */
	#retire(now: Ticks): void {
		if (this.#current === null || now < this.#current.end) return;
		const { section, source, notes, length, fellShort } = this.#current;
		if (source === 'model' && !fellShort) this.#lastPlans.set(section, { length, notes });
		if (fellShort) this.#counts = { ...this.#counts, misses: this.#counts.misses + 1 };
		this.#orders.drop(this.#current);
		this.#current = null;
	}

	/** What is due begins. */
	#begin(now: Ticks): void {
		if (this.#next === null || now < this.#next.start) return;
		this.#current = this.#next;
		this.#next = null;
		const { isRejected, source } = this.#current;
		if (!isRejected) this.#counts = counted(this.#counts, source);
	}

	/** Where the answer that comes next begins, and its length; null for none. */
	#target(now: Ticks): LoopRegion | null {
		const { loop, settings } = this.#around;
		const cycle = this.#turns.cycleOf(now);
		// A loop that was closed by a late press: its answer is due already.
		const isOverdue = this.#current === null && this.#turns.isPartners(cycle);
		const target = isOverdue && !this.#rejected.has(cycle) ? cycle : cycle + 1;
		const start = this.#turns.startOf(target);
		const { coming } = loop;
		if (coming !== null && start >= loop.pending!.due) {
			const isThere = coming.program.recordingFrom === null;
			return settings().mode === 'along' && isThere ? coming.region : null;
		}
		if (target < 0 || !this.#turns.isPartners(target)) return null;
		return { start, length: this.#turns.grid!.length };
	}

	/** Begins the answer that comes next, or lets it hear more. */
	#prepare(now: Ticks): void {
		const target = this.#target(now);
		if (target === null) return;
		const { transport, settings, loop } = this.#around;
		const { start, length } = target;
		const left = transport.secondsUntil(start);
		const cycleSeconds = transport.secondsUntil(ticks(start + length)) - left;
		const call = this.#callOf(start, length);
		if (left > Math.max(HEAD_START, cycleSeconds / 2)) {
			this.#asking.warm(call, length, settings());
			return;
		}
		if (call.notes.length === 0) {
			if (left + LATE_NEWS > 0) return;
			this.#next = null;
			if (settings().mode === 'answer') this.#turns.listenIn(this.#turns.cycleOf(start));
			return;
		}
		const { section } = loop.at(start);
		if (this.#next?.start !== start || !this.#isOf(section, this.#next)) {
			const plan = this.#lastPlans.get(section);
			const last = plan?.length === length ? plan.notes : null;
			const next = new Answer({ start, length, metre: settings().metre, section }, call, last);
			next.isRejected = section === loop.section && this.#rejected.has(this.#turns.cycleOf(start));
			this.#orders.begin(next, this.#linesIn(next, now).line);
			this.#next = next;
			this.#around.changed();
		} else if (this.#asking.isInTime(left)) this.#next.hearMore(call);
		this.#asking.drive(this.#next, left, settings());
	}

	/** What is answered; while trading over chords a call that stands in for one that nobody played. */
	#callOf(start: Ticks, length: Ticks): Call {
		const { settings, wishes } = this.#around;
		const { mode, metre, tradeBars } = settings();
		const own = wishes(start, length);
		const played = playedCall(this.#around, start, length);
		const isTrade = mode === 'answer' && tradeBars !== 'cycle';
		if (played.notes.length > 0 || !isTrade) return { ...played, wishes: own };
		const { chords: before } = wishes(ticks(start - length), length);
		const unplayed = this.#unplayed.over({ before, own: own.chords, length, metre });
		return { ...(unplayed ?? played), wishes: own };
	}

	#onNews(answer: Answer): void {
		const { transport } = this.#around;
		const { line } = this.#linesIn(answer, transport.position());
		const isFulfilled = this.#orders.fulfil(answer, line);
		if (!isFulfilled && this.#asking.isInTime(transport.secondsUntil(answer.start))) {
			answer.choose();
		} else if (!isFulfilled && !answer.isByModel) {
			answer.turn(line, 'swap');
		}
		this.#around.changed();
	}

	#linesIn(answer: Answer, now: Ticks): AnswerLines {
		return answerLines(answer, now, this.#around.settings().metre, this.#isInTime);
	}

	readonly #isInTime = (at: Ticks) =>
		this.#asking.isInTime(this.#around.transport.secondsUntil(at));
}
