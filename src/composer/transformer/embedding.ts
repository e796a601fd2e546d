import type { Embedded } from '../engines/engine';
import type { MusicModel } from './modelManifest';
import type { Prompt, PromptEvent } from './prompt';
import { addProduct, addRow, addTo } from './vectors';
import { ANSWER_BEGINS } from './vocabulary';
import type { Matrix } from './weights';

const EVENT_TABLES = 8;

/** Turns the events of one prompt into what goes into the trunk; sums of table rows, so no tensors. */
export class Embedding {
	readonly #prompt: Prompt;
	readonly #maxBars: number;
	readonly #tables: readonly Matrix[];
	readonly #moment: Matrix;
	/** [width] what is asked: every event of the answer gets it. */
	readonly condition: Float32Array;
	/** [width] what every event gets. */
	readonly always: Float32Array;

	constructor({ config, tensorOf }: MusicModel, prompt: Prompt) {
		this.#prompt = prompt;
		this.#maxBars = config.maxBars;
		this.#tables = Array.from({ length: EVENT_TABLES }, (_, index) =>
			tensorOf(`trunk.event_tables.${index}`)
		);
		this.#moment = tensorOf('trunk.moment');
		this.always = new Float32Array(config.width);
		addRow(tensorOf('trunk.metre_table'), prompt.metre, this.always);
		this.condition = new Float32Array(config.width);
		addRow(tensorOf('trunk.task_table'), prompt.task, this.condition);
		for (const [part, isAsked] of prompt.askedParts.entries()) {
			if (isAsked) addRow(tensorOf('trunk.part_table'), part, this.condition);
		}
		for (const [index, asked] of prompt.controls.entries()) {
			if (asked > 0) addRow(tensorOf(`trunk.control_tables.${index}`), asked, this.condition);
		}
	}

	/** Events in a row. */
	writeAll(events: readonly PromptEvent[]): Embedded {
		const width = this.always.length;
		const x = new Float32Array(events.length * width);
		for (const [row, event] of events.entries()) {
			this.write(event, x.subarray(row * width, (row + 1) * width));
		}
		return { x, at: events.map(({ at }) => at), barSteps: this.#prompt.barSteps };
	}

	/** Adds an event to `out` [width], which holds zeros. */
	write(event: PromptEvent, out: Float32Array): void {
		const { moment } = event;
		for (const [index, row] of this.#rowsOf(event).entries()) {
			addRow(this.#tables[index]!, row, out);
		}
		if (moment !== null) addProduct(moment, this.#moment, out);
		addTo(out, this.always);
		if (event.kind >= ANSWER_BEGINS) addTo(out, this.condition);
	}

	/** Whether an event is to the trunk what another one is that is written by `other`. */
	writesAlike(event: PromptEvent, otherEvent: PromptEvent, other: Embedding): boolean {
		const rows = other.#rowsOf(otherEvent);
		return (
			this.#prompt.barSteps === other.#prompt.barSteps &&
			this.#prompt.metre === other.#prompt.metre &&
			event.at === otherEvent.at &&
			this.#rowsOf(event).every((row, index) => row === rows[index]) &&
			areAlike(event.moment ?? NOTHING, otherEvent.moment ?? NOTHING) &&
			(event.kind < ANSWER_BEGINS || areAlike(this.condition, other.condition))
		);
	}

	/** The row of each table. */
	#rowsOf({ kind, at, part, symbol, duration, velocity }: PromptEvent): readonly number[] {
		const { barSteps, bars } = this.#prompt;
		const bar = Math.min(Math.floor(at / barSteps), this.#maxBars);
		const barsLeft = Math.max(bars - bar, 0);
		return [kind, at % barSteps, bar, barsLeft, part, symbol, duration, velocity];
	}
}

const NOTHING = new Float32Array();

/** Whether two vectors hold the same numbers. */
function areAlike(one: Float32Array, other: Float32Array): boolean {
	return one.length === other.length && one.every((value, index) => value === other[index]);
}
