import { execFileSync } from 'node:child_process';
import { joined } from '../../../src/lib/joined';
import { Resampler } from '../../../src/ears/loop/resampler';
import { RENDERED_RATE } from './render';

/** A sentence, and a voice of eSpeak's who says it, so many words a minute. */
export interface Saying {
	readonly voice: string;
	readonly pace: number;
	readonly text: string;
}

/** What the weights and thresholds are made with. */
export const TUNED_SAYINGS: readonly Saying[] = [
	{
		voice: 'en-us+m1',
		pace: 165,
		text: 'Right, is this thing recording? I think the lamp has to be red.'
	},
	{
		voice: 'en-gb+f1',
		pace: 150,
		text: 'Could you turn the monitor down a bit, please, I hear only drums.'
	},
	{
		voice: 'de+m2',
		pace: 160,
		text: 'Also noch einmal von vorne, und diesmal bitte ohne das Telefon.'
	},
	{
		voice: 'fr+f2',
		pace: 170,
		text: 'Attends, je change une corde et on recommence le refrain.'
	},
	{
		voice: 'es+m4',
		pace: 175,
		text: 'Un momento, que me he quedado sin batería en el pedal.'
	},
	{
		voice: 'it+f3',
		pace: 160,
		text: 'Proviamo il ponte due volte, poi torniamo alla strofa.'
	},
	{
		voice: 'en-us+f4',
		pace: 190,
		text: 'Nobody told me that the second verse is only seven bars long.'
	},
	{
		voice: 'en-gb-scotland+m3',
		pace: 140,
		text: 'Hello, hello, one, two, three, can you hear me at the back?'
	}
];

/** What they are measured with: other sentences and other voices. */
export const MEASURED_SAYINGS: readonly Saying[] = [
	{
		voice: 'en-us+m5',
		pace: 155,
		text: 'So what I wanted to ask you is whether we keep the old ending or not.'
	},
	{
		voice: 'en-gb+f5',
		pace: 165,
		text: 'Mind the cable, it has been loose since the last rehearsal in March.'
	},
	{
		voice: 'de+m6',
		pace: 150,
		text: 'Wir warten noch auf den Bassisten, der steht wieder im Stau.'
	},
	{
		voice: 'fr+m7',
		pace: 160,
		text: 'Tu peux fermer la porte ? Les voisins vont encore se plaindre.'
	},
	{
		voice: 'es+f1',
		pace: 170,
		text: 'La próxima canción va mucho más despacio de lo que piensas.'
	},
	{
		voice: 'pt+m8',
		pace: 160,
		text: 'Acho que a guitarra está um pouco alta demais nesta gravação.'
	},
	{
		voice: 'nl+f2',
		pace: 155,
		text: 'Zullen we na de koffie het laatste nummer nog een keer doen?'
	},
	{
		voice: 'sv+m1',
		pace: 150,
		text: 'Jag glömde mina hörlurar hemma, kan jag få låna dina?'
	},
	{
		voice: 'en-us+croak',
		pace: 160,
		text: 'The amplifier hums whenever somebody switches on the kettle.'
	},
	{
		voice: 'en-gb+klatt3',
		pace: 165,
		text: 'Yes, yes, that is fine, we will just cut it out afterwards.'
	},
	{
		voice: 'pl+f4',
		pace: 160,
		text: 'Poczekaj chwilę, muszę jeszcze nastroić najniższą strunę.'
	},
	{ voice: 'cmn+f3', pace: 150, text: '等一下，我们再来一次，这次慢一点。' }
];

/** Of a WAV file of 16 bits, mono, as eSpeak writes it. */
const [RATE_AT, SAMPLES_AT] = [24, 44];

/** What the looper records of it: mono, RENDERED_RATE. Throws, with what to install, without eSpeak. */
export function spoken({ voice, pace, text }: Saying): Float32Array {
	const wave = say(['-v', voice, '-s', String(pace), '--stdout', text]);
	const rate = wave.readUInt32LE(RATE_AT);
	const samples = Float32Array.from(
		{ length: Math.floor((wave.length - SAMPLES_AT) / 2) },
		(_, index) => wave.readInt16LE(SAMPLES_AT + 2 * index) / 2 ** 15
	);
	const resampler = new Resampler(rate / RENDERED_RATE);
	return joined([resampler.push(samples), resampler.end()]);
}

function say(options: readonly string[]): Buffer {
	try {
		return execFileSync('espeak-ng', options, {
			stdio: ['ignore', 'pipe', 'ignore']
		});
	} catch (cause) {
		throw new Error(
			'Speech is measured on sentences that eSpeak says, and it is missing: apt-get install espeak-ng',
			{ cause }
		);
	}
}
