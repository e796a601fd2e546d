/** Answers the first message, a number of milliseconds, with an empty message each so often. */
self.onmessage = ({ data }: MessageEvent<number>) => {
	setInterval(() => {
		self.postMessage(null);
	}, data);
};
