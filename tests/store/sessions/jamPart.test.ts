import { expect, test } from 'vitest';
import { readJamPart } from '../../../src/store/sessions/jamPart';

const layer = (fields: object) => ({ sound: 'bass', by: 'partner', notes: [], ...fields });
const jam = (layers: readonly object[]) => ({ length: 1920, barFrames: 0, layers });

test('a layer tells whose part it was; in a session from before that nobody is named', () => {
	const { layers } = readJamPart(
		jam([layer({ chair: 'bass' }), layer({ chair: null }), layer({ by: 'player' })])
	);
	expect(layers.map(({ by, chair }) => [by, chair])).toEqual([
		['partner', 'bass'],
		['partner', null],
		['player', null]
	]);
});

test('a chair that nobody knows is damage', () => {
	expect(() => readJamPart(jam([layer({ chair: 'kazoo' })]))).toThrow();
});
