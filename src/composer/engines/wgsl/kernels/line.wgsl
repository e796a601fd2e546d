// One candidate: what answerLine.ts, and the rules and steers that look back, know of its notes so far.
struct Now {
	isOver: u32,
	seed: u32,
	// Events so far.
	step: u32,
	at: u32,
	isSilent: u32,
	notes: u32,
	// Notes at the last onset, and in its bar.
	notesHere: u32,
	notesInBar: u32,
	// Onsets so far.
	begun: u32,
	pitched: u32,
	pitchSum: u32,
	// Notes that the call has too.
	close: u32,
	// repetitionGuard: pitched notes of this bar and of the last one, in `names`.
	bar: u32,
	nowAt: u32,
	oldAt: u32,
	oldCount: u32,
	// This bar is so far as the last one; the last one was as the one before it.
	isAlike: u32,
	isTwice: u32,
	// syncopation: onsets off the beat that have no onset on the next one, and those that wait for it.
	heldOver: u32,
	waiting: u32,
	awaited: u32,
	// chord_rate: the pitch classes of the last beat with notes and of the one before; finished beats.
	beat: u32,
	chord: u32,
	lastChord: u32,
	chords: u32,
	changes: u32,
	notesBefore: u32,
}

struct Line {
	now: Now,
	// [12] until when each pitch class sounds.
	until: array<u32, 12>,
	// A bit a step from ONSET_STEPS before the window on.
	onsets: array<u32, ONSET_WORDS>,
	// [pitched] place in the bar, part and pitch of each note.
	names: array<u32, CONTEXT>,
}

// An event that was drawn: its kind and onset, its symbol, part, classes, and its length.
struct Drawn { kind: u32, onset: u32, attributes: u32, duration: f32 }

const NOTE = 0u;
const SILENT = 1u;
const ENDED = 2u;
const NO_EVENT = 3u;

struct Setting {
	barSteps: u32,
	begin: u32,
	length: u32,
	bars: u32,
	lines: u32,
	prefix: u32,
	parts: u32,
	flags: u32,
	beatSteps: u32,
	temperature: f32,
	topP: f32,
	minP: f32,
	// Low and high of what is wanted, by steer.
	polyphony: vec2f,
	chordRate: vec2f,
	syncopation: vec2f,
	density: vec2f,
	register_: vec2f,
	closeness: vec2f,
	fit: f32,
}

const GREEDY = 1u;
const PLAYABLE = 2u;
const BOUNDED = 4u;
const GUARDED = 8u;
const FIT = 16u;
const POLYPHONY = 32u;
const CHORD_RATE = 64u;
const SYNCOPATION = 128u;
const DENSITY = 256u;
const REGISTER = 512u;
const CLOSENESS = 1024u;

const MOST_AT_ONCE = 8u;
const MOST_IN_BAR = 64u;
const FEWEST_NOTES = 3u;

@group(0) @binding(0) var<uniform> setting: Setting;
@group(0) @binding(1) var<storage, read> arena: array<u32>;
// Told and always [width], then what is known of each step of the answer [STEP_FLOATS].
@group(0) @binding(2) var<storage, read> asked: array<f32>;
@group(0) @binding(3) var<storage, read_write> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> turns: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> places: array<vec2u>;
@group(0) @binding(6) var<storage, read_write> lines: array<Line>;
// [steps, lines]
@group(0) @binding(7) var<storage, read_write> drawn: array<Drawn>;

var<workgroup> now: Now;

// What is known of a step: the call's moment, what is due of it, how long a pitch class may sound.
const STEP_MOMENT = 0u;
const STEP_KNOWN = 36u;
const STEP_DUE = 37u;
const STEP_LONGEST = 49u;
const STEP_LOCK = 61u;
const STEP_ONSET = 62u;
const STEP_DRUM = 63u;
const STEP_CLOSE = 64u;
const STEP_TURNS = 65u;

fn stepAt(step: u32, feature: u32) -> f32 {
	return asked[2u * WIDTH + (step - setting.begin) * STEP_FLOATS + feature];
}

fn has(flag: u32) -> bool {
	return (setting.flags & flag) != 0u;
}

