import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { countedCosts } from './counted-costs.ts';

// Renewed by `npm run counts`: read the difference, a change of the model shows in it what it makes the model do.
test('the model does as much as it did', async () => {
  await expect(countedCosts()).toMatchFileSnapshot(fileURLToPath(new URL('../../counted-costs.txt', import.meta.url)));
});
