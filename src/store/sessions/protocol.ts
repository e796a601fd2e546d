import type { DiskKind } from './disk';
import type { SessionManifest } from './manifest';
import type { SessionFailure } from './sessionError';
import type { SessionContents } from './sessionFiles';
import type { TapePiece } from './tapeFormat';

/** One session of the list. */
export interface SessionSummary {
	readonly id: string;
	/** The id where the manifest cannot be read. */
	readonly name: string;
	/** ISO 8601, in UTC; empty where the manifest cannot be read. */
	readonly created: string;
	readonly changed: string;
	/** Of sound on its tapes. */
	readonly seconds: number;
	/** It has sound, or MIDI layers and settings. */
	readonly hasContent: boolean;
	readonly isRemoved: boolean;
	/** Null for a session that can be opened as it is. */
	readonly failure: SessionFailure | null;
}

/** What is asked of the worker, and what it answers. */
export interface SessionCalls {
	/** Opens the best disk from `best` on; first of all calls, and again after each start. */
	start: { asks: { readonly best: DiskKind }; answers: DiskKind };
	/** All pieces belong to that session; on the disk when it is done. */
	append: {
		asks: {
			readonly session: string;
			readonly sampleRate: number;
			readonly pieces: readonly TapePiece[];
		};
		answers: null;
	};
	write: { asks: { readonly manifest: SessionManifest }; answers: null };
	release: { asks: { readonly session: string; readonly tapes: readonly number[] }; answers: null };
	/** Changes a session that is not open on this page. */
	amend: {
		asks: { readonly session: string; readonly change: Partial<SessionManifest> };
		answers: null;
	};
	/** Marks it as removed; `unbury` takes that back. */
	bury: { asks: { readonly session: string }; answers: null };
	unbury: { asks: { readonly session: string }; answers: null };
	/** Removes it for good. */
	purge: { asks: { readonly session: string }; answers: null };
	list: { asks: object; answers: readonly SessionSummary[] };
	open: { asks: { readonly session: string }; answers: SessionContents };
	read: {
		asks: {
			readonly session: string;
			readonly tape: number;
			readonly from: number;
			readonly frames: number;
		};
		answers: Pick<TapePiece, 'left' | 'right'>;
	};
	duplicate: {
		asks: {
			readonly session: string;
			readonly copy: Partial<SessionManifest> & { readonly id: string };
		};
		answers: null;
	};
}

export type CallKind = keyof SessionCalls;
export type CallId = number;
export type Answer = SessionCalls[CallKind]['answers'];

/** Page to worker. Each opens a call. */
export type SessionRequest = {
	[Kind in CallKind]: { readonly kind: Kind; readonly id: CallId } & SessionCalls[Kind]['asks'];
}[CallKind];

/** Worker to page. A call ends with exactly one of them. */
export type SessionReply =
	| { readonly kind: 'done'; readonly id: CallId; readonly answer: Answer }
	| { readonly kind: 'failed'; readonly id: CallId; readonly reason: SessionFailure };
