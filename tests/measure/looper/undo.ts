import { createHash } from 'node:crypto';
import { ContentPlayer } from '../../../src/audio/looper/contentPlayer';
import type { Content } from '../../../src/audio/looper/layer';
import { isAllowed } from '../../../src/audio/looper/trackProgram';
import { seededRandom } from '../../../src/lib/random';
import type { TrackAction } from '../../../src/music/looper';
import { LooperRig, noise, RATE } from '../../audio/looper/looperRig';

const OPERATIONS = 1000;
/** A loop longer than this is not made longer, so that the run ends. */
const MAX_LENGTH = RATE;
const CHOICES: readonly TrackAction[] = [
	'overdub',
	'replace',
	'substitute',
	'multiply',
	'insert',
	'finish',
	'finish',
	'undo',
	'redo',
	'reverse',
	'half',
	'mute',
	'unmute',
	'stop',
	'play',
	'clear'
];

function printOf(content: Content): string {
	const { length } = content;
	const sound = { left: new Float32Array(length), right: new Float32Array(length) };
	if (length > 0) {
		new ContentPlayer(null).play(content, sound, { from: 0, to: length, position: 0, rate: 1 });
	}
	return createHash('sha1').update(sound.left).update(sound.right).digest('hex');
}

/**
 * A thousand random operations, then undo to the first: how many contents sound other than they did
 * when they were made, to the bit.
 */
export function measureUndo(seed: number): number {
	const random = seededRandom(seed);
	const rig = new LooperRig(noise);
	const prints = new Map<Content, string>();
	const track = rig.core.tracks[0]!;
	rig.configure({ sync: 'free', feedback: 0.8 });
	rig.runTo(RATE);
	rig.press('record', RATE - 100);
	rig.runTo(RATE * 1.3);
	rig.press('close');
	for (let operation = 0; operation < OPERATIONS; operation++) {
		const { program } = track;
		const isLong = program.content.length >= MAX_LENGTH;
		const possible = CHOICES.filter(
			(choice) =>
				isAllowed(program, choice) && !(isLong && (choice === 'multiply' || choice === 'insert'))
		);
		const action = possible[Math.floor(random() * possible.length)] ?? 'undo';
		rig.press(action, rig.now - Math.floor(random() * 500));
		rig.runTo(rig.now + 400 + Math.floor(random() * 8000));
		const { content, take } = track.program;
		const isSettled = content.layers.every((layer) => layer.isSettled);
		if (take === null && isSettled && !prints.has(content)) prints.set(content, printOf(content));
	}
	rig.press('finish');
	rig.runTo(rig.now + RATE);
	let mismatches = 0;
	for (let guard = 0; track.program.past.length > 0 && guard < 3 * OPERATIONS; guard++) {
		const expected = prints.get(track.program.content);
		if (expected !== undefined && printOf(track.program.content) !== expected) mismatches++;
		rig.press('undo');
		rig.block();
	}
	return track.program.content.length === 0 ? mismatches : Infinity;
}
