import type { EngineName } from '../protocol';
import type { HeadMatrix } from '../transformer/heads';
import type { MusicModel } from '../transformer/modelManifest';

/** Embedded events in a row. */
export interface Embedded {
	/** [events, width] */
	readonly x: Float32Array;
	/** [events] steps from the window's beginning. */
	readonly at: readonly number[];
	readonly barSteps: number;
}

/** What the trunk remembers of the events that it has read: per layer their keys and values. */
export interface Recall {
	/** How many are remembered. */
	readonly events: number;
	/** Reads one event or more behind those that it remembers: the hidden state [width] after the last. */
	read(events: Embedded): Promise<Float32Array>;
	/** Forgets all but the first so many events. Not while a fork of it lives. */
	cut(events: number): void;
	/** One that goes on from here. Dispose of it before this one, which must not grow meanwhile. */
	fork(): Recall;
	dispose(): void;
}

/** The arithmetic of one Music Transformer: its weights, where they are multiplied. */
export interface Engine {
	readonly name: EngineName;
	/** One that remembers nothing yet. */
	open(): Recall;
	/** `vector` [in] · a matrix of the heads [in][out]; the result is the caller's to change. */
	product(vector: Float32Array, matrix: HeadMatrix): Float32Array;
	/** Frees the weights; dispose of all recalls before. */
	dispose(): void;
}

/** An engine that brings each weight from memory once for the next events of several recalls. */
export interface RowsEngine extends Engine {
	/** So many recalls at once, at most. */
	readonly mostRows: number;
	/**
	 * Reads one event behind each of different recalls: their hidden states [width], to the last bit as if
	 * each had read it alone. Where that fails, none of them has grown.
	 */
	readRows(
		recalls: readonly Recall[],
		events: readonly Embedded[]
	): Promise<readonly Float32Array[]>;
}

export const readsRows = (engine: Engine): engine is RowsEngine => 'readRows' in engine;

/** Brings a model's weights to where an engine multiplies them. */
export type MakeEngine = (model: MusicModel) => Engine;
