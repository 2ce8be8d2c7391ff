// Builds the page into ../static: index.html uncompressed, the assets gzipped.
// The folder of the assets has the name of the page, so that relative URLs find them.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const compressed = {
  name: 'compressed',
  writeBundle(output) {
    const folder = join(output.dir, 'graphiql');
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
      rmSync(path);
    }
  },
};

export default defineConfig({
  base: './',
  plugins: [compressed],
  build: {
    assetsDir: 'graphiql',
    chunkSizeWarningLimit: 9000,
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    modulePreload: { polyfill: false },
    outDir: '../static',
    target: 'es2022',
  },
});
