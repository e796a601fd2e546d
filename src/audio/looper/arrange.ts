import type { LayerWindow } from '../../music/looper';
import { Layer, type Content } from './layer';
import { FADE_FRAMES } from './protocol';
import type { Take } from './take';
import type { Tape } from './tape';

/** A shorter rest of a pass is the tail of a press, not music. */
const MIN_PASS_FRAMES = 64;

/**
 * The contents that an overdub of `length` frames leads to, pass by pass, so that each can be undone:
 * a layer covers the loop at most once. A multiply is one pass over as many rounds as it took.
 */
export function withPasses(
	content: Content,
	take: Take,
	length: number,
	nextLayer: () => number
): readonly Content[] {
	const rounds =
		take.mode === 'multiply'
			? Math.max(1, Math.round(length / roundOf(content.length, take.rate)))
			: 1;
	const cycle = content.length * rounds;
	const round = roundOf(cycle, take.rate);
	const passes: Content[] = [];
	let layers = content.layers;
	for (let from = 0; length - from >= MIN_PASS_FRAMES; from += round) {
		const window: LayerWindow = {
			id: nextLayer(),
			tape: take.tape.id,
			from: FADE_FRAMES + from,
			span: Math.min(round, length - from),
			at: take.at,
			rate: take.rate,
			cycle,
			under: take.mode === 'replace' || take.mode === 'substitute' ? 0 : take.feedback,
			likeness: 0
		};
		layers = [...layers, new Layer(window, take.tape)];
		passes.push({ length: cycle, layers });
	}
	return passes;
}

const roundOf = (length: number, rate: number) => length / Math.abs(rate);

/** `content` after `inserted` frames of new sound, which come first. */
export function insertedContent(
	content: Content,
	tape: Tape,
	inserted: number,
	nextLayer: () => number
): Content {
	const length = inserted + content.length;
	const moved = content.layers.flatMap((layer) =>
		piecesOf(layer, content.length, inserted, nextLayer)
	);
	const window: LayerWindow = {
		id: nextLayer(),
		tape: tape.id,
		from: FADE_FRAMES,
		span: inserted,
		at: 0,
		rate: 1,
		cycle: length,
		under: 1,
		likeness: 0
	};
	return { length, layers: [...moved, new Layer(window, tape)] };
}

/** The layer in every round of the old loop, cut where that loop began anew, `by` frames later. */
function piecesOf(
	layer: Layer,
	oldLength: number,
	by: number,
	nextLayer: () => number
): readonly Layer[] {
	const { window, tape } = layer;
	const { cycle, span, rate, at, from } = window;
	const pieces: Layer[] = [];
	const speed = Math.abs(rate);
	for (let round = 0; round * cycle < oldLength; round++) {
		const start = rate > 0 ? floorMod(at, cycle) : floorMod(at - span * speed, cycle);
		const begin = start + round * cycle;
		const end = begin + span * speed;
		for (const [low, high, shift] of cut(begin, end, oldLength)) {
			const first = rate > 0 ? low - begin : end - high;
			pieces.push(
				new Layer(
					{
						...window,
						id: nextLayer(),
						from: from + first / speed,
						span: (high - low) / speed,
						at: by + (rate > 0 ? low : high) - shift,
						cycle: by + oldLength
					},
					tape
				)
			);
		}
	}
	return pieces;
}

/** [begin, end) in parts that do not cross `length`, with what each must be moved back by. */
function cut(
	begin: number,
	end: number,
	length: number
): readonly (readonly [number, number, number])[] {
	if (end <= length) return [[begin, end, 0]];
	return [
		[begin, length, 0],
		[length, end, length]
	];
}

const floorMod = (value: number, length: number) => ((value % length) + length) % length;
