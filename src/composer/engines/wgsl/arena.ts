import type { MusicModel } from '../../transformer/modelManifest';
import type { Matrix } from '../../transformer/weights';

/** Where a matrix lies in an arena, in words from the beginning of its section. */
export interface Placed {
	readonly at: number;
	/** The scales of the columns, or of a table's rows. */
	readonly scales: number;
	/** Fours of columns. */
	readonly quads: number;
	readonly isFloat: boolean;
}

/** `product`: vectors are multiplied by it, and scaled by column; `table`: rows are taken, and scaled. */
export type Use = 'product' | 'table';

/** Bytes that the beginning of a section is a multiple of, as bindings ask for. */
export const SECTION_BYTES = 256;

/** Words of weights, which become one buffer. */
export class Arena {
	#words = new Uint32Array(1 << 16);
	#length = 0;
	#section = 0;

	/** The words so far, whole sections. */
	words(): Uint32Array<ArrayBuffer> {
		this.beginSection();
		return this.#words.slice(0, this.#length);
	}

	/** Returns where it begins, in words. */
	beginSection(): number {
		const words = SECTION_BYTES / 4;
		this.#reserve(Math.ceil(this.#length / words) * words - this.#length);
		return (this.#section = this.#length);
	}

	addFloats(values: Float32Array): number {
		const at = this.#reserve(values.length);
		new Float32Array(this.#words.buffer, 4 * at, values.length).set(values);
		return at - this.#section;
	}

	/** A tensor as int8 where the file has it so along the right axis, unless it is to be f32. */
	add({ tensorOf }: MusicModel, name: string, use: Use, isFloat: boolean): Placed {
		const { rows, columns } = tensorOf(name);
		const quads = Math.ceil(columns / 4);
		const quantised = isFloat ? undefined : tensorOf(name).quantised;
		const place = { quads, isFloat };
		if (quantised === undefined) {
			const at = this.addFloats(padded(tensorOf(name), quads));
			const ones = new Float32Array(use === 'table' ? rows : 4 * quads).fill(1);
			return { ...place, at, scales: this.addFloats(ones) };
		}
		const at = this.#reserve(rows * quads);
		const bytes = new Int8Array(this.#words.buffer, 4 * at, 4 * rows * quads);
		for (let row = 0; row < rows; row++) {
			const values = quantised.values.subarray(row * columns, (row + 1) * columns);
			bytes.set(values, 4 * row * quads);
		}
		const scales = new Float32Array(use === 'table' ? rows : 4 * quads);
		scales.set(quantised.scales);
		return { ...place, at: at - this.#section, scales: this.addFloats(scales) };
	}

	#reserve(count: number): number {
		const at = this.#length;
		this.#length += count;
		if (this.#length > this.#words.length) {
			const grown = new Uint32Array(Math.max(this.#length, 2 * this.#words.length));
			grown.set(this.#words);
			this.#words = grown;
		}
		return at;
	}
}

/** Whether all of the tensors are int8 with scales as this use needs them. */
export const areQuantised = ({ tensorOf }: MusicModel, names: readonly string[], use: Use) =>
	names.every((name) => tensorOf(name).quantised?.scaleAxis === (use === 'table' ? 0 : 1));

function padded({ rows, columns, values }: Matrix, quads: number): Float32Array {
	if (columns === 4 * quads) return values;
	const wide = new Float32Array(4 * rows * quads);
	for (let row = 0; row < rows; row++) {
		wide.set(values.subarray(row * columns, (row + 1) * columns), 4 * row * quads);
	}
	return wide;
}
