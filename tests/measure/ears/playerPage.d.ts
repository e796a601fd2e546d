/** What playerPage.js puts into the page. Frames are those of the input. */
interface Player {
	/** Call once the input is open. */
	listen(): Promise<void>;
	/** Of the next marker. */
	marker(): Promise<number>;
	/** Returns the frame that was heard as the pedal went down. */
	tapAt(inputFrame: number): Promise<number>;
}

declare global {
	var player: Player;
}

export {};
