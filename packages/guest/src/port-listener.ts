import type { Address, Behaviour, Message, ProcessSpec } from '@simlet/core';

const listener: Behaviour<Address, Address, Message> = {
  kind: 'http.listener',
  start: (server) => server,
  receive(server, message, turn) {
    turn.send(server, message);
    return server;
  },
};

/** A process that hands what comes to a port on to whoever serves there. */
export function portListener(path: string, server: Address): ProcessSpec<Address, Address, Message> {
  return { path, behaviour: listener, input: server };
}
