// A model of a user's own for the tests of `simlet explore`: a lease lock whose holder looks at its own clock only.
import { createWorld } from '@simlet/core';
import { rule } from '@simlet/explorer';

const LEASE = 10_000_000;
const WORK = 6_000_000;

const server = {
  kind: 'lease-server',
  start: () => ({ holder: '', until: 0 }),
  receive(lease, { client }, turn) {
    if (lease.holder !== '' && turn.now < lease.until) return lease;
    turn.reach(lease.holder === '' ? 'the lock was free' : 'a lease ran out');
    turn.send(`${client}/main`, { kind: 'granted', since: turn.now });
    return { holder: client, until: turn.now + LEASE };
  },
};

function client(checks) {
  return {
    kind: 'client',
    start(_input, turn) {
      turn.after(1_000_000, { kind: 'ask' });
      return null;
    },
    receive(_state, message, turn) {
      if (message.kind === 'ask') {
        turn.send('server/main', { kind: 'acquire', client: turn.host });
        turn.after(2_000_000, { kind: 'ask' });
      } else if (message.kind === 'granted') {
        // The planted bug: a grant that was long under way is taken for a fresh one.
        if (checks && turn.now + WORK > message.since + LEASE) return null;
        turn.record({ kind: 'began', client: turn.host });
        turn.after(WORK, { kind: 'done' });
      } else turn.record({ kind: 'ended', client: turn.host });
      return null;
    },
  };
}

function lock(checks) {
  return {
    until: 40_000_000,
    marks: ['the lock was free', 'a lease ran out', 'the server crashed'],
    rules: [
      rule({
        id: 'one-holder',
        sentence: 'No two clients work at once.',
        start: [],
        step(working, { body, time }, broken) {
          if (body.kind === 'ended') return working.filter((one) => one !== body.client);
          const other = working.find((one) => one !== body.client);
          if (other !== undefined) broken(`${body.client} begins at ${time} µs while ${String(other)} works`);
          return [...working, body.client];
        },
      }),
    ],
    world(options) {
      const world = createWorld({ ...options, ties: true });
      const delay = { simplest: 5_000, min: 1_000, max: 9_000_000, interesting: [9_000_000] };
      for (const name of ['one', 'two']) {
        world.addHost({ name, boot: [{ path: 'main', behaviour: client(checks), input: null }] });
        world.setLink({ from: 'server', to: name, rule: { delay } });
      }
      world.addHost({ name: 'server', boot: [{ path: 'main', behaviour: server, input: null }] });
      return world;
    },
  };
}

export const model = lock(false);
export const mended = lock(true);
