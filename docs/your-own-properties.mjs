export const properties = ({ always, kept, broken }) => [
  always(
    {
      id: 'short-hooks',
      sentence: 'A PreStop hook takes at most two seconds.',
      explain: 'Our roll-outs are timed: see the runbook.',
    },
    ['hook'], // the kinds of facts that it looks at
    (fact) => {
      if (fact.hook !== 'preStop' || fact.phase !== 'end') return undefined; // the situation did not arise
      return fact.durMs <= 2000 ? kept : broken(fact.pod, fact.container, `PreStop took ${fact.durMs} ms`);
    },
  ),
];
