import { createWorld } from '../create-world.ts';
import type { Behaviour, FactBody, Message, TimerId, Turn } from '../process.ts';
import { MILLISECOND, SECOND } from '../time.ts';
import type { World, WorldOptions } from '../world.ts';

/** That a node has a majority of the votes of a term. */
export interface Led extends FactBody {
  readonly kind: 'led';
  readonly term: number;
}

type RaftMessage =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'beat' }
  | { readonly kind: 'ask'; readonly term: number; readonly from: string }
  | { readonly kind: 'voted'; readonly term: number; readonly by: string }
  | { readonly kind: 'heart'; readonly term: number };

interface Raft {
  readonly role: 'follower' | 'candidate' | 'leader';
  readonly term: number;
  readonly vote: string | null;
  readonly votes: readonly string[];
  readonly timer: TimerId;
}

const NODES = ['n0', 'n1', 'n2', 'n3', 'n4'];

/** Leader election as in Raft. Its term and vote are on disk, and synced before anybody hears of them, or never. */
function raft(synced: boolean): Behaviour<null, Raft, RaftMessage> {
  const save = (state: Raft, turn: Turn<Message>): Raft => {
    turn.disk.write('term', state.term);
    turn.disk.write('vote', state.vote);
    if (synced) turn.disk.sync();
    return state;
  };
  const known = (state: Raft, term: number, turn: Turn<Message>): Raft =>
    term <= state.term ? state : save({ ...state, role: 'follower', term, vote: null, votes: [] }, turn);
  return {
    kind: 'raft',
    start(_input, turn) {
      const term = Number(turn.disk.read('term') ?? 0);
      const vote = (turn.disk.read('vote') ?? null) as string | null;
      return waiting({ role: 'follower', term, vote, votes: [], timer: 0 }, turn);
    },
    receive(before, message, turn) {
      if (message.kind === 'timeout') return before.role === 'leader' ? before : stand(before, save, turn);
      if (message.kind === 'beat') return before.role === 'leader' ? beat(before, turn) : before;
      const state = known(before, message.term, turn);
      if (message.kind === 'heart') {
        return message.term < state.term ? state : waiting({ ...state, role: 'follower' }, turn);
      }
      if (message.kind === 'voted') return counted(state, message.term, message.by, turn);
      const who = message.from.slice(0, message.from.indexOf('/'));
      if (message.term < state.term || (state.vote !== null && state.vote !== who)) return state;
      turn.send(message.from, { kind: 'voted', term: state.term, by: turn.host });
      return waiting(save({ ...state, vote: who }, turn), turn);
    },
  };
}

function others(turn: Turn<Message>): readonly string[] {
  return NODES.filter((name) => name !== turn.host).map((name) => `${name}/raft`);
}

function waiting(state: Raft, turn: Turn<RaftMessage>): Raft {
  if (state.timer !== 0) turn.cancel(state.timer);
  const domain = { simplest: 150 * MILLISECOND, min: 150 * MILLISECOND, max: 300 * MILLISECOND };
  return { ...state, timer: turn.after(turn.decide.integer(`raft.timeout/${turn.host}`, domain), { kind: 'timeout' }) };
}

function stand(before: Raft, save: (state: Raft, turn: Turn<Message>) => Raft, turn: Turn<RaftMessage>): Raft {
  const state: Raft = { ...before, role: 'candidate', term: before.term + 1, vote: turn.host, votes: [turn.host] };
  for (const to of others(turn)) turn.send(to, { kind: 'ask', term: state.term, from: turn.self });
  return waiting(save(state, turn), turn);
}

function counted(state: Raft, term: number, by: string, turn: Turn<RaftMessage>): Raft {
  if (state.role !== 'candidate' || term !== state.term || state.votes.includes(by)) return state;
  const votes = [...state.votes, by];
  if (votes.length * 2 < NODES.length) return { ...state, votes };
  turn.record<Led>({ kind: 'led', term });
  return beat({ ...state, votes, role: 'leader' }, turn);
}

function beat(state: Raft, turn: Turn<RaftMessage>): Raft {
  for (const to of others(turn)) turn.send(to, { kind: 'heart', term: state.term });
  turn.after(50 * MILLISECOND, { kind: 'beat' });
  return state;
}

/** Five nodes that crash, over links that lose, delay, double and reorder. */
export function raftWorld(options: WorldOptions, synced = true): World<Led> {
  const world = createWorld<Led>(options as WorldOptions<Led>);
  const delay = { simplest: 5 * MILLISECOND, min: MILLISECOND, max: 200 * MILLISECOND };
  const slow = { kind: 'heavy-tailed', odds: [1, 3] } as const;
  const rule = { delay: { ...delay, distribution: slow }, lose: [1, 10], duplicate: [1, 20], reorder: true } as const;
  world.setLink({ from: NODES, to: NODES, rule });
  const crashPoints = {
    delay: { simplest: 0, min: 0, max: 2 * MILLISECOND, distribution: { kind: 'uniform', odds: [1, 20] } },
    restartAfter: { simplest: 50 * MILLISECOND, min: 0, max: SECOND / 10 },
  } as const;
  for (const name of NODES) {
    world.addHost({ name, boot: [{ path: 'raft', behaviour: raft(synced), input: null }], crashPoints });
  }
  return world;
}

/** The terms that more than one node has led. */
export function ledTwice(world: World<Led>): readonly number[] {
  const leaders = new Map<number, string>();
  return world.facts().flatMap(({ host, body: { term } }) => {
    const leader = leaders.get(term);
    leaders.set(term, host);
    return leader === undefined || leader === host ? [] : [term];
  });
}
