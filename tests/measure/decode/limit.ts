import { existsSync, readFileSync } from 'node:fs';
import { HEAD_MATRICES } from '../../../src/composer/transformer/heads';
import { parseManifest, type Manifest } from '../../../src/composer/transformer/manifestFormat';
import { expectedShapes } from '../../../src/composer/transformer/networkShapes';
import { BASE_SIZE } from './lab/randomModel';

/** Of a weight in int8, and of the scale of a column. */
const WEIGHT_BYTES = 1;
const SCALE_BYTES = 4;
const IN_TRUNK = /^trunk\.blocks\./;
/** What is asked is multiplied once an answer. */
const IN_HEADS = new Set(
	HEAD_MATRICES.filter((name) => name !== 'asked').map((name) => `heads.${name}`)
);
const MODELS = new URL('../../../models/', import.meta.url);

function readManifest(name: string): Manifest | null {
	const file = new URL(`${name}/manifest.json`, MODELS);
	return existsSync(file) ? parseManifest(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** The bytes that a step multiplies by, in int8: all matrices, but no table, of which it adds single rows. */
export function weightBytes({ config, vocabulary }: Pick<Manifest, 'config' | 'vocabulary'>) {
	return [...expectedShapes(config, vocabulary)]
		.filter(([name]) => IN_TRUNK.test(name) || IN_HEADS.has(name))
		.reduce(
			(sum, [, [rows, columns]]) => sum + rows * columns * WEIGHT_BYTES + columns * SCALE_BYTES,
			0
		);
}

/** The bytes of `small`, and of `base` or a model of its size. */
export function weightBytesOf(model: 'small' | 'base'): number {
	const small = readManifest('small');
	if (small === null) throw new Error('models/small is not there');
	if (model === 'small') return weightBytes(small);
	const base = readManifest('base');
	return weightBytes(base ?? { ...small, config: { ...small.config, ...BASE_SIZE } });
}
