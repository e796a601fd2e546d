import { expect, test } from 'vitest';
import { readSetup } from '../../../src/jam/practice/setup';
import { bpm, ticks } from '../../../src/music/units';
import { BAR, formOver, PracticeRig } from './practiceRig';

const started = (rig = new PracticeRig()) => {
	rig.desk.start();
	return rig;
};

test('the music starts with the first tempo, the band gets the form, and nobody has a turn in the count-in', () => {
	const rig = started();
	expect(rig.music.isRunning).toBe(true);
	expect(rig.music.tempos[0]).toEqual([100, null]);
	expect(rig.band.calls).toEqual(['begin Two five one solo', 'Dm7 from 0', 'turns from 0']);
	expect(rig.desk.turnAt(ticks(-10))).toBeNull();
	expect(rig.desk.turnAt(ticks(0))).toEqual({ by: 'player', bars: 4 });
	expect(rig.desk.chorus).toEqual({ number: 1, bpm: 100, key: 'C' });
	expect(rig.desk.next).toEqual({ number: 2, bpm: 110, key: 'C' });
});

test('three choruses: tempo and keys climb on their lines, each is reported, then the music stops', () => {
	const rig = new PracticeRig();
	rig.desk.change({ keyStep: 'fourths' });
	rig.desk.start();
	rig.play([0, 62], [960, 65], [BAR, 67], [2 * BAR, 60]);
	rig.runTo(4, 480);
	expect(rig.desk.report).toMatchObject({ chorus: 1 });
	expect(rig.desk.report?.text).toMatch(/^You played 4 notes in 4 bars, from C4 to G4\. /);
	expect(rig.desk.report?.figures.strongBeats).toHaveLength(4);
	expect(rig.desk.chorus).toEqual({ number: 2, bpm: 110, key: 'F' });
	expect(rig.music.tempos.at(-1)).toEqual([110, 4 * BAR]);
	expect(rig.band.calls).toContain('Gm7 from 4');
	rig.play([4 * BAR, 67]);
	rig.runTo(9);
	expect(rig.desk.report?.text).toMatch(/G4, a chord tone of Gm7 on beat 1 of bar 1/);
	rig.runTo(13);
	expect(rig.desk.state).toBe('idle');
	expect(rig.music.isRunning).toBe(false);
	expect(rig.desk.report).toMatchObject({ chorus: 3 });
	expect(rig.entry).toMatchObject({
		choruses: 3,
		tempoFrom: 100,
		tempoTo: 120,
		keys: ['C', 'F', 'Bb'],
		form: 'Two five one'
	});
	expect(rig.entry.figures.map(({ notes }) => notes)).toEqual([4, 1, 0]);
	expect(rig.entry.minutes).toBeCloseTo(16 / 100 + 16 / 110 + 16 / 120, 6);
	expect(rig.book.entries.size).toBe(1);
});

test('the chord that sounds and the next are told, into the next chorus and its key', () => {
	const rig = new PracticeRig();
	rig.desk.change({ keyStep: 'fourths', choruses: 2 });
	rig.desk.start();
	expect(rig.desk.chordsAt(ticks(-500))).toEqual({ now: 'Dm7', next: 'G7' });
	expect(rig.desk.chordsAt(ticks(2 * BAR))).toEqual({ now: 'Cmaj7', next: 'Gm7' });
	rig.runTo(7);
	expect(rig.desk.chordsAt(ticks(7 * BAR))).toEqual({ now: 'Fmaj7', next: '' });
	rig.desk.end();
	expect(rig.desk.chordsAt(ticks(0))).toBeNull();
	rig.forms.list = [formOver(4, { spans: [] })];
	rig.desk.start();
	expect(rig.desk.chordsAt(ticks(0))).toBeNull();
});

test('a note that is known late is still in its report', () => {
	const rig = started();
	rig.runTo(4, 100);
	expect(rig.desk.report).toBeNull();
	rig.play([3 * BAR, 60]);
	rig.runTo(4, 480);
	expect(rig.desk.report?.figures.notes).toBe(1);
});

test('a note just before the chorus line belongs to the next chorus', () => {
	const rig = started();
	rig.play([4 * BAR - 30, 62]);
	rig.runTo(5);
	expect(rig.desk.report?.figures.notes).toBe(0);
	rig.runTo(9);
	expect(rig.desk.report?.figures).toMatchObject({
		notes: 1,
		strongBeats: [{ bar: 1, beat: 1, isChordTone: true }]
	});
});

test('what the player plays in the band’s bars is not counted, and a chorus of the band’s has no report', () => {
	const rig = new PracticeRig();
	rig.desk.change({ trade: 2, choruses: null });
	rig.desk.start();
	rig.play([0, 62], [2 * BAR, 64], [3 * BAR, 65]);
	rig.runTo(4, 480);
	expect(rig.desk.report?.figures).toMatchObject({ notes: 1, bars: 2 });
	expect(rig.desk.turnAt(ticks(4 * BAR))).toEqual({ by: 'player', bars: 2 });
	expect(rig.desk.turnAt(ticks(7 * BAR))).toEqual({ by: 'band', bars: 1 });
	rig.desk.end();
	rig.desk.change({ trade: 4 });
	rig.desk.start();
	rig.runTo(5);
	rig.runTo(8, 480);
	expect(rig.desk.report?.chorus).toBe(1);
	expect(rig.entry).toMatchObject({ choruses: 2 });
});

