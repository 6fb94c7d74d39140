// The worker of the campaigns of tests: subjects on the built packages, since a thread runs them without a compiler.
import { createWorld } from '@simlet/core';
import { experimentOf, rule, serveCampaign } from '../../dist/index.js';

const SELDOM = [1, 20];

/** Ten steps, in each of which something seldom may happen; `trouble` says what the third and the fourth together lead to. */
function stepper(trouble) {
  const behaviour = {
    kind: 'stepper',
    start(_input, turn) {
      turn.after(1, { kind: 'step', number: 0 });
      return 0;
    },
    receive(seldom, { number }, turn) {
      const happened = turn.decide.boolean(`seldom/${number}`, SELDOM);
      if (happened) turn.reach(`seldom at ${number}`);
      turn.record({ kind: happened ? 'seldom' : 'usual', number });
      if (happened && number === 3) {
        if (trouble === 'throws') throw new Error('the third step failed');
        if (trouble === 'hangs') for (;;);
        if (trouble === 'dies') process.exit(3);
      }
      if (number < 9) turn.after(1, { kind: 'step', number: number + 1 });
      return seldom + (happened ? 1 : 0);
    },
  };
  return {
    marks: ['seldom at 3', 'never at all'],
    rules: [
      rule({
        id: 'not-two',
        sentence: 'Never two in a row.',
        start: false,
        step(before, { body: { kind, number } }, broken) {
          if (before && kind === 'seldom') broken(`at ${number} again`);
          return kind === 'seldom';
        },
      }),
    ],
    world(options) {
      const world = createWorld(options);
      world.addHost({ name: 'host', boot: [{ path: 'main', behaviour, input: null }] });
      return world;
    },
  };
}

await serveCampaign((troubles) =>
  troubles.map((trouble) => {
    const model = stepper(trouble);
    return { name: trouble, experiment: experimentOf(model), marks: model.marks };
  }),
);
