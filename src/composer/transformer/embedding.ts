import type { MusicModel } from './modelManifest';
import type { Prompt, PromptEvent } from './prompt';
import { addProduct, addRow } from './vectors';
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

	/** Adds an event to `out` [width], which holds zeros. */
	write(event: PromptEvent, out: Float32Array): void {
		const { barSteps, bars } = this.#prompt;
		const { kind, at, part, symbol, duration, velocity, moment } = event;
		const bar = Math.min(Math.floor(at / barSteps), this.#maxBars);
		const barsLeft = Math.max(bars - bar, 0);
		const rows = [kind, at % barSteps, bar, barsLeft, part, symbol, duration, velocity];
		for (const [index, row] of rows.entries()) addRow(this.#tables[index]!, row, out);
		if (moment !== null) addProduct(moment, this.#moment, out);
		const shared = kind >= ANSWER_BEGINS ? [this.always, this.condition] : [this.always];
		for (const values of shared) addRow({ rows: 1, columns: out.length, values }, 0, out);
	}
}
