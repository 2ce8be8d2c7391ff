// Builds the page into dist. Its addresses are relative: any folder of any server will do.
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  build: { modulePreload: { polyfill: false }, target: 'es2022' },
});
