import type { Embedded, Recall, RowsEngine } from '../engines/engine';
import type { Reading } from './answerWriter';

/** Who waits for the state after an event. */
interface Waiting {
	readonly recall: Recall;
	readonly event: Embedded;
	readonly resolve: (hidden: Float32Array) => void;
	readonly reject: (cause: unknown) => void;
}

/**
 * Lets several writers read in step: what one of them reads waits until all that still write have
 * something to read, and is then read in one step of the engine.
 */
export class RowReader {
	readonly #engine: RowsEngine;
	#writers: number;
	#waiting: Waiting[] = [];

	/** For so many writers, each of which leaves when it has ended. */
	constructor(engine: RowsEngine, writers: number) {
		this.#engine = engine;
		this.#writers = writers;
	}

	/** The reading for these writers. It is still disposed of as the one it is made from. */
	share(reading: Reading): Reading {
		return { ...reading, recall: new SharedRecall(reading.recall, this) };
	}

	/** Reads one event behind a recall: the hidden state [width] after it. */
	read(recall: Recall, event: Embedded): Promise<Float32Array> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ recall, event, resolve, reject });
			this.#readIfAll();
		});
	}

	leave(): void {
		this.#writers--;
		this.#readIfAll();
	}

	#readIfAll(): void {
		const all = this.#waiting;
		if (all.length === 0 || all.length < this.#writers) return;
		this.#waiting = [];
		const recalls = all.map(({ recall }) => recall);
		this.#engine
			.readRows(
				recalls,
				all.map(({ event }) => event)
			)
			.then(
				(states) => {
					for (const [row, { resolve }] of all.entries()) resolve(states[row]!);
				},
				(cause: unknown) => {
					for (const { reject } of all) reject(cause);
				}
			);
	}
}

/** A recall whose forks read in step with those of the other writers. */
class SharedRecall implements Recall {
	readonly #recall: Recall;
	readonly #reader: RowReader;

	constructor(recall: Recall, reader: RowReader) {
		this.#recall = recall;
		this.#reader = reader;
	}

	get events(): number {
		return this.#recall.events;
	}

	read(events: Embedded): Promise<Float32Array> {
		return events.at.length === 1
			? this.#reader.read(this.#recall, events)
			: this.#recall.read(events);
	}

	cut(events: number): void {
		this.#recall.cut(events);
	}

	fork(): Recall {
		return new SharedRecall(this.#recall.fork(), this.#reader);
	}

	dispose(): void {
		this.#recall.dispose();
	}
}
