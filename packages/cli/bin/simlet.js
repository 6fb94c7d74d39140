#!/usr/bin/env node
// Stands apart from dist/ so that a package manager can link it before the first build.
import '../dist/main.js';
