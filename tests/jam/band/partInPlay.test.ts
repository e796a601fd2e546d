import { expect, test } from 'vitest';
import { BAR } from '../jamRig';
import { LOOP, playing } from './bandRig';

test('a part that was made over other chords does not wait for the next cycle to be replaced', () => {
	const rig = playing(['keys', 'bass']);
	rig.runTo(BAR + 200);
	expect(rig.jam.chords.type('Dm')).toBe(true);
	rig.runTo(BAR + 600);
	rig.jam.band.command('keys');
	rig.jam.band.tell('keep');
	rig.runTo(2 * BAR - 200);
	expect(rig.composer.requests.filter(({ request }) => request.task === 'bass')).toHaveLength(3);
	rig.runTo(LOOP);
	expect(rig.jam.band.bars['last bars']).toBe(0);
});

test("the model's part is its own over other chords, too, where they leave it as it is", () => {
	const rig = playing(['bass']);
	rig.runTo(BAR);
	rig.composer.reply = null;
	// The bass plays nothing but E.
	expect(rig.jam.chords.type('Am')).toBe(true);
	rig.runTo(2 * BAR);
	expect(rig.jam.band.bars['last bars']).toBe(0);
	expect(rig.jam.chords.type('Dm')).toBe(true);
	rig.runTo(3 * BAR);
	expect(rig.jam.band.bars['last bars']).toBe(1);
});
