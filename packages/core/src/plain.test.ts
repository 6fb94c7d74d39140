import fc from 'fast-check';
import { createDraft, produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { EngineError } from './engine-error.ts';
import type { Behaviour, Message, ProcessSpec, Turn } from './process.ts';
import { createWorld } from './create-world.ts';
import type { World, WorldOptions } from './world.ts';

interface State {
  readonly pods: readonly { readonly name: string }[];
}

/** Runs one start of one process and says what the engine made of it. */
function outcomeOf(start: (turn: Turn<Message>) => State, options: WorldOptions = {}): string {
  const behaviour: Behaviour<null, State, Message> = {
    kind: 'tested',
    start: (_input, turn) => start(turn),
    receive: (state) => state,
  };
  const spec: ProcessSpec<null, State, Message> = { path: 'main', behaviour, input: null };
  const world = createWorld(options);
  world.addHost({ name: 'a', boot: [spec] });
  try {
    world.run();
    return 'fine';
  } catch (error) {
    return error instanceof EngineError ? error.message : `not an engine error: ${String(error)}`;
  }
}

const state: State = { pods: [{ name: 'web-0' }] };

describe('law 7, what leaves a turn is plain', () => {
  const leaks: readonly (readonly [string, (turn: Turn<Message>, draft: State) => void])[] = [
    ['a message', (turn, draft) => turn.send('a/main', { kind: 'x', pods: draft.pods } as Message)],
    ['a message', (turn, draft) => void turn.after(1, { kind: 'x', pods: draft.pods } as Message)],
    ['a message', (turn, draft) => turn.monitor('a', { kind: 'x', pods: draft.pods } as Message)],
    ['a fact', (turn, draft) => turn.record({ kind: 'x', pods: draft.pods } as Message)],
    ['what is written to key', (turn, draft) => turn.disk.write('key', draft)],
  ];

  it.each([false, true])(
    'refuses an immer draft wherever it leaks from a recipe, frozen world or not (%s)',
    (freeze) => {
      for (const [what, leak] of leaks) {
        const outcome = outcomeOf((turn) => produce(state, (draft) => leak(turn, draft)), { freeze });
        expect(outcome).toContain(what);
        expect(outcome).toContain('is an immer draft');
      }
      const leakedState = outcomeOf(() => createDraft(state), { freeze });
      expect(leakedState).toContain('the state of a/main is an immer draft');
    },
  );

  it('looks into the fields of a state that are not those of the state before', () => {
    const kept = { pods: [] };
    const behaviour: Behaviour<null, { readonly kept: object; readonly next: object }, Message> = {
      kind: 'tested',
      start: () => ({ kept, next: {} }),
      receive: (before) => ({ ...before, next: createDraft(state) }),
    };
    const world = createWorld();
    world.addHost({ name: 'a', boot: [{ path: 'main', behaviour, input: null }] });
    world.send('a/main', { kind: 'go' });
    expect(() => world.run()).toThrow('the state of a/main.next is an immer draft');
  });

  it('looks at what a trusted behaviour says in frozen worlds only', () => {
    const behaviour: Behaviour<null, State, Message> = {
      kind: 'tested',
      trusted: true,
      start: () => state,
      receive: () => createDraft(state),
    };
    const worldWith = (options: WorldOptions): World => {
      const world = createWorld(options);
      world.addHost({ name: 'a', boot: [{ path: 'main', behaviour, input: null }] });
      world.send('a/main', { kind: 'go' });
      return world;
    };
    expect(worldWith({}).run()).toBe('idle');
    expect(() => worldWith({ freeze: true }).run()).toThrow('the state of a/main is an immer draft');
  });

  it('takes what a recipe has finished', () => {
    expect(outcomeOf((turn) => produceAndRecord(turn), { freeze: true })).toBe('fine');
  });

  it('finds a draft at any depth in a frozen world', () => {
    const deep = (turn: Turn<Message>): State =>
      produce(state, (draft) => turn.record({ kind: 'x', at: { some: { depth: draft.pods[0] } } } as Message));
    expect(outcomeOf(deep, { freeze: true })).toContain('a fact.at.some.depth is an immer draft');
  });

  it('refuses functions', () => {
    const outcome = outcomeOf(
      (turn) => {
        turn.send('a/main', { kind: 'x', callback: () => 1 } as Message);
        return state;
      },
      { freeze: true },
    );
    expect(outcome).toContain('a message.callback is a function');
  });

  it('freezes what is sent and recorded, so that a later change of it throws where it is made', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        const shared = { kind: 'x', value, list: [{ value: other }] };
        outcomeOf(
          (turn) => {
            turn.record(shared);
            return state;
          },
          { freeze: true },
        );
        expect(Object.isFrozen(shared.list[0])).toBe(true);
        expect(() => shared.list.push({ value: null })).toThrow(TypeError);
      }),
    );
  });

  it('has no use for a turn that is over', () => {
    let kept: Turn<Message> | undefined;
    outcomeOf((turn) => {
      kept = turn;
      return state;
    });
    expect(() => kept?.send('a/main', { kind: 'x' })).toThrow('a turn was used after it had ended');
    expect(() => kept?.decide.boolean('late')).toThrow('a turn was used after it had ended');
    expect(() => kept?.disk.read('key')).toThrow('a turn was used after it had ended');
  });
});

function produceAndRecord(turn: Turn<Message>): State {
  const next = produce(state, (draft) => {
    draft.pods.push({ name: 'web-1' });
  });
  turn.record({ kind: 'x', next } as Message);
  return next;
}
