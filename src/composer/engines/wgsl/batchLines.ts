import type { Written } from '../../transformer/answerWriter';
import type { NetworkConfig } from '../../transformer/networkShapes';
import type { Prompt } from '../../transformer/prompt';
import { beatStepsOf, ONSET_STEPS, type Vocabulary } from '../../transformer/vocabulary';
import { onsetWords } from './kernelSource';

/** Where what a line begins with is in its words, as line.wgsl has them. */
const AT = {
	seed: 1,
	at: 3,
	isSilent: 4,
	bar: 12,
	isAlike: 16,
	beat: 21,
	onsets: 27 + 12
} as const;

const lineWords = (config: NetworkConfig) => AT.onsets + onsetWords(config) + config.context;

/** Lines that begin, one for each seed. */
export function newLines(
	seeds: readonly number[],
	prompt: Prompt,
	vocabulary: Vocabulary,
	config: NetworkConfig
): Uint32Array<ArrayBuffer> {
	const begin = prompt.answerBar * prompt.barSteps;
	const line = new Uint32Array(lineWords(config));
	line[AT.at] = begin;
	line[AT.isSilent] = 1;
	line[AT.bar] = prompt.answerBar;
	line[AT.isAlike] = 1;
	line[AT.beat] = Math.floor(begin / beatStepsOf(prompt.metre, vocabulary));
	for (const { onset, part } of prompt.call) {
		if (prompt.askedParts[part] !== true) continue;
		const bit = onset + ONSET_STEPS;
		line[AT.onsets + (bit >> 5)]! |= 1 << (bit & 31);
	}
	const lines = new Uint32Array(seeds.length * line.length);
	for (const [index, seed] of seeds.entries()) {
		lines.set(line, index * line.length);
		lines[index * line.length + AT.seed] = seed;
	}
	return lines;
}

/** Words of an event that was drawn. */
export const DRAWN_WORDS = 4;
const KINDS = ['note', 'silent', 'ended'] as const;

/** What a candidate drew; null where it had ended before. */
export function writtenOf(drawn: ArrayBuffer, index: number): Written | null {
	const [kind, onset, attributes] = new Uint32Array(drawn, 16 * index, 3);
	switch (KINDS[kind!]) {
		case 'note': {
			const [duration] = new Float32Array(drawn, 16 * index + 12, 1);
			const [symbol, part] = [attributes! & 0xff, (attributes! >> 8) & 0xf];
			const note = {
				onset: onset!,
				duration: duration!,
				symbol,
				velocity: attributes! >> 12,
				part
			};
			return { kind: 'note', note };
		}
		case 'silent':
			return { kind: 'silent', until: onset! };
		case 'ended':
			return { kind: 'ended' };
		default:
			return null;
	}
}
