import type { HeardLoop } from '../../music/ears/heard';

/** Names one call. A call ends with exactly one `heard` or `failed`. */
export type CallId = number;

export type ListenFailure =
	/** The network's files did not come, or the browser cannot run them. */
	| 'network-missing'
	/** The recording was not told from its beginning, or was forgotten. */
	| 'take-unknown'
	| 'broken';

/** Page to worker. Frames count from the beginning of the take. */
export type ListenRequest =
	/** Fetch the network: a recording may begin. */
	| { readonly kind: 'prepare' }
	/** More of a take, in order and without holes; mono, transferred. */
	| {
			readonly kind: 'sound';
			readonly take: number;
			readonly from: number;
			readonly rate: number;
			readonly samples: Float32Array;
	  }
	/** What is in [from, from + length) of a take, all of which has been sent? */
	| {
			readonly kind: 'hear';
			readonly id: CallId;
			readonly take: number;
			readonly from: number;
			readonly length: number;
	  }
	/** The take is asked for no more. */
	| { readonly kind: 'forget'; readonly take: number };

/** Worker to page. */
export type ListenReply =
	| { readonly kind: 'heard'; readonly id: CallId; readonly loop: HeardLoop }
	| { readonly kind: 'failed'; readonly id: CallId; readonly reason: ListenFailure };
