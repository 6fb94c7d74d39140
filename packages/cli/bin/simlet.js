#!/usr/bin/env node
// Stands apart from dist/ so that a package manager can link it before the first build.
import module from 'node:module';

// From Node 22.8 on: what was compiled is kept in the folder for temporary files, where the next start finds it. NODE_DISABLE_COMPILE_CACHE=1 keeps nothing.
// No project of the compiler has this file, so that the linter knows no types of it.
// oxlint-disable-next-line typescript/no-unsafe-call, typescript/no-unsafe-member-access
module.enableCompileCache?.();
await import('../dist/main.js');
