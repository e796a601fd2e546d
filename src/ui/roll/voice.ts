import type { ChairName } from '../../jam/band/face';
import type { Note } from '../../music/note';

/**
 * How somebody's notes are drawn: a layer of the player's or of the band's; what was heard of a
 * recording, which sounds itself; what the chair under
 * command is going to play; what another chair is.
 */
type Look = 'player' | 'partner' | 'heard' | 'plan' | 'part';

/** Notes with one owner, look and label; starts lie in [0, length of the cycle). */
export interface Voice {
	readonly look: Look;
	/** Whose plan it is, or was, for a layer that was kept; null for the player's layers. */
	readonly chair: ChairName | null;
	readonly label: string;
	/** It does not change any more. */
	readonly isFirm: boolean;
	/** It is not heard, or is only a stopgap. */
	readonly isFaint: boolean;
	/** It lies in the drum lane. */
	readonly isDrums: boolean;
	readonly notes: readonly Note[];
}
