import { openDisk } from './openDisk';
import type { SessionRequest } from './protocol';
import { SessionsCore } from './sessionsCore';

const core = new SessionsCore(openDisk, (reply) => {
	self.postMessage(reply);
});

self.onmessage = (event: MessageEvent<SessionRequest>) => {
	core.receive(event.data);
};