fn hasOwnOnset(line: u32, step: i32) -> bool {
	let bit = u32(step + i32(ONSET_STEPS));
	return (lines[line].onsets[bit / 32u] & (1u << (bit % 32u))) != 0u;
}

// Bars that went by, if any, are behind the line.
fn enterBar(bar: u32) {
	if (bar == now.bar) {
		return;
	}
	let count = now.pitched - now.nowAt;
	let isNext = bar == now.bar + 1u;
	now.isTwice = select(0u, 1u, isNext && now.isAlike != 0u && count == now.oldCount);
	now.oldAt = now.nowAt;
	now.oldCount = select(0u, count, isNext);
	now.nowAt = now.pitched;
	now.isAlike = 1u;
	now.bar = bar;
}

fn addName(line: u32, name: u32) {
	let count = now.pitched - now.nowAt;
	if (count >= now.oldCount || lines[line].names[now.oldAt + count] != name) {
		now.isAlike = 0u;
	}
	lines[line].names[now.pitched] = name;
}

fn nameOf(onset: u32, part: u32, symbol: u32) -> u32 {
	return ((onset % setting.barSteps) << 16u) | (part << 8u) | symbol;
}

// The name that the next note must not have; no note's where there is none.
fn forbiddenName(line: u32) -> u32 {
	let count = now.pitched - now.nowAt;
	let isThird = now.isTwice != 0u && now.oldCount >= FEWEST_NOTES && now.isAlike != 0u;
	if (!isThird || count + 1u != now.oldCount) {
		return 0xffffffffu;
	}
	return lines[line].names[now.oldAt + now.oldCount - 1u];
}

fn beatAfter(step: u32) -> u32 {
	return (step + setting.beatSteps - 1u) / setting.beatSteps * setting.beatSteps;
}

// A new onset, for syncopation.
fn addOnset(onset: u32) {
	if (now.waiting > 0u && onset >= now.awaited) {
		now.heldOver += select(0u, now.waiting, onset > now.awaited);
		now.waiting = 0u;
	}
	if (beatAfter(onset) > onset) {
		now.awaited = beatAfter(onset);
		now.waiting += 1u;
	}
}

// How often the chord changed in the last beat with notes: once or never.
fn changesLast() -> u32 {
	return select(0u, 1u, now.chord != 0u && (now.chord & ~now.lastChord) != 0u);
}

// The chord of the last beat with notes is behind the line.
fn enterBeat(beat: u32) {
	if (beat == now.beat) {
		return;
	}
	if (now.chord != 0u) {
		now.changes += changesLast();
		now.chords += 1u;
		now.lastChord = now.chord;
		now.notesBefore = now.pitched;
	}
	now.chord = 0u;
	now.beat = beat;
}

// One thread's: takes a note whose bar and beat are entered; it sounds `heard` steps for the network.
fn addNote(line: u32, onset: u32, part: u32, symbol: u32, heard: u32) {
	let isNew = now.notesHere == 0u || onset != now.at;
	if (isNew) {
		now.notesHere = 0u;
		now.begun += 1u;
		addOnset(onset);
	}
	if (onset / setting.barSteps != now.at / setting.barSteps) {
		now.notesInBar = 0u;
	}
	now.at = onset;
	now.isSilent = 0u;
	now.notes += 1u;
	now.notesHere += 1u;
	now.notesInBar += 1u;
	let bit = onset + ONSET_STEPS;
	lines[line].onsets[bit / 32u] |= 1u << (bit % 32u);
	if (symbol >= PITCHES) {
		return;
	}
	addName(line, nameOf(onset, part, symbol));
	now.pitched += 1u;
	now.pitchSum += symbol;
	now.chord |= 1u << (symbol % 12u);
	now.close += (u32(stepAt(onset, STEP_CLOSE)) >> (symbol % 12u)) & 1u;
	lines[line].until[symbol % 12u] = max(lines[line].until[symbol % 12u], onset + heard);
}

// A bar goes by.
fn passBar() {
	now.at += setting.barSteps;
	now.isSilent = 1u;
	now.notesHere = 0u;
	now.notesInBar = 0u;
}
