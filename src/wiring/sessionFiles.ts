import type { SessionManifest } from '../store/sessions/manifest';
import type { OpenedSession } from '../store/sessions/openedSession';
import type { FiledSound } from './sessionDeck';
import { wholeTapes } from './tapes';

export const SESSION_TYPE = 'application/zip';

/** A session in a file, as it can be brought in. */
export type SessionInFile =
	| { readonly kind: 'refused'; readonly sentence: string }
	| {
			readonly kind: 'read';
			readonly manifest: SessionManifest;
			/** Reads one tape after the other; damaged ones are left out. */
			sounds(): AsyncGenerator<FiledSound>;
			/** What `sounds` left out, in one sentence; empty for nothing. */
			damage(): string;
	  };

/** The session as one file. Rejects with a SessionError where a tape cannot be read. */
export async function sessionFileOf(opened: OpenedSession) {
	const [{ writeSessionFile }, { writtenManifest }] = await Promise.all([
		import('../store/sessionFile'),
		import('../store/sessions/manifestWriting')
	]);
	return writeSessionFile(writtenManifest(opened.manifest), wholeTapes(opened));
}

/** Rejects with a SessionError for a description that says nothing that we understand. */
export async function readSessionFrom(file: File): Promise<SessionInFile> {
	const [{ readSessionFile }, { readManifest }] = await Promise.all([
		import('../store/sessionFile'),
		import('../store/sessions/manifestReading')
	]);
	const reading = await readSessionFile(file);
	if (reading.kind === 'refused') return reading;
	let damage = '';
	return {
		kind: 'read',
		manifest: readManifest(reading.manifest),
		async *sounds() {
			for (const filed of reading.tapes) {
				const read = await filed.read();
				if (read.kind === 'damaged') damage = read.sentence;
				else {
					const { id: tape, sampleRate, left, right } = read.tape;
					yield { tape, sampleRate, left, right };
				}
			}
		},
		damage: () => damage
	};
}
