import { ComposerError } from '../composerError';

interface Place {
	readonly name: string;
	readonly shape: readonly [rows: number, columns: number];
	/** Bytes from the beginning of the file. */
	readonly offset: number;
}

/** Where a tensor lies in the file and how it is written. */
export type TensorEntry = Place &
	(
		| { readonly type: 'float16' }
		/** w[r][c] = q[r][c] · scale[r, or c when the axis is 1]; the scales are float16. */
		| { readonly type: 'int8'; readonly scaleAxis: 0 | 1; readonly scalesOffset: number }
	);

const HALF_BYTES = 2;

const damaged = (detail: string) => new ComposerError('model-damaged', detail);

function within(offset: unknown, length: number, bytes: number, name: string): number {
	const isPlace = typeof offset === 'number' && Number.isInteger(offset) && offset >= 0;
	if (!isPlace || offset + length > bytes) {
		throw damaged(`${name} begins at ${JSON.stringify(offset)} of ${bytes} bytes`);
	}
	return offset;
}

function parseEntry(
	json: Readonly<Record<string, unknown>>,
	shape: readonly [number, number],
	bytes: number
): TensorEntry {
	const name = String(json.name);
	if (JSON.stringify(json.shape) !== JSON.stringify(shape)) {
		throw damaged(`${name} is ${JSON.stringify(json.shape)}, not ${JSON.stringify(shape)}`);
	}
	const count = shape[0] * shape[1];
	if (json.type === 'float16') {
		const offset = within(json.offset, HALF_BYTES * count, bytes, name);
		return { name, shape, type: 'float16', offset };
	}
	if (json.type !== 'int8' || (json.scale_axis !== 0 && json.scale_axis !== 1)) {
		throw damaged(`${name} is written as ${JSON.stringify(json.type)}`);
	}
	const scales = HALF_BYTES * shape[json.scale_axis];
	return {
		name,
		shape,
		type: 'int8',
		offset: within(json.offset, count, bytes, name),
		scaleAxis: json.scale_axis,
		scalesOffset: within(json.scales_offset, scales, bytes, name)
	};
}

/** The entries of a manifest's list, once each tensor is known to be there, fitting and in the file. */
export function checkTensors(
	list: unknown,
	shapes: ReadonlyMap<string, readonly [rows: number, columns: number]>,
	bytes: number
): TensorEntry[] {
	const written = new Map<string, Readonly<Record<string, unknown>>>();
	for (const entry of Array.isArray(list) ? (list as unknown[]) : []) {
		if (typeof entry !== 'object' || entry === null) throw damaged('a tensor is no object');
		written.set(String((entry as { name?: unknown }).name), entry as Record<string, unknown>);
	}
	return [...shapes].map(([name, shape]) => {
		const entry = written.get(name);
		if (entry === undefined) throw damaged(`${name} is not there`);
		return parseEntry(entry, shape, bytes);
	});
}
