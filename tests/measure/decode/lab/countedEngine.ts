import type { BatchDrawing, BatchEngine, BatchEvent } from '../../../../src/composer/engines/batch';
import type { Embedded, Engine, Recall, RowsEngine } from '../../../../src/composer/engines/engine';
import type { EngineName } from '../../../../src/composer/protocol';
import type { Reading } from '../../../../src/composer/transformer/answerWriter';
import type { HeadMatrix } from '../../../../src/composer/transformer/heads';
import type { Prompt } from '../../../../src/composer/transformer/prompt';

/** An engine of any kind; the network never asks for its name. */
export type Arithmetic = Omit<Engine, 'name'>;
type Batches = Pick<BatchEngine, 'canWrite' | 'writeBatch'>;
type Rows = Pick<RowsEngine, 'mostRows' | 'readRows'>;

/** Thrown by a read that would be one too many. */
export class Enough extends Error {}

/** What went through an engine. */
export class Counts {
	/** Reads of an event, or of one of each candidate that is written together. */
	steps = 0;
	/** Notes whose symbol was drawn. */
	notes = 0;
	/** Further steps are refused. */
	mostSteps = Infinity;

	restart(mostSteps: number): void {
		this.steps = 0;
		this.notes = 0;
		this.mostSteps = mostSteps;
	}
}

/** Counts what goes through another engine, whose weights it does not free. */
class CountedEngine implements Engine {
	readonly name: EngineName = 'simd';
	readonly #engine: Arithmetic;
	readonly #counts: Counts;

	constructor(engine: Arithmetic, counts: Counts) {
		this.#engine = engine;
		this.#counts = counts;
	}

	open(): Recall {
		return counted(this.#engine.open(), this.#counts);
	}

	product(vector: Float32Array, matrix: HeadMatrix): Float32Array {
		if (matrix === 'symbol') this.#counts.notes++;
		return this.#engine.product(vector, matrix);
	}

	dispose(): void {
		// Others go on with it.
	}
}

/** The same for one that writes candidates together: a step is then all candidates'. */
class CountedBatchEngine extends CountedEngine implements BatchEngine {
	readonly #batches: Batches;
	readonly #counts: Counts;

	constructor(engine: Arithmetic & Batches, counts: Counts) {
		super(engine, counts);
		this.#batches = engine;
		this.#counts = counts;
	}

	canWrite(prompt: Prompt): boolean {
		return this.#batches.canWrite(prompt);
	}

	async *writeBatch(
		reading: Reading,
		drawing: BatchDrawing
	): AsyncGenerator<readonly BatchEvent[]> {
		const counts = this.#counts;
		for await (const piece of this.#batches.writeBatch(reading, drawing)) {
			counts.notes += piece.filter(({ event }) => event.kind === 'note').length;
			counts.steps += longestLine(piece);
			yield piece;
			if (counts.steps >= counts.mostSteps) throw new Enough();
		}
	}
}

/** The same for one that reads rows: they are one step. */
class CountedRowsEngine extends CountedEngine implements RowsEngine {
	readonly mostRows: number;
	readonly #rows: Rows;
	readonly #counts: Counts;

	constructor(engine: Arithmetic & Rows, counts: Counts) {
		super(engine, counts);
		this.mostRows = engine.mostRows;
		this.#rows = engine;
		this.#counts = counts;
	}

	readRows(recalls: readonly Recall[], events: readonly Embedded[]) {
		const counts = this.#counts;
		if (counts.steps >= counts.mostSteps) return Promise.reject(new Enough());
		counts.steps++;
		return this.#rows.readRows(recalls, events);
	}
}

export function countedEngine(engine: Arithmetic, counts: Counts): Engine {
	if ('writeBatch' in engine) return new CountedBatchEngine(engine as Arithmetic & Batches, counts);
	if ('readRows' in engine) return new CountedRowsEngine(engine as Arithmetic & Rows, counts);
	return new CountedEngine(engine, counts);
}

/** The recall itself, because engines know their own ones; its reads are counted, and its forks'. */
function counted(recall: Recall, counts: Counts): Recall {
	const read = recall.read.bind(recall);
	const fork = recall.fork.bind(recall);
	return Object.assign(recall, {
		read(events: Embedded): Promise<Float32Array> {
			if (events.at.length === 1) {
				if (counts.steps >= counts.mostSteps) return Promise.reject(new Enough());
				counts.steps++;
			}
			return read(events);
		},
		fork: () => counted(fork(), counts)
	});
}

/** How many events the candidate with the most has. */
function longestLine(piece: readonly BatchEvent[]): number {
	const lines = new Map<number, number>();
	for (const { candidate } of piece) lines.set(candidate, (lines.get(candidate) ?? 0) + 1);
	return Math.max(0, ...lines.values());
}