test('a lick that was played in a chorus before is told', () => {
	const rig = started();
	const lick = (at: number) =>
		[62, 65, 69, 67].map((number, index) => [at + index * 240, number] as const);
	rig.play(...lick(0), ...lick(5 * BAR));
	rig.runTo(9);
	expect(rig.desk.report?.figures.licks).toMatchObject([{ bars: [2], earlier: [1] }]);
});

test('a pause stops the music, and the chorus begins anew', () => {
	const rig = started();
	rig.runTo(5);
	rig.desk.pause();
	expect([rig.desk.state, rig.music.isRunning]).toEqual(['paused', false]);
	rig.desk.advance();
	rig.desk.goOn();
	expect([rig.desk.state, rig.music.isRunning]).toEqual(['running', true]);
	expect(rig.desk.chorus?.number).toBe(2);
	expect(rig.music.tempos.at(-1)).toEqual([110, 0]);
	expect(rig.band.calls.at(-1)).toBe('turns from -4');
	rig.runTo(4);
	expect(rig.desk.chorus?.number).toBe(3);
});

test('who stops the transport pauses, and who starts it goes on', () => {
	const rig = started();
	rig.runTo(2);
	rig.music.stop();
	rig.desk.advance();
	expect(rig.desk.state).toBe('paused');
	rig.music.start();
	rig.desk.advance();
	expect(rig.desk.state).toBe('running');
	expect(rig.desk.chorus?.number).toBe(1);
});

test('a loop of sound holds the tempo, and that is said', () => {
	const rig = new PracticeRig();
	rig.music.isTempoFixed = true;
	rig.desk.start();
	expect(rig.desk.sentence).toMatch(/holds the tempo: it stays/);
	rig.runTo(9);
	expect(rig.music.tempos).toEqual([]);
	expect(rig.desk.chorus).toMatchObject({ number: 3, bpm: 90 });
	expect(rig.entry).toMatchObject({ tempoFrom: 90, tempoTo: 90 });
});

test('a tempo that the player set in between is the one that is written down', () => {
	const rig = started();
	rig.runTo(1);
	rig.music.bpm = bpm(77);
	rig.runTo(5);
	expect(rig.entry.tempoFrom).toBe(77);
});

test('a loop that becomes another ends the practice over it', () => {
	const rig = new PracticeRig();
	const loop = formOver(4, { name: 'The loop', canMove: false, spans: [], key: null });
	rig.forms.list = [loop];
	rig.desk.start();
	rig.forms.changed.emit();
	expect(rig.desk.state).toBe('running');
	rig.forms.list = [{ ...loop, length: ticks(2 * BAR) }];
	rig.forms.changed.emit();
	expect(rig.desk.state).toBe('idle');
	expect(rig.desk.sentence).toMatch(/has ended/);
	expect(rig.band.calls.at(-1)).toBe('end');
});

test('another metre ends a practice in the first', () => {
	const rig = started();
	rig.music.metre = { beats: 3, unit: 4 };
	rig.forms.changed.emit();
	expect([rig.desk.state, rig.desk.sentence]).toEqual([
		'idle',
		expect.stringMatching(/has ended/) as string
	]);
});

test('a loop of sound that comes in between holds the tempo from then on', () => {
	const rig = started();
	rig.runTo(2);
	rig.music.isTempoFixed = true;
	rig.runTo(5);
	expect(rig.desk.chorus).toMatchObject({ number: 2, bpm: 100 });
	expect(rig.music.tempos).toEqual([
		[100, null],
		[100, 0]
	]);
});

test.each([
	['no form', (rig: PracticeRig) => (rig.forms.list = []), /nothing to practise over/],
	['an empty form', (rig: PracticeRig) => (rig.forms.list = [formOver(0)]), /nothing to practise/],
	[
		'bars of another metre',
		(rig: PracticeRig) => (rig.music.metre = { beats: 7, unit: 8 }),
		/not whole bars of 7\/8/
	],
	['a band that cannot', (rig: PracticeRig) => (rig.band.refusal = 'Not now.'), /^Not now\.$/],
	['music that does not start', (rig: PracticeRig) => (rig.music.canStart = false), /did not start/]
])('%s is refused with a sentence', (_, spoil, sentence) => {
	const rig = new PracticeRig();
	spoil(rig);
	rig.desk.start();
	expect(rig.desk.sentence).toMatch(sentence);
	expect(rig.desk.state).toBe('idle');
	expect(rig.desk.chorus).toBeNull();
});

test('7/8 is counted in its own bars', () => {
	const rig = new PracticeRig();
	rig.music.metre = { beats: 7, unit: 8 };
	rig.forms.list = [formOver(0, { length: ticks(4 * 1680) })];
	rig.desk.change({ trade: 2 });
	rig.desk.start();
	expect(rig.desk.turnAt(ticks(2 * 1680))).toEqual({ by: 'band', bars: 2 });
});

test('what was saved of a set-up is read as far as it can be used', () => {
	expect(readSetup(null)).toBeNull();
	expect(readSetup(7)).toBeNull();
	expect(readSetup({ trade: 3, startBpm: 9999, stepBpm: 'x', choruses: null })).toMatchObject({
		trade: 4,
		startBpm: 100,
		stepBpm: 4,
		choruses: null
	});
	const rig = new PracticeRig();
	expect(readSetup(JSON.parse(JSON.stringify(rig.desk.setup)))).toEqual(rig.desk.setup);
});
