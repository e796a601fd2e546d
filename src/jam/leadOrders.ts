import type { Answer, AnswerCommand } from './answer';
import type { Ticks } from '../music/units';

/** What a command came to; `later`: the present plan is over, and the next one takes it up. */
export type OrderOutcome = 'turned' | 'shaped' | 'nothing' | 'later';

interface Wish {
	readonly answer: Answer;
	readonly command: AnswerCommand;
	/** Only what was asked for after this request is another in the way that is wished. */
	readonly newerThan: number;
}

/**
 * What the player wants of the lead's plans: carried out at once by another candidate, or by rules until
 * there is one; what comes in a plan's last bar is for the plan after it.
 */
export class LeadOrders {
	#wish: Wish | null = null;
	#carried: AnswerCommand | null = null;

	/**
	 * From its bar line on the answer is another, or less from the beat before that on; both count from its
	 * start. Unless it `turned` more candidates are wanted.
	 */
	tell(
		answer: Answer,
		{ line, beat }: { readonly line: Ticks; readonly beat: Ticks },
		command: AnswerCommand
	): OrderOutcome {
		this.#wish = null;
		// What there is was made by the wishes of before.
		const isOfNewWishes = command === 'simpler';
		if (!isOfNewWishes && answer.turn(line, command)) return 'turned';
		const isLess = command === 'less' || command === 'simpler';
		const isShaped = answer.reshape(isLess ? beat : line, command);
		const newerThan = isOfNewWishes ? answer.latestRequest : 0;
		this.#wish = { answer, command, newerThan };
		return isShaped ? 'shaped' : 'nothing';
	}

	/** The answer that is playing is over before the command can be heard. */
	carry(command: AnswerCommand): OrderOutcome {
		this.#carried = command;
		return 'later';
	}

	/** An answer was begun: it takes up what was carried. */
	begin(answer: Answer, from: Ticks): void {
		const command = this.#carried;
		this.#carried = null;
		if (command === null) return;
		answer.reshape(from, command);
		// A simpler one is what the model makes of it anyway: the dial has been turned.
		if (command !== 'simpler') this.#wish = { answer, command, newerThan: 0 };
	}

	/** New candidates of an answer may be what was wished. Returns whether one of them is. */
	fulfil(answer: Answer, from: Ticks): boolean {
		const wish = this.#wish;
		if (wish?.answer !== answer) return false;
		const isDone = answer.turn(from, wish.command, wish.newerThan);
		if (isDone) this.#wish = null;
		return isDone;
	}

	/** The answer is over. */
	drop(answer: Answer | null): void {
		if (this.#wish?.answer === answer) this.#wish = null;
	}

	forget(): void {
		this.#wish = null;
		this.#carried = null;
	}
}
